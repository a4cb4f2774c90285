import { afterAll, beforeAll, expect, it } from 'vitest';
import { distMismatch } from '../../../../server/rules/dist-mismatch';
import { describeShared } from '../../../support/shared';
import { History } from './history';

describeShared('dist-mismatch in history', () => {
  let history: History;
  beforeAll(async () => {
    history = await History.open();
  });
  afterAll(() => history.close());

  it.each([
    ['abe168bf', 'pins of rawhide'],
    ['fd26f210', 'a promotion of a new release'],
  ])('takes %s for deliberate: %s', async commit => {
    expect(await history.in(distMismatch, commit)).toEqual([]);
  });
});
