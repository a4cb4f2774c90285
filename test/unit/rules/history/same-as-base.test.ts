import { afterAll, beforeAll, expect, it } from 'vitest';
import { sameAsBase } from '../../../../server/rules/same-as-base';
import { describeShared } from '../../../support/shared';
import { History, places } from './history';

describeShared('same-as-base in history', () => {
  let history: History;
  beforeAll(async () => {
    history = await History.open();
  });
  afterAll(() => history.close());

  it('finds the rpm-ostree that 5056cb37 fast-tracked to what the base locks had', async () => {
    expect(places(await history.in(sameAsBase, '5056cb37'))).toEqual([
      'manifest-lock.overrides.yaml rpm-ostree',
      'manifest-lock.overrides.yaml rpm-ostree-libs',
    ]);
  });

  it('finds nothing in a promotion, which brings overrides and base locks (7db341d5)', async () => {
    expect(await history.in(sameAsBase, '7db341d5')).toEqual([]);
  });
});
