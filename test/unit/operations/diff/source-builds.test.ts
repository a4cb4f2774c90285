import { afterEach, expect, it } from 'vitest';
import { mainChange, sourceBuilds } from '../../../../server/operations/diff/source-builds';
import { diffOf } from '../../../support/diff-of';
import { rowsOf, type StandIns, startServices } from '../../../support/services';

let standIns: StandIns | undefined;

afterEach(async () => {
  await standIns?.close();
  standIns = undefined;
});

it('mainChange: of the package called like the source', () => {
  const sources = { 'device-mapper': 'lvm2' };
  const from = { packages: { 'device-mapper': '1.02.197-1.fc40', lvm2: '2.03.23-1.fc40' } };
  const to = { packages: { 'device-mapper': '1.02.199-1.fc40', lvm2: '2.03.25-1.fc40' } };
  const [change] = diffOf(from, to, { sources }).sources;
  expect(change && mainChange(change)).toMatchObject({
    from: { evr: '2.03.23-1.fc40' },
    to: { evr: '2.03.25-1.fc40' },
  });
});

it('sourceBuilds: by name and version, else by a package of any basearch it is on', async () => {
  standIns = await startServices({
    koji: {
      'sudo-1.9.15-1.fc40': rowsOf('sudo-1.9.15-1.fc40', { sudo: ['x86_64'] }),
      'sudo-1.9.15-5.p5.fc40': rowsOf('sudo-1.9.15-5.p5.fc40', { sudo: ['x86_64'] }),
      'ostree-2024.7-1.fc40': rowsOf('ostree-2024.7-1.fc40', { 'ostree-grub2': ['ppc64le'] }),
      'ostree-2024.8-1.fc40': rowsOf('ostree-2024.8-1.fc40', { 'ostree-grub2': ['ppc64le'] }),
    },
  });
  const { koji } = standIns.services;
  if (!koji) throw new Error('no Koji');
  // where nothing says what a package is built from, it stands under its own name
  const diff = diffOf(
    { packages: { sudo: '1.9.15-1.fc40', 'ostree-grub2': { ppc64le: '2024.7-1.fc40' }, vim: '9.1-1.fc40' } },
    { packages: { sudo: '1.9.15-5.p5.fc40', 'ostree-grub2': { ppc64le: '2024.8-1.fc40' } } },
    { basearches: ['x86_64', 'ppc64le'] },
  );
  const found = await sourceBuilds(diff.sources, koji);
  expect([...found].map(([source, { from, to }]) => [source, from?.nvr, to?.nvr])).toEqual([
    ['ostree-grub2', 'ostree-2024.7-1.fc40', 'ostree-2024.8-1.fc40'],
    ['sudo', 'sudo-1.9.15-1.fc40', 'sudo-1.9.15-5.p5.fc40'],
    ['vim', undefined, undefined],
  ]);
  expect(standIns.koji.requests.map(({ calls }) => calls[0]?.method)).toEqual(['getBuild', 'getRPM', 'getBuild']);
});
