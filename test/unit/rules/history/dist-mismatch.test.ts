import { expect, it } from 'vitest';
import { distMismatch } from '../../../../server/rules/dist-mismatch';
import { describeShared } from '../../../support/shared';
import { ConfigTrees } from './config-tree';

describeShared('dist-mismatch in history', () => {
  it('takes pins of rawhide (abe168bf) and promotions of a new release (fd26f210) for deliberate', async () => {
    const trees = new ConfigTrees();
    expect(await trees.findings(distMismatch, 'abe168bf')).toEqual([]);
    expect(await trees.findings(distMismatch, 'fd26f210')).toEqual([]);
  });
});
