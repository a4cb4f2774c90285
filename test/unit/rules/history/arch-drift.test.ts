import { expect, it } from 'vitest';
import { archDrift } from '../../../../server/rules/arch-drift';
import { describeShared } from '../../../support/shared';
import { ConfigTrees } from './config-tree';

// counts of packages as librpm's comparison gives them
const LOCKS_LEFT = [
  ['27b186bf', ['ppc64le hint kernel']],
  [
    'ba83c3ab',
    ['aarch64 hint 414 packages', 'ppc64le hint 404 packages', 's390x hint 395 packages', 'x86_64 hint podman'],
  ],
  ['e84752c1', ['aarch64 hint 404 packages', 'ppc64le hint 399 packages', 's390x hint 382 packages']],
] as const;

describeShared('arch-drift in history', () => {
  it('finds the kernel that went back further on ppc64le, podman on x86_64, and locks that were not bumped', async () => {
    const trees = new ConfigTrees();
    for (const [original, expected] of LOCKS_LEFT) {
      const found = await trees.findings(archDrift, original);
      const short = found.map(text => /^manifest-lock\.(\w+)\.json( hint (?:\d+ packages|\S+))/.exec(text));
      expect(
        short.map(match => `${match?.[1]}${match?.[2]}`),
        original,
      ).toEqual(expected);
    }
    for (const branch of ['next-devel', 'testing-devel', 'next', 'testing', 'stable']) {
      expect(await trees.findingsAt(archDrift, branch), branch).toEqual([]);
    }
  });
});
