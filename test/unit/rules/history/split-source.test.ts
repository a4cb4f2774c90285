import { afterAll, beforeAll, expect, it } from 'vitest';
import { splitSource } from '../../../../server/rules/split-source';
import { describeShared } from '../../../support/shared';
import { History } from './history';

describeShared('split-source in history', () => {
  let history: History;
  beforeAll(async () => {
    history = await History.open();
  });
  afterAll(() => history.close());

  it.each(['next-devel', 'testing-devel', 'next', 'testing', 'stable'])('finds nothing on %s', async branch => {
    expect(await history.at(splitSource, branch)).toEqual([]);
  });
});
