import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { hermetoDrift } from '../../../../server/rules/hermeto-drift';
import { describeShared, shared } from '../../../support/shared';
import { findings } from '../support';

describeShared('hermeto-drift in history', () => {
  const blob = (name: string) => readFileSync(shared(`data/lockfiles/base/${name}`), 'utf8');
  // testing-devel of 2025-12-09 (2519c944)
  const locks = () => ({
    aarch64: blob('51ecf2f08b3049785d1b016b13ed38357fcfb699.json'),
    ppc64le: blob('8090d05c8ff593ef2fde86ab620d603f945adfb7.json'),
    s390x: blob('5f259f4925897ff802a0e80a9df9093f0d37495b.json'),
  });
  const counts = (rpmsLock: string) =>
    Object.entries(locks()).map(([arch, text]) => {
      const found = findings(hermetoDrift, `manifest-lock.${arch}.json`, text, { files: {}, rpmsLock });
      return found.map(({ message }) => /with (\d+) packages/.exec(message)?.[1]);
    });

  it('finds nothing in the locks of one commit, and what the bumps of three days changed', () => {
    expect(counts(blob('ef938eadb1c4b04b906bd550f3b108c90724bf1b.yaml'))).toEqual([[], [], []]);
    expect(counts(blob('db1fa15c95693bdceb3acc0f8facc72fa566a577.yaml'))).toEqual([['8'], ['8'], ['8']]);
  });
});
