import { afterAll, beforeAll, expect, it } from 'vitest';
import { archSpecific } from '../../../../server/rules/arch-specific';
import { describeShared } from '../../../support/shared';
import { History, places } from './history';

describeShared('arch-specific in history', () => {
  let history: History;
  beforeAll(async () => {
    history = await History.open();
  });
  afterAll(() => history.close());

  it('finds the evr of shim in arch files (e9052c09)', async () => {
    expect(places(await history.in(archSpecific, 'e9052c09'), true)).toEqual([
      'manifest-lock.overrides.aarch64.yaml warning shim-aa64',
      'manifest-lock.overrides.x86_64.yaml warning shim-x64',
    ]);
  });
});
