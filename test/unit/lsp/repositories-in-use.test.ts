import { describe, expect, it } from 'vitest';
import type { FileTree } from '../../../server/config-repo/model';
import type { Ports } from '../../../server/lsp/ports';
import { RepositoriesInUse } from '../../../server/lsp/repositories-in-use';
import { MANIFEST, OVERRIDES } from '../../support/fedora';

const PATH = 'manifest-lock.overrides.yaml';

function setUp() {
  const files = new Map([
    ['manifest.yaml', MANIFEST],
    [PATH, OVERRIDES],
  ]);
  const state = {
    unreadable: '',
    git: undefined as string | undefined,
    reads: 0,
    rootsAsked: [] as unknown[],
    rootless: false,
  };
  const heard = { errors: [] as string[], loaded: [] as string[], programs: [] as string[] };
  const tree: FileTree = {
    read: async path => files.get(path),
    list: async folder => {
      if (state.unreadable !== '') throw new Error(state.unreadable);
      return folder === '' ? [...files.keys()] : [];
    },
  };
  const ports = {
    tree: () => tree,
    rootOf: async (...asked: unknown[]) => {
      state.rootsAsked.push(asked);
      return state.rootless ? undefined : '/work/config';
    },
    openGit: (program: string) => async () => {
      heard.programs.push(program);
      return { absent: 'no-git', message: 'no git here' };
    },
  } as unknown as Ports;
  const repositories = new RepositoriesInUse({
    ports,
    workspaceFolders: () => ['/work/config/overlay', '/work'],
    loadOptions: () => ({ defaultRepositories: [] }),
    gitProgram: () => state.git,
    overlay: () => undefined,
    onChange: () => undefined,
    onLoaded: folder => void heard.loaded.push(folder),
    onLog: () => undefined,
    onError: message => void heard.errors.push(message),
  });
  return { repositories, files, state, heard };
}

describe('RepositoriesInUse', () => {
  it('reads a repository once until one of its files changes', async () => {
    const { repositories, heard } = setUp();
    const first = await repositories.snapshotOf('/work/config');
    expect(await repositories.snapshotOf('/work/config')).toBe(first);
    expect(repositories.filesChanged(['/elsewhere/manifest-lock.x86_64.json'])).toEqual([]);
    expect(repositories.filesChanged([`/work/config/${PATH}`])).toEqual(['/work/config']);
    expect(await repositories.snapshotOf('/work/config')).not.toBe(first);
    expect(heard.loaded).toEqual(['/work/config', '/work/config']);
  });

  it('looks again for a root where there was none', async () => {
    const { repositories, state } = setUp();
    state.rootless = true;
    expect(await repositories.rootOf(`/work/config/${PATH}`)).toBeUndefined();
    state.rootless = false;
    expect(await repositories.rootOf(`/work/config/${PATH}`)).toBe('/work/config');
  });

  it('says once why one cannot be read, and reads it when it can be', async () => {
    const { repositories, state, heard } = setUp();
    state.unreadable = 'permission denied';
    expect(await repositories.snapshotOf('/work/config')).toBeUndefined();
    expect(await repositories.snapshotOf('/work/config')).toBeUndefined();
    expect(heard.errors).toEqual(['/work/config: permission denied']);
    state.unreadable = '';
    expect(await repositories.snapshotOf('/work/config')).toBeDefined();
    state.unreadable = 'permission denied';
    repositories.invalidate();
    await repositories.snapshotOf('/work/config');
    expect(heard.errors).toHaveLength(2);
  });

  it('looks for a root within the outermost workspace folder, once for a file', async () => {
    const { repositories, state } = setUp();
    const path = `/work/config/overlay/${PATH}`;
    expect(await repositories.rootOf(path)).toBe('/work/config');
    await repositories.rootOf(path);
    expect(state.rootsAsked).toEqual([[path, '/work']]);
    repositories.filesChanged([]);
    await repositories.rootOf(path);
    expect(state.rootsAsked).toHaveLength(2);
  });

  it('asks git only while it may, with the program that is to be taken', async () => {
    const { repositories, state, heard } = setUp();
    await repositories.snapshotOf('/work/config');
    expect(await repositories.git('/work/config')).toBeUndefined();
    state.git = '/opt/git';
    repositories.restartGit();
    expect(await repositories.git('/work/config')).toMatchObject({ absent: 'no-git' });
    expect(await repositories.git('/elsewhere')).toBeUndefined();
    state.git = undefined;
    repositories.restartGit();
    expect(await repositories.git('/work/config')).toBeUndefined();
    expect(heard.programs).toEqual(['/opt/git']);
  });

  it('knows nothing of a repository that was closed', async () => {
    const { repositories } = setUp();
    const snapshot = await repositories.snapshotOf('/work/config');
    repositories.close('/work/config');
    expect(repositories.folders()).toEqual([]);
    expect(snapshot && repositories.context('/work/config', snapshot, [])).toBeUndefined();
  });
});
