import { describe, expect, it } from 'vitest';
import type { ConfigRepo, FileTree } from '../../../server/config-repo/model';
import type { Lockfile } from '../../../server/lockfile/model';
import { parseLockfile } from '../../../server/lockfile/parse';
import { ConfigRepository } from '../../../server/lsp/config-repository';
import { branchesOf } from '../../support/branches';

const OVERRIDES = 'manifest-lock.overrides.yaml';
const lock = (evr: string): string => `packages:\n  bash:\n    evr: ${evr}\n`;

/** A repository of one overrides file, which counts how often it is read and parsed. */
function setUp() {
  const files = new Map([[OVERRIDES, lock('5.2.26-3.fc40')]]);
  const parsed: Lockfile[] = [];
  const count = { reads: 0, failing: false };
  const tree: FileTree = { read: async path => files.get(path), list: async () => [...files.keys()] };
  const config = {
    sources: ['manifest.yaml', 'manifests/shared.yaml'],
    basearches: ['x86_64'],
  } as unknown as ConfigRepo;
  const repository = new ConfigRepository('/config', tree, async (from, parse) => {
    count.reads++;
    if (count.failing) throw new Error('unreadable');
    const text = await from.read(OVERRIDES);
    const lockfile = text === undefined ? undefined : parse(text, 'yaml', OVERRIDES);
    if (lockfile) parsed.push(lockfile);
    return {
      config,
      files: lockfile ? [{ path: OVERRIDES, layer: 'overrides', arch: undefined, lockfile }] : [],
      texts: new Map(),
      problems: [],
    };
  });
  return { repository, files, parsed, count };
}

describe('ConfigRepository', () => {
  it('is read once until a file changes', async () => {
    const { repository, count } = setUp();
    const first = await repository.snapshot();
    expect(await repository.snapshot()).toBe(first);
    repository.invalidate();
    expect(await repository.snapshot()).not.toBe(first);
    expect(count.reads).toBe(2);
  });

  it('parses only files that did change', async () => {
    const { repository, files, parsed } = setUp();
    await repository.snapshot();
    repository.invalidate();
    await repository.snapshot();
    files.set(OVERRIDES, lock('5.2.32-1.fc40'));
    repository.invalidate();
    await repository.snapshot();
    expect(parsed[1]).toBe(parsed[0]);
    expect(parsed[2]).not.toBe(parsed[0]);
  });

  it('tries again after a failure', async () => {
    const { repository, count } = setUp();
    count.failing = true;
    await expect(repository.snapshot()).rejects.toThrow('unreadable');
    count.failing = false;
    await expect(repository.snapshot()).resolves.toBeDefined();
  });

  it('puts open documents in the place of files', async () => {
    const { repository } = setUp();
    const snapshot = await repository.snapshot();
    const evr = (context: ReturnType<typeof repository.context>) =>
      context.effective('x86_64').get('bash')?.version?.evr;
    expect(evr(repository.context(snapshot, []))).toBe('5.2.26-3.fc40');
    const open = [{ path: `/config/${OVERRIDES}`, lockfile: parseLockfile(lock('9-9'), 'yaml') }];
    const context = repository.context(snapshot, open);
    expect(evr(context)).toBe('9-9');
    expect(repository.context(snapshot, [...open])).toBe(context);
  });

  it('has the branches that are known now', async () => {
    const { repository } = setUp();
    const snapshot = await repository.snapshot();
    const branches = branchesOf({}, 'testing-devel', ['x86_64']);
    expect(repository.context(snapshot, []).branches).toBeUndefined();
    const context = repository.context(snapshot, [], branches);
    expect(context.branches).toBe(branches);
    expect(repository.context(snapshot, [], branches)).toBe(context);
    const typed = [{ path: `/config/${OVERRIDES}`, lockfile: parseLockfile(lock('9-9'), 'yaml') }];
    expect(repository.context(snapshot, typed, branches).branches).toBe(branches);
  });

  it('counts a document that is not saved yet, but none that a build generates', async () => {
    const { repository } = setUp();
    const snapshot = await repository.snapshot();
    const lockfile = parseLockfile(lock('9-9'), 'yaml');
    const paths = (name: string) =>
      repository.context(snapshot, [{ path: `/config/${name}`, lockfile }]).files.map(({ path }) => path);
    expect(paths('manifest-lock.overrides.x86_64.yaml')).toEqual([OVERRIDES, 'manifest-lock.overrides.x86_64.yaml']);
    expect(paths('manifest-lock.generated.x86_64.json')).toEqual([OVERRIDES]);
  });

  it('knows an open document whose file went away from one that is new or was edited since', async () => {
    const { repository, files } = setUp();
    const read = (evr: string) => ({ path: `/config/${OVERRIDES}`, lockfile: parseLockfile(lock(evr), 'yaml') });
    const there = await repository.snapshot();
    expect(repository.isGone(there, read('5.2.26-3.fc40'))).toBe(false);
    files.delete(OVERRIDES);
    repository.invalidate();
    const gone = await repository.snapshot();
    expect(repository.isGone(gone, read('5.2.26-3.fc40'))).toBe(true);
    expect(repository.isGone(gone, read('9-9'))).toBe(false);
    expect(repository.isGone(gone, { ...read('5.2.26-3.fc40'), path: '/config/manifest-lock.new.yaml' })).toBe(false);
  });

  it('depends on what is below it, and on what links may lead to', async () => {
    const { repository } = setUp();
    await repository.snapshot();
    expect(repository.dependsOn('/config/fedora.repo')).toBe(true);
    expect(repository.dependsOn('/elsewhere/shared.yaml')).toBe(true);
    expect(repository.dependsOn('/elsewhere/other.yaml')).toBe(false);
    expect(repository.dependsOn('/config-other/fedora.repo')).toBe(false);
  });
});
