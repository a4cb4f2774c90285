import { describe, expect, it } from 'vitest';
import { basearchesOf, findLockfiles } from '../../../server/config-repo/lockfile-refs';
import { memoryTree } from './memory-tree';

async function found(...paths: readonly string[]) {
  const tree = memoryTree(Object.fromEntries(paths.map(path => [path, ''])));
  const { lockfiles, problems } = await findLockfiles(tree, await tree.list(''));
  return { paths: lockfiles.map(ref => ref.path), basearches: basearchesOf(lockfiles), problems };
}

describe('findLockfiles', () => {
  it('finds those of the root', async () => {
    const { paths, basearches } = await found(
      'manifest-lock.aarch64.json',
      'manifest-lock.overrides.x86_64.yaml',
      'manifest-lock.overrides.yaml',
      'manifest-lock.x86_64.json',
      'manifest-lock-odd.json',
      'manifest.yaml',
    );
    expect(paths).toEqual([
      'manifest-lock.aarch64.json',
      'manifest-lock.overrides.x86_64.yaml',
      'manifest-lock.overrides.yaml',
      'manifest-lock.x86_64.json',
    ]);
    expect(basearches).toEqual(['x86_64', 'aarch64']);
  });

  it('and of child folders without a manifest, unless the root has the same name', async () => {
    const { paths, basearches } = await found(
      'manifest.yaml',
      'manifest-lock.overrides.yaml',
      'overlay/manifest-lock.overrides.yaml',
      'overlay/manifest-lock.overrides.x86_64.yaml',
      'fedora-coreos-config/manifest.yaml',
      'fedora-coreos-config/manifest-lock.x86_64.json',
      'a/b/manifest-lock.s390x.json',
      '.github/manifest-lock.ppc64le.json',
    );
    expect(paths).toEqual(['manifest-lock.overrides.yaml', 'overlay/manifest-lock.overrides.x86_64.yaml']);
    expect(basearches).toEqual(['x86_64', 'aarch64', 'ppc64le', 's390x']);
  });

  it('reports a folder that cannot be listed', async () => {
    const tree = {
      read: async () => undefined,
      list: async () => {
        throw new Error('cannot list overlay: EACCES');
      },
    };
    expect(await findLockfiles(tree, ['manifest-lock.x86_64.json', 'overlay'])).toMatchObject({
      lockfiles: [{ path: 'manifest-lock.x86_64.json' }],
      problems: [{ path: 'overlay', message: 'cannot list overlay: EACCES' }],
    });
  });
});

describe('basearchesOf', () => {
  it.each([
    [[], ['x86_64', 'aarch64', 'ppc64le', 's390x']],
    [['manifest-lock.overrides.yaml'], ['x86_64', 'aarch64', 'ppc64le', 's390x']],
    [
      ['manifest-lock.overrides.yaml', 'manifest-lock.overrides.riscv64.yaml'],
      ['x86_64', 'aarch64', 'ppc64le', 's390x', 'riscv64'],
    ],
    [['manifest-lock.overrides.x86_64.yaml'], ['x86_64']],
    [
      ['manifest-lock.overrides.yaml', 'manifest-lock.riscv64.json', 'manifest-lock.loongarch64.json'],
      ['riscv64', 'loongarch64'],
    ],
    [
      ['manifest-lock.x86_64.json', 'manifest-lock.overrides.s390x.yaml'],
      ['x86_64', 's390x'],
    ],
    [['manifest-lock.generated.s390x.json', 'manifest-lock.x86_64.json'], ['x86_64']],
  ])('%j', async (names, expected) => {
    expect((await found(...names)).basearches).toEqual(expected);
  });
});
