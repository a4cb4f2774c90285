import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfigRepo } from '../../../server/config-repo/load';
import { DEFAULT_REPO_SETTINGS, type StreamPolicy } from '../../../server/config-repo/repo-settings';
import type { StreamTarget } from '../../../server/config-repo/stream-targets';
import { type PlannedStream, planStream, type StreamRequest } from '../../../server/operations/plan-stream';
import { resolveSubjects } from '../../../server/operations/resolve-subject';
import { layerFiles } from '../../support/branches';
import { rowsOf, type StandIns, startServices } from '../../support/services';
import { memoryTree } from '../config-repo/memory-tree';

const ARCHES = ['x86_64', 'aarch64', 'ppc64le', 's390x'];
const OLD = 'kernel-6.11.3-200.fc40';
const NEW = 'kernel-6.11.4-201.fc40';
const REASON = 'https://github.com/coreos/fedora-coreos-tracker/issues/1752';

const lock = (arch: string): string => JSON.stringify({ packages: { kernel: { evra: `6.11.3-200.fc40.${arch}` } } });
const BASE = Object.fromEntries(ARCHES.map(arch => [`manifest-lock.${arch}.json`, lock(arch)]));
const manifest = (stream: string): string => `releasever: 40\nvariables:\n  stream: ${stream}\n`;

let standIns: StandIns;
beforeEach(async () => {
  standIns = await startServices({
    koji: { [OLD]: rowsOf(OLD, { kernel: ARCHES }), [NEW]: rowsOf(NEW, { kernel: ARCHES }) },
    bodhi: {
      'FEDORA-2024-f0fd63c638': { status: 'testing', release: 'F40', builds: [{ nvr: NEW }] },
      'FEDORA-2024-0a97eadb73': { status: 'testing', release: 'F41', builds: [{ nvr: NEW }] },
    },
    builds: {
      rawhide: {
        builds: [
          { id: '42.20241021.91.0', arches: ['x86_64', 'aarch64'] },
          { id: '42.20241020.91.0', arches: ARCHES },
        ],
        generated: Object.fromEntries(
          [
            '42.20241021.91.0/x86_64',
            '42.20241021.91.0/aarch64',
            '42.20241020.91.0/ppc64le',
            '42.20241020.91.0/s390x',
          ].map(path => [path, JSON.parse(lock(path.replace(/.*\//, ''))) as { packages: Record<string, unknown> }]),
        ),
      },
    },
  });
});
afterEach(() => standIns.close());

async function targetOf(stream: string, texts: Readonly<Record<string, string>>): Promise<StreamTarget> {
  const files = { 'manifest.yaml': manifest(stream), ...texts };
  const config = await loadConfigRepo(memoryTree(files), { defaultRepositories: [] });
  const policy: StreamPolicy | undefined = DEFAULT_REPO_SETTINGS.streams.get(stream);
  if (!policy) throw new Error(`no stream ${stream}`);
  return { policy, label: stream, place: { kind: 'worktree' }, config, files: layerFiles(texts), root: '' };
}

async function plan(
  texts: readonly string[],
  target: StreamTarget,
  more: Partial<StreamRequest> = {},
): Promise<PlannedStream> {
  const { services } = standIns;
  const readLocal = () => Promise.resolve([]);
  const found = await resolveSubjects(texts, { services, basearches: ARCHES, readLocal, findUpdates: false });
  if (found.kind !== 'resolved') throw new Error(found.message);
  return planStream(target, { subjects: found.subjects, type: 'pin', reason: REASON, services, ...more });
}

const refusal = ({ plan: made }: PlannedStream): string => (made.kind === 'refused' ? made.message : 'not refused');

describe('planStream', () => {
  it('plans for what the base locks have', async () => {
    const found = await plan([NEW], await targetOf('stable', BASE));
    expect(found.plan).toMatchObject({
      kind: 'plan',
      entries: [
        { name: 'kernel', path: 'manifest-lock.overrides.yaml', version: '6.11.4-201.fc40', effect: 'upgrade' },
      ],
    });
    expect(found.items).toMatchObject([{ build: { nvr: NEW }, type: 'pin', reason: REASON }]);
    expect(found.notes).toEqual([]);
  });

  it('holds a package that is named where it is', async () => {
    const found = await plan(['kernel'], await targetOf('stable', BASE));
    expect(found.builds.map(({ build }) => build.nvr)).toEqual([OLD]);
    expect(found.plan).toMatchObject({ entries: [{ name: 'kernel', version: '6.11.3-200.fc40', effect: 'same' }] });
  });

  it('writes down the update', async () => {
    const found = await plan(['FEDORA-2024-f0fd63c638'], await targetOf('stable', BASE), { type: 'fast-track' });
    const text = found.plan.kind === 'plan' ? found.plan.files[0]?.after : '';
    expect(text).toContain('      bodhi: https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638\n');
  });

  it('refuses an update for another release, whatever the dist tags say', async () => {
    const target = await targetOf('stable', BASE);
    const found = await plan(['FEDORA-2024-0a97eadb73'], target, { type: 'fast-track' });
    expect(refusal(found)).toBe('FEDORA-2024-0a97eadb73 is for F41, and stable is release 40.');
    expect(found.builds.map(({ build }) => build.nvr)).toEqual([NEW]);
    const passed = await plan(['FEDORA-2024-0a97eadb73'], target, { type: 'fast-track', ignoreDistMismatch: true });
    expect(passed.plan.kind).toBe('plan');
  });

  it('reads the newest builds of a stream without base locks, and says which', async () => {
    const found = await plan([NEW], await targetOf('rawhide', { 'manifest-lock.overrides.yaml': 'packages: {}\n' }));
    expect(found.notes).toEqual([
      'There are no base locks: what is locked is what rawhide has in builds 42.20241021.91.0 (x86_64, aarch64) and 42.20241020.91.0 (ppc64le, s390x).',
    ]);
    expect(found.plan).toMatchObject({ kind: 'plan', entries: [{ name: 'kernel' }] });
  });

  it('tells a service that is not asked from what is wrong', async () => {
    const rawhide = await targetOf('rawhide', { 'manifest-lock.overrides.yaml': 'packages: {}\n' });
    const off = { koji: undefined, bodhi: undefined, builds: undefined };
    const withoutBuilds = await plan([NEW], rawhide, { services: off });
    expect(withoutBuilds).toMatchObject({ unasked: true, plan: { kind: 'refused' } });
    const withoutKoji = await plan(['kernel'], await targetOf('stable', BASE), { services: off });
    expect(withoutKoji).toMatchObject({
      unasked: true,
      plan: { message: expect.stringContaining('Koji is not asked') },
    });
    const branched = await plan(
      [NEW],
      await targetOf('branched', { 'manifest-lock.overrides.yaml': 'packages: {}\n' }),
    );
    expect(branched.unasked).toBeUndefined();
    expect(refusal(branched)).toContain('knows no builds of a stream branched');
  });
});
