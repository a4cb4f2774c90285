import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../server/lockfile/edits';
import { planFastTrack } from '../../../server/lsp/fast-track-behind';
import { availability, type PackageLine, repository } from '../../support/availability';
import type { BranchTexts } from '../../support/branches';
import { baseLock, MANIFEST, repoFile } from '../../support/fedora';
import { lockfileView, type ViewOptions } from '../../support/lockfile-view';

const OPEN = 'manifest-lock.overrides.yaml';
const X86_64 = 'manifest-lock.x86_64.json';
const EMPTY = 'packages: {}\n';
const BUILDS: readonly PackageLine[] = [
  ['podman', '5:5.2.5-1.fc40', 'x86_64'],
  ['ignition', '2.20.0-1.fc40', 'x86_64'],
];
const KNOWN = [availability('x86_64', [repository({ id: 'fedora-updates' }, BUILDS)])];
const AHEAD: BranchTexts = {
  streams: { 'testing-devel': { [X86_64]: baseLock('x86_64', { podman: '5:5.2.4-1.fc39', bash: '5.2.26-3.fc39' }) } },
};
const FILES = {
  'manifest.yaml': MANIFEST.replace('testing-devel', 'next-devel'),
  'fedora.repo': repoFile('https://example.org/'),
  [OPEN]: EMPTY,
  [X86_64]: baseLock('x86_64'),
};

async function plan(options: Partial<ViewOptions> = {}) {
  const all = { files: FILES, open: OPEN, availability: KNOWN, branches: AHEAD, ...options };
  return planFastTrack(await lockfileView(all));
}

describe('planFastTrack', () => {
  it('fast-tracks the newest build of what fell behind', async () => {
    const { edits, creates, result } = await plan();
    expect(result).toEqual({
      changed: [{ name: 'podman', from: '5:5.2.2-1.fc40', to: '5:5.2.5-1.fc40' }],
      message: 'Fast-tracked podman.',
    });
    expect(creates).toEqual([]);
    expect(edits.map(({ path }) => path)).toEqual([OPEN]);
    expect(applyEdits(EMPTY, edits[0]?.edits ?? [])).toBe(
      'packages:\n  podman:\n    evr: 5:5.2.5-1.fc40\n    metadata:\n      type: fast-track\n',
    );
  });

  it('makes the overrides file where there is none', async () => {
    const { [OPEN]: _, ...files } = FILES;
    const { edits, creates = [] } = await plan({ files, open: X86_64 });
    expect(edits).toEqual([]);
    expect(creates.map(({ path }) => path)).toEqual([OPEN]);
    expect(creates[0]?.text).toContain('  podman:\n    evr: 5:5.2.5-1.fc40\n');
  });

  it('says what stays behind, and why', async () => {
    const { edits, result } = await plan({ availability: [], mode: 'offline' });
    expect(edits).toEqual([]);
    expect(result.changed).toEqual([]);
    expect(result.message).toMatch(/^Nothing was fast-tracked\. No package metadata for x86_64/);
    expect(result.message).toContain('The network is off (manifestLock.network).');
  });

  it('leaves alone what is ignored with a reason', async () => {
    const text =
      'packages:\n  # manifest-lock: ignore stream-downgrade held for the next release\n  podman:\n    evr: 5:5.2.3-1.fc40\n';
    const { result } = await plan({ files: { ...FILES, [OPEN]: text } });
    expect(result).toEqual({ changed: [], message: 'Nothing is behind testing-devel.' });
  });

  it('takes the newest of several streams', async () => {
    const settings = 'streams:\n  next-devel:\n    not-behind: [testing-devel, testing]\n';
    const testing = { [X86_64]: baseLock('x86_64', { podman: '5:5.2.6-1.fc39' }) };
    const branches = { streams: { ...AHEAD.streams, testing } };
    const { result } = await plan({ files: { ...FILES, '.manifest-lock.yaml': settings }, branches });
    expect(result.message).toContain('older than 5:5.2.6-1.fc39');
  });

  it.each([
    [{ branches: { streams: {} } }, 'There is no branch of testing-devel here.'],
    [{ files: { ...FILES, 'manifest.yaml': MANIFEST } }, 'There is no stream that testing-devel must not fall behind.'],
    [
      { files: { ...FILES, 'manifest.yaml': MANIFEST.replace('testing-devel', 'mine') } },
      'Which stream this is is not known (mine).',
    ],
    [{ mode: 'restricted' as const }, 'The workspace is not trusted: neither git nor a repository is read.'],
    [
      { branches: { streams: { 'testing-devel': { [X86_64]: baseLock('x86_64') } } } },
      'Nothing is behind testing-devel.',
    ],
  ])('says why nothing can be done', async (options, message) => {
    expect((await plan(options)).result).toEqual({ changed: [], message });
  });

  it('says that no branches are known', async () => {
    const view = await lockfileView({ files: FILES, open: OPEN });
    expect(planFastTrack(view).result.message).toMatch(/^The branches of this repository are not known/);
    expect(planFastTrack({ ...view, repo: undefined }).result.message).toBe('This file is in no config repository.');
  });
});
