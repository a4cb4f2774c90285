import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { heldBuild } from '../../../server/operations/held-build';
import type { OverrideTarget } from '../../../server/operations/override-request';
import { lockedPackages } from '../../../server/services/locked-packages';
import type { KojiData } from '../../stand-ins/koji-hub.mjs';
import { layerFiles } from '../../support/branches';
import { rowsOf, type StandIns, startServices } from '../../support/services';

const ARCHES = ['x86_64', 's390x'];
const PODMAN = 'podman-5.2.4-1.fc40';

const KOJI: KojiData = {
  [PODMAN]: rowsOf(PODMAN, { podman: ARCHES }, 5),
  'podman-5.2.5-1.fc40': rowsOf('podman-5.2.5-1.fc40', { podman: ARCHES }, 5),
  'rust-afterburn-5.7.0-1.fc40': rowsOf('rust-afterburn-5.7.0-1.fc40', {
    afterburn: ARCHES,
    'afterburn-dracut': ARCHES,
  }),
  'selinux-policy-40.28-1.fc40': rowsOf('selinux-policy-40.28-1.fc40', { 'selinux-policy': ['noarch'] }),
  'bash-5.2.26-3.fc40': { rows: rowsOf('bash-5.2.26-3.fc40', { bash: ARCHES }), state: 'deleted' },
};

const lock = (arch: string, more: Record<string, string> = {}): string => {
  const versions = {
    podman: '5:5.2.4-1.fc40',
    afterburn: '5.7.0-1.fc40',
    'afterburn-dracut': '5.7.0-1.fc40',
    bash: '5.2.26-3.fc40',
    unknown: '1-1.fc40',
    ...more,
  };
  const packages = Object.entries(versions).map(([name, evr]) => {
    const metadata = name.startsWith('afterburn') ? { sourcerpm: 'rust-afterburn' } : {};
    return [name, { evra: `${evr}.${arch}`, metadata }];
  });
  return JSON.stringify({
    packages: { ...Object.fromEntries(packages), 'selinux-policy': { evra: '40.28-1.fc40.noarch' } },
  });
};

async function targetOf(files: Record<string, string>): Promise<OverrideTarget> {
  const parsed = layerFiles(files);
  const known = await lockedPackages({ stream: 'stable', basearches: ARCHES }, parsed, undefined);
  if (known.kind !== 'locked') throw new Error(known.message);
  return { stream: 'stable', releasever: '40', basearches: ARCHES, files: parsed, locked: known.locked };
}

const BASE = { 'manifest-lock.x86_64.json': lock('x86_64'), 'manifest-lock.s390x.json': lock('s390x') };

let standIns: StandIns;
beforeEach(async () => {
  standIns = await startServices({ koji: KOJI });
});
afterEach(() => standIns.close());

async function held(name: string, files: Record<string, string>): Promise<string> {
  const { koji } = standIns.services;
  if (!koji) throw new Error('no Koji');
  const found = await heldBuild(name, await targetOf(files), koji);
  return found.kind === 'held' ? found.build.build.nvr : found.message;
}

describe('heldBuild', () => {
  it.each([
    ['podman', PODMAN],
    ['afterburn-dracut', 'rust-afterburn-5.7.0-1.fc40'],
    ['rust-afterburn', 'rust-afterburn-5.7.0-1.fc40'],
    ['selinux-policy', 'selinux-policy-40.28-1.fc40'],
  ])('of %s is %s', async (name, nvr) => {
    expect(await held(name, BASE)).toBe(nvr);
  });

  it('is that of the override, where there is one', async () => {
    const overrides = 'packages:\n  podman:\n    evr: 5:5.2.5-1.fc40\n';
    expect(await held('podman', { ...BASE, 'manifest-lock.overrides.yaml': overrides })).toBe('podman-5.2.5-1.fc40');
  });

  it('is none where the arches differ', async () => {
    const files = { ...BASE, 'manifest-lock.s390x.json': lock('s390x', { podman: '5:5.2.5-1.fc40' }) };
    expect(await held('podman', files)).toBe(
      'stable has several builds of podman (x86_64 podman-5.2.4-1.fc40, s390x podman-5.2.5-1.fc40): name one of them.',
    );
  });

  it.each([
    ['nosuch', 'stable locks no package nosuch, and none that is built from it.'],
    ['unknown', 'stable has unknown 1-1.fc40, which Koji does not know: name the build.'],
    ['bash', 'bash-5.2.26-3.fc40 was deleted from Koji: its RPMs are gone.'],
  ])('of %s is none: %s', async (name, message) => {
    expect(await held(name, BASE)).toBe(message);
  });

  it('names what there is where Koji does not know what is locked', async () => {
    const gone = lock('x86_64', { podman: '5:5.2.3-1.fc40' });
    expect(await held('podman', { 'manifest-lock.x86_64.json': gone })).toMatch(
      /^stable has podman 5:5\.2\.3-1\.fc40, which Koji does not know: name the build\. It has podman-5\.2\.\S+, podman-5\.2\.\S+\.$/,
    );
  });
});
