/** "Pin Backport" as our client asks for it, against a hub, a Bodhi and real branches. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  PinApplyRequest,
  type PinApplyResult,
  PinCandidatesRequest,
  type PinChoice,
  PinPlanRequest,
  type PinPlanResult,
  PinStreamsRequest,
} from '../../server/protocol';
import { type JsonServer, startBodhi } from '../stand-ins/bodhi-server.mjs';
import { type KojiHub, type KojiRowData, startKojiHub } from '../stand-ins/koji-hub.mjs';
import { MANIFEST, OVERRIDES, servicesFile } from '../support/fedora';
import { emptyFolder, gitEnvironment, gitRepository, type TestRepository } from '../support/git';
import type { Client } from './support/client';
import { useWorkbench } from './support/workbench';

const workbench = useWorkbench();
const PATH = 'manifest-lock.overrides.yaml';
const REASON = 'https://github.com/coreos/fedora-coreos-tracker/issues/1809';
const UPDATE = 'https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638';

const rows = (name: string, epoch: number | null, version: string, release = '1.fc40'): KojiRowData[] =>
  ['src', 'x86_64', 'aarch64'].map(arch => ({ name, epoch, version, release, arch }));

const KOJI = {
  'podman-5.2.5-1.fc40': { rows: rows('podman', 5, '5.2.5') },
  'podman-5.2.5-1.fc41': { rows: rows('podman', 5, '5.2.5', '1.fc41') },
  'podman-5.2.4-1.fc40': { rows: rows('podman', 5, '5.2.4'), state: 'deleted' },
  'ignition-2.20.0-1.fc40': { rows: rows('ignition', null, '2.20.0') },
} as const;
const BODHI = {
  'FEDORA-2024-f0fd63c638': { status: 'testing', release: 'F40', builds: [{ nvr: 'podman-5.2.5-1.fc40' }] },
};
const IGNITION = OVERRIDES.replace(/ {2}podman:\n(?: {4}.*\n)+/, '');
const PODMAN = `  podman:
    evr: 5:5.2.5-1.fc40
    metadata:
      reason: ${REASON}
      type: pin
`;

let hub: KojiHub;
let bodhi: JsonServer;
let repo: TestRepository;
let client: Client;
let uri: string;

beforeEach(async () => {
  hub = await startKojiHub(KOJI);
  bodhi = await startBodhi(BODHI);
  workbench().write('.manifest-lock.yaml', servicesFile({ koji: hub.url, bodhi: bodhi.url }));
  workbench().write(PATH, IGNITION);
  workbench().write('notes.txt', 'first\n');
  repo = gitRepository({ folder: workbench().folder });
  repo.commit({ '.gitignore': '.storage\n' }, 'testing-devel', { branch: 'testing-devel' });
  for (const stream of ['testing', 'stable']) {
    const manifest = MANIFEST.replace('testing-devel', stream);
    repo.commit({ 'manifest.yaml': manifest }, stream, { branch: stream });
  }
  repo.checkout('testing-devel');
  workbench().write('notes.txt', 'changed and not committed\n');
  client = await workbench().start({ env: gitEnvironment() });
  uri = workbench().uri(PATH);
  await client.open(uri, IGNITION);
});
afterEach(async () => {
  await Promise.all([hub.close(), bodhi.close()]);
});

const choice = (more: Partial<PinChoice> = {}): PinChoice => ({
  uri,
  subjects: ['podman-5.2.5-1.fc40'],
  type: 'pin',
  reason: REASON,
  ...more,
});

function plan(streams: readonly string[], newBranches = false): Promise<PinPlanResult> {
  return client.connection.sendRequest(PinPlanRequest, { ...choice(), streams, newBranches });
}

function apply({ plan: id = '' }: PinPlanResult): Promise<PinApplyResult> {
  return client.connection.sendRequest(PinApplyRequest, { plan: id });
}

/** In a worktree of its own: the server looks at what is checked out. */
function commitElsewhere(options: readonly string[], branch: string, path: string, text: string): void {
  const place = emptyFolder();
  repo.git('worktree', 'add', '--quiet', ...options, place, branch);
  writeFileSync(join(place, path), text);
  repo.git('-C', place, 'commit', '--quiet', '--all', '-m', 'elsewhere');
  repo.git('worktree', 'remove', place);
}

