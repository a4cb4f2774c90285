import { describe, expect, it } from 'vitest';
import { readTreefiles } from '../../../server/config-repo/treefile-files';
import { memoryTree } from './memory-tree';

describe('readTreefiles', () => {
  it('reads what any basearch may include, each file once', async () => {
    const tree = memoryTree({
      'manifest.yaml':
        'include: manifests/a.yaml\narch-include: {s390x: z.yaml}\nconditional-include: [{if: releasever > 99, include: late.yaml}, {if: releasever > 1, include: {packages: [x]}}]',
      'manifests/a.yaml': 'include: [b.yaml, ../z.yaml]',
      'manifests/b.yaml': 'include: a.yaml',
      'z.yaml': '{}',
      'late.yaml': '{}',
      'other.yaml': '{}',
    });
    const { files, sources } = await readTreefiles(tree, 'manifest.yaml');
    const expected = ['manifest.yaml', 'manifests/a.yaml', 'z.yaml', 'late.yaml', 'manifests/b.yaml'];
    expect([...files.keys()]).toEqual(expected);
    expect(sources).toEqual(expected);
  });

  it('says of every file why it could not be read', async () => {
    const tree = memoryTree({
      'manifest.yaml': 'include: [none.yaml, fedora-coreos-config/manifests/base.yaml, anaconda.ks, broken.yaml]',
      '.gitmodules': '[submodule "fcc"]\n\tpath = fedora-coreos-config\n\turl = https://example.org/fcc\n',
    });
    const failing = {
      ...tree,
      read: async (path: string) => {
        if (path === 'broken.yaml') throw new Error('EACCES');
        return tree.read(path);
      },
    };
    const { files, sources } = await readTreefiles(failing, 'manifest.yaml');
    expect(sources).toEqual(['manifest.yaml']);
    expect([...files].slice(1)).toEqual([
      ['none.yaml', { error: 'is not there' }],
      [
        'fedora-coreos-config/manifests/base.yaml',
        { error: 'is not there: the git submodule fedora-coreos-config is not checked out' },
      ],
      ['anaconda.ks', { error: 'is a kickstart file; only treefiles are read' }],
      ['broken.yaml', { error: 'cannot be read: EACCES' }],
    ]);
  });

  it('ends in a tree where links make every path lead deeper', async () => {
    const endless = { read: async () => 'include: [a/x.yaml, b/x.yaml]', list: async () => [] };
    const { files } = await readTreefiles(endless, 'x.yaml');
    expect([...files.values()].filter(file => 'error' in file).length).toBeGreaterThan(0);
    expect([...files.values()].filter(file => !('error' in file))).toHaveLength(1000);
  });
});
