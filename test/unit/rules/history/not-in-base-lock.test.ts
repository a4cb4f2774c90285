import { expect, it } from 'vitest';
import { notInBaseLock } from '../../../../server/rules/not-in-base-lock';
import { describeShared } from '../../../support/shared';
import { ConfigTrees } from './config-tree';

describeShared('not-in-base-lock in history', () => {
  it('finds what Fedora 41 brought before the bump (b2da4ba4), bootupd of two arches (c05120f3), nothing on the tips', async () => {
    const trees = new ConfigTrees();
    const added = ['qed-firmware', 'makedumpfile', 'kdump-utils', 'pciutils', 'dnf5'];
    expect([...(await trees.findings(notInBaseLock, 'b2da4ba4'))].sort()).toEqual(
      ['aarch64', 'ppc64le', 's390x', 'x86_64']
        .flatMap(arch => added.map(name => `manifest-lock.${arch}.json warning ${name}`))
        .sort(),
    );
    expect(await trees.findings(notInBaseLock, 'c05120f3')).toEqual([
      'manifest-lock.ppc64le.json warning bootupd',
      'manifest-lock.s390x.json warning bootupd',
    ]);
    for (const branch of ['next-devel', 'testing-devel', 'next', 'testing', 'stable', 'branched', 'rawhide']) {
      expect(await trees.findingsAt(notInBaseLock, branch), branch).toEqual([]);
    }
  });
});
