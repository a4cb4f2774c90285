import { expect, it } from 'vitest';
import { archSpecific } from '../../../../server/rules/arch-specific';
import { describeShared } from '../../../support/shared';
import { ConfigHistory, findingsOf } from './config-history';

describeShared('arch-specific in history', () => {
  let history: ConfigHistory | undefined;
  const found = (original: string) => {
    history ??= new ConfigHistory();
    return findingsOf(archSpecific, history.change(original)).map(([path, { severity, package: name }]) => {
      return `${path} ${severity} ${name}`;
    });
  };

  it('finds what 31802d2b did to grub2, and nothing after 9414d83a', () => {
    expect(found('31802d2b')).toEqual([
      'manifest-lock.overrides.yaml warning grub2-pc',
      'manifest-lock.overrides.yaml warning grub2-tools',
      'manifest-lock.overrides.yaml warning grub2-tools-minimal',
    ]);
    expect(found('9414d83a')).toEqual([]);
  });

  it('finds the evr of shim in arch files (e9052c09)', () => {
    expect(found('e9052c09')).toEqual([
      'manifest-lock.overrides.aarch64.yaml warning shim-aa64',
      'manifest-lock.overrides.x86_64.yaml warning shim-x64',
    ]);
  });
});
