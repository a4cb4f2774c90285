import { afterAll, beforeAll, expect, it } from 'vitest';
import { lowered } from '../../../../server/rules/lowered';
import { describeShared } from '../../../support/shared';
import { OVERRIDES } from '../support';
import { History } from './history';

const base = (arch: string) => `manifest-lock.${arch}.json`;

/** Expectations: effective sets of the commit and its parent, compared by librpm's labelCompare. */
describeShared('lowered in history', () => {
  let history: History;
  beforeAll(async () => {
    history = await History.open();
  });
  afterAll(() => history.close());

  it('tells a promotion that was taken back by the file: d21f8fb2', async () => {
    const found = await history.in(lowered, 'd21f8fb2');
    expect(
      found.map(({ path, finding }) => [path, finding.package ?? finding.message.replace(/ are .*/s, '')]),
    ).toEqual([
      [base('aarch64'), '44 packages of the base lock'],
      [OVERRIDES, 'podman'],
      [OVERRIDES, 'podman-plugins'],
      [base('ppc64le'), '45 packages of the base lock'],
      [base('s390x'), '39 packages of the base lock'],
      [base('x86_64'), '45 packages of the base lock'],
    ]);
  });

  it.each([
    ['9111d895', 'a pin with a reason'],
    ['e9052c09', 'a pin with a reason on one basearch'],
    ['ad8b2a55', 'a promotion with a pin that has a reason'],
    ['7bde417b', 'what dropped-override tells'],
    ['1000cf39', 'a promotion'],
  ])('is silent on %s: %s', async commit => {
    expect(await history.in(lowered, commit)).toEqual([]);
  });
});
