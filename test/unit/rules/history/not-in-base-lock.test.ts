import { afterAll, beforeAll, expect, it } from 'vitest';
import { notInBaseLock } from '../../../../server/rules/not-in-base-lock';
import { describeShared } from '../../../support/shared';
import { History, places } from './history';

const BRANCHES = ['next-devel', 'testing-devel', 'next', 'testing', 'stable', 'branched', 'rawhide'];

describeShared('not-in-base-lock in history', () => {
  let history: History;
  beforeAll(async () => {
    history = await History.open();
  });
  afterAll(() => history.close());

  it('finds what Fedora 41 brought before the bump (b2da4ba4)', async () => {
    const added = ['qed-firmware', 'makedumpfile', 'kdump-utils', 'pciutils', 'dnf5'];
    expect(places(await history.in(notInBaseLock, 'b2da4ba4'), true).sort()).toEqual(
      ['aarch64', 'ppc64le', 's390x', 'x86_64']
        .flatMap(arch => added.map(name => `manifest-lock.${arch}.json warning ${name}`))
        .sort(),
    );
  });

  it('finds bootupd of two basearches (c05120f3)', async () => {
    expect(places(await history.in(notInBaseLock, 'c05120f3'), true)).toEqual([
      'manifest-lock.ppc64le.json warning bootupd',
      'manifest-lock.s390x.json warning bootupd',
    ]);
  });

  it.each(BRANCHES)('finds nothing on %s', async branch => {
    expect(await history.at(notInBaseLock, branch)).toEqual([]);
  });
});