describe('manifestLock/pin/candidates', () => {
  const ask = (query: string, position?: { line: number; character: number }) =>
    client.connection.sendRequest(PinCandidatesRequest, { uri, query, ...(position && { position }) });

  it('finds the builds of a package with where they come from', async () => {
    const { candidates } = await ask('podman');
    expect(candidates.map(({ nvr }) => nvr)).toContain('podman-5.2.5-1.fc40');
    const found = candidates.find(({ nvr }) => nvr === 'podman-5.2.5-1.fc40');
    expect(found).toMatchObject({
      subject: 'podman-5.2.5-1.fc40',
      bodhi: expect.stringMatching(/FEDORA-2024-f0fd63c638$/),
      selfReleased: false,
    });
    expect(found?.from).toEqual(expect.arrayContaining(['Koji', 'FEDORA-2024-f0fd63c638 (testing)']));
  });

  it('takes the package under the cursor, an NVR, a build and an update by their addresses', async () => {
    const cursor = await ask('', client.position(uri, 'ignition'));
    expect(cursor.candidates).toMatchObject([{ nvr: 'ignition-2.20.0-1.fc40', selfReleased: true }]);
    const page = `${hub.url.replace('kojihub', 'koji')}/buildinfo?buildID=2500001`;
    for (const query of ['podman-5.2.5-1.fc40', page, 'FEDORA-2024-f0fd63c638', UPDATE]) {
      expect((await ask(query)).candidates, query).toMatchObject([{ nvr: 'podman-5.2.5-1.fc40' }]);
    }
  });

  it('has the builds for a stream of another release first where they are for that one', async () => {
    const manifest = MANIFEST.replace('testing-devel', 'next').replace('releasever: 40', 'releasever: 41');
    commitElsewhere(['-b', 'next'], 'stable', 'manifest.yaml', manifest);
    const { candidates } = await client.connection.sendRequest(PinCandidatesRequest, {
      ...{ uri, query: 'podman', stream: 'next' },
    });
    expect(candidates[0]).toMatchObject({ nvr: 'podman-5.2.5-1.fc41', detail: expect.not.stringContaining('fc40') });
    expect(candidates[0]).not.toHaveProperty('refused');
    const { streams } = await client.connection.sendRequest(
      PinStreamsRequest,
      choice({ subjects: ['podman-5.2.5-1.fc41'] }),
    );
    expect(streams.filter(({ refused }) => refused === undefined).map(({ stream }) => stream)).toEqual(['next']);
    expect(streams.find(({ stream }) => stream === 'testing')?.refused).toMatch(/fc41/);
  });

  it('says why there is none', async () => {
    expect((await ask('nosuch-1-1.fc40')).notes.join(' ')).toContain('nosuch-1-1.fc40');
    expect((await ask('podman-5.2.4-1.fc40')).notes.join(' ')).toMatch(/deleted/);
    hub.behave({ kind: 'status', status: 500 });
    const { notes } = await ask('podman');
    expect(notes.join(' ')).toContain('500');
  });
});

describe('manifestLock/pin/streams', () => {
  it('says of each stream what it has and what it would get', async () => {
    const { streams } = await client.connection.sendRequest(PinStreamsRequest, choice());
    expect(
      streams.map(({ stream, worktree, summary, preselected }) => [stream, worktree, summary, preselected]),
    ).toEqual([
      ['testing-devel', true, 'podman 5:5.2.2-1.fc40 -> 5:5.2.5-1.fc40', true],
      ['testing', false, 'podman 5:5.2.2-1.fc40 -> 5:5.2.5-1.fc40', false],
      ['stable', false, 'podman 5:5.2.2-1.fc40 -> 5:5.2.5-1.fc40', false],
    ]);
    expect(streams[2]?.effects.join('; ')).toMatch(/^upgrade; skips testing/);
  });
});

