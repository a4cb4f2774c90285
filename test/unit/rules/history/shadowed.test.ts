import { expect, it } from 'vitest';
import { shadowed } from '../../../../server/rules/shadowed';
import { describeShared } from '../../../support/shared';
import { ConfigHistory, findingsOf } from './config-history';

describeShared('shadowed in history', () => {
  it('finds the kernel of 5efe808a in two files', () => {
    const found = findingsOf(shadowed, new ConfigHistory().change('5efe808a'));
    expect(found.map(([path, { package: name }]) => `${path} ${name}`)).toEqual([
      'manifest-lock.overrides.yaml kernel',
      'manifest-lock.overrides.yaml kernel-core',
      'manifest-lock.overrides.yaml kernel-modules',
      'manifest-lock.overrides.yaml kernel-modules-core',
    ]);
    expect(new Set(found.map(([, { message }]) => message))).toEqual(
      new Set([
        'manifest-lock.overrides.aarch64.yaml (the same version) replaces the entry here: 6.8.0-63.fc41 counts on x86_64, ppc64le and s390x only.',
      ]),
    );
  });
});
