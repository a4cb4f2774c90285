import { afterAll, beforeAll, expect, it } from 'vitest';
import { notLocked } from '../../../../server/rules/not-locked';
import { describeShared } from '../../../support/shared';
import { History, places } from './history';

describeShared('not-locked in history', () => {
  let history: History;
  beforeAll(async () => {
    history = await History.open();
  });
  afterAll(() => history.close());

  it.each([
    ['31802d2b', ['manifest-lock.overrides.aarch64.yaml warning grub2-pc-modules']],
    // took it out
    ['9414d83a', []],
    // a new dependency
    ['13133a38', ['manifest-lock.overrides.yaml hint gvisor-tap-vsock-gvforwarder']],
  ])('%s', async (commit, expected) => {
    expect(places(await history.in(notLocked, commit), true)).toEqual(expected);
  });
});