describe('plan and apply', () => {
  it('edits the working tree in one step and commits to the others, which nothing of the checkout shows', async () => {
    const before = { status: repo.git('status', '--porcelain'), head: repo.git('rev-parse', 'HEAD') };
    const planned = await plan(['testing-devel', 'testing', 'stable']);
    expect(planned.refused).toEqual([]);
    expect(planned.changes.map(({ branch, worktree, files }) => [branch, worktree, files])).toEqual([
      ['testing-devel', true, [{ path: PATH, before: IGNITION, after: IGNITION + PODMAN }]],
      ['testing', false, [{ path: PATH, before: IGNITION, after: IGNITION + PODMAN }]],
      ['stable', false, [{ path: PATH, before: IGNITION, after: IGNITION + PODMAN }]],
    ]);
    const result = await apply(planned);
    expect(result).toMatchObject({ edited: true, failed: false });
    expect(client.text(uri)).toBe(IGNITION + PODMAN);
    expect(client.applied.all).toHaveLength(1);
    for (const stream of ['testing', 'stable']) {
      expect(repo.git('log', '--format=%s', '-2', stream).split('\n')).toEqual([
        `[${stream}] overrides: pin podman-5.2.5-1.fc40`,
        stream,
      ]);
      expect(repo.git('diff', '--name-only', `${stream}~1`, stream)).toBe(PATH);
      expect(`${repo.git('show', `${stream}:${PATH}`)}\n`).toBe(IGNITION + PODMAN);
    }
    // the editor has not saved
    expect(repo.git('status', '--porcelain')).toBe(before.status);
    expect(repo.git('rev-parse', 'HEAD')).toBe(before.head);
    expect(readFileSync(join(repo.folder, 'notes.txt'), 'utf8')).toBe('changed and not committed\n');
  });

  it('writes nothing where a branch has moved since it was planned', async () => {
    const planned = await plan(['testing-devel', 'testing', 'stable']);
    const moved = repo.git('commit-tree', '-p', 'stable', '-m', 'elsewhere', 'stable^{tree}');
    repo.git('update-ref', 'refs/heads/stable', moved);
    const testing = repo.git('rev-parse', 'testing');
    const result = await apply(planned);
    expect(result).toMatchObject({ edited: false, commits: [], failed: true });
    expect(result.message).toMatch(/^Nothing was written: .*stable/);
    expect(repo.git('rev-parse', 'testing', 'stable')).toBe(`${testing}\n${moved}`);
    expect(client.applied.all).toEqual([]);
  });

  it('writes nothing where the text was edited since, and a plan once', async () => {
    const planned = await plan(['testing-devel', 'stable']);
    const stable = repo.git('rev-parse', 'stable');
    await client.type(uri, 'packages:', 'packages: # mine');
    expect(await apply(planned)).toMatchObject({
      failed: true,
      message: `Nothing was written: ${PATH} was changed in the meantime.`,
    });
    expect(repo.git('rev-parse', 'stable')).toBe(stable);
    await expect(apply(planned)).rejects.toThrow('This plan is not known any more: begin anew.');
  });

  it('commits nothing where the editor refuses the edit, and says so', async () => {
    const planned = await plan(['testing-devel', 'testing', 'stable']);
    const branches = repo.git('for-each-ref');
    client.refuseEdits();
    expect(await apply(planned)).toEqual({
      ...{ edited: false, commits: [], failed: true },
      message: expect.stringMatching(/^Nothing was written: manifest-lock\.overrides\.yaml was not edited: /),
    });
    expect(repo.git('for-each-ref')).toBe(branches);
    expect(client.text(uri)).toBe(IGNITION);
  });

  it('says what was done and what was not where a branch moves while the editor edits', async () => {
    const planned = await plan(['testing-devel', 'testing', 'stable']);
    const testing = repo.git('rev-parse', 'testing');
    const moved = repo.git('commit-tree', '-p', 'stable', '-m', 'elsewhere', 'stable^{tree}');
    client.onEdit(() => repo.git('update-ref', 'refs/heads/stable', moved));
    expect(await apply(planned)).toEqual({
      ...{ edited: true, commits: [], failed: true },
      message: expect.stringMatching(
        /^Edited manifest-lock\.overrides\.yaml, which Undo takes back; nothing was committed to testing and stable: stable has moved meanwhile: /,
      ),
    });
    expect(client.text(uri)).toBe(IGNITION + PODMAN);
    expect(repo.git('rev-parse', 'testing', 'stable')).toBe(`${testing}\n${moved}`);
  });

  it('keeps a byte order mark on other branches', async () => {
    commitElsewhere([], 'stable', PATH, `\ufeff${IGNITION}`);
    expect(await apply(await plan(['stable']))).toMatchObject({ failed: false });
    expect(`${repo.git('show', `stable:${PATH}`)}\n`).toBe(`\ufeff${IGNITION}${PODMAN}`);
  });

  it('commits to new branches where that is wanted', async () => {
    const stable = repo.git('rev-parse', 'stable');
    const planned = await plan(['stable'], true);
    expect(planned.changes.map(({ branch }) => branch)).toEqual(['backport/stable/podman-5.2.5-1.fc40']);
    expect(await apply(planned)).toMatchObject({ failed: false, edited: false });
    expect(repo.git('rev-parse', 'stable')).toBe(stable);
    expect(repo.git('rev-parse', 'backport/stable/podman-5.2.5-1.fc40~1')).toBe(stable);
  });

  it('refuses a pin without a reason, and names the streams that cannot have it', async () => {
    const { reason: _, ...without } = choice();
    const planned = await client.connection.sendRequest(PinPlanRequest, {
      ...without,
      streams: ['stable'],
      newBranches: false,
    });
    expect(planned.plan).toBeUndefined();
    expect(planned.refused.join(' ')).toMatch(/^stable: .*reason/);
  });
});
