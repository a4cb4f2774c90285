import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { missingEpoch } from '../../../../server/rules/missing-epoch';
import { describeShared, shared } from '../../../support/shared';
import { lines, titles, X86_64_BASE, X86_64_OVERRIDES } from '../support';

const read = (file: string) => readFileSync(shared(`data/lockfiles/${file}`), 'utf8');

describeShared('missing-epoch on real files', () => {
  it('finds what ea6a158c put right', () => {
    const text = read('overrides/72dc8d0a971208395012e2f0ec4ad52ef45d38c4.json');
    const files = { [X86_64_BASE]: read('base/a6bec797d2a5947f16c8fbeab90bb69678548d5a.json') };
    const path = 'manifest-lock.overrides.x86_64.json';
    expect(lines(missingEpoch, path, text, { files })).toEqual([
      'warning 7:15-7:40 nfs-utils-coreos has the epoch 1 in the base lock of x86_64 (1:2.4.1-1.rc1.fc31), and 2.4.1-2.rc1.fc31 has none: it is older for RPM, and no such package is found. Write 1:2.4.1-2.rc1.fc31.',
    ]);
  });

  it('finds what 1f9e42ac put right', () => {
    const text = read('overrides/c6412cf975690a0f27bf4d11792b987e9112a765.yaml');
    const files = { [X86_64_BASE]: read('base/ef7b3baf7a7c4b486fb734f15a94bebff5928bff.json') };
    expect(titles(missingEpoch, X86_64_OVERRIDES, text, { files })).toEqual([
      ['Add the epoch: 2:1.8.1-0.7.rc4.fc31 *'],
      ['Add the epoch: 2:1.8.1-0.7.rc4.fc31 *'],
    ]);
  });
});
