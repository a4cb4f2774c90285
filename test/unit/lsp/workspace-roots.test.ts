import { describe, expect, it } from 'vitest';
import type { Discovery } from '../../../server/config-repo/discover';
import { WorkspaceRoots } from '../../../server/lsp/workspace-roots';

function setUp(found: Readonly<Record<string, Discovery | Error>>) {
  const searched: string[] = [];
  const logs: string[] = [];
  const roots = new WorkspaceRoots({
    discover: async folder => {
      searched.push(folder);
      const result = found[folder];
      if (!result || result instanceof Error) throw result ?? new Error('not there');
      return result;
    },
    workspaceFolders: () => Object.keys(found),
    onLog: message => void logs.push(message),
  });
  return { roots, searched, logs };
}

const discovery = (paths: Readonly<Record<string, string>>, more: Partial<Discovery> = {}): Discovery => ({
  roots: Object.entries(paths).map(([path, realPath]) => ({ path, realPath })),
  truncated: false,
  unreadable: [],
  ...more,
});

describe('WorkspaceRoots', () => {
  it('searches every folder once, and takes one that is reached twice once', async () => {
    const { roots, searched } = setUp({
      '/a': discovery({ '/a/config': '/a/config', '/a/other': '/a/other' }),
      '/b': discovery({ '/b/link': '/a/config', '/b': '/b' }),
    });
    expect(roots.known).toEqual([]);
    expect(await roots.roots()).toEqual(['/a/config', '/a/other', '/b']);
    expect(await roots.roots()).toEqual(roots.known);
    expect(searched).toEqual(['/a', '/b']);
  });

  it('searches again when a file came or went that may make a repository', async () => {
    const { roots, searched } = setUp({ '/a': discovery({ '/a': '/a' }) });
    await roots.roots();
    roots.filesCameOrWent(['/a/notes.yaml', '/a/image.conf']);
    await roots.roots();
    expect(searched).toHaveLength(1);
    for (const name of ['manifest.yaml', 'manifest-lock.x86_64.json', 'build-args.conf', 'fedora.repo']) {
      roots.filesCameOrWent([`/a/b/${name}`]);
      await roots.roots();
    }
    expect(searched).toHaveLength(5);
  });

  it('tells once what was not searched, and has the rest', async () => {
    const { roots, logs } = setUp({
      '/a': new Error('permission denied'),
      '/b': discovery({ '/b': '/b' }, { truncated: true, unreadable: [{ path: '/b/c', message: 'EACCES' }] }),
    });
    expect(await roots.roots()).toEqual(['/b']);
    roots.forget();
    await roots.roots();
    expect(logs).toEqual([
      '/a was not searched for config repositories: permission denied',
      '/b has too many folders: not all were searched for config repositories.',
      '/b/c was not searched: EACCES',
    ]);
  });
});
