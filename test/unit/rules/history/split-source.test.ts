import { expect, it } from 'vitest';
import { splitSource } from '../../../../server/rules/split-source';
import { describeShared } from '../../../support/shared';
import { ConfigTrees } from './config-tree';

describeShared('split-source in history', () => {
  it('finds linux-firmware without qed-firmware (35922b55), and no more after it was mended', async () => {
    const trees = new ConfigTrees();
    expect(await trees.findings(splitSource, '35922b55')).toEqual([
      'manifest-lock.overrides.yaml warning linux-firmware',
    ]);
    for (const branch of ['next-devel', 'testing-devel', 'next', 'testing', 'stable']) {
      expect(await trees.findingsAt(splitSource, branch), branch).toEqual([]);
    }
  });
});
