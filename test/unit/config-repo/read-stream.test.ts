import { describe, expect, it } from 'vitest';
import { loadConfigRepo } from '../../../server/config-repo/load';
import { readStream } from '../../../server/config-repo/read-stream';
import { memoryTree } from './memory-tree';

const CASES: readonly [
  string,
  Record<string, string>,
  { stream: string | undefined; releasever: string | undefined },
][] = [
  [
    'the manifest alone',
    {
      'manifest.yaml':
        'variables:\n  stream: testing\n  prod: true\n\nreleasever: 40\n\ninclude: manifests/base.yaml\n',
    },
    { stream: 'testing', releasever: '40' },
  ],
  [
    'a manifest with lists, as JSON, and in quotes',
    { 'manifest.yaml': '{"releasever": "9.8", "variables": {"stream": "c9s"}, "repos": ["fedora"]}' },
    { stream: 'c9s', releasever: '9.8' },
  ],
  [
    'build arguments before the manifest',
    {
      'build-args.conf': 'ID=fedora\nSTREAM=stable\nVERSION=43\n',
      'manifest.yaml': 'releasever: 40\nvariables:\n  stream: testing\n',
    },
    { stream: 'stable', releasever: '43' },
  ],
  [
    'build arguments, and the manifest for what they do not say',
    { 'build-args.conf': 'STREAM=stable\n', 'manifest.yaml': 'releasever: 40\nvariables:\n  stream: testing\n' },
    { stream: 'stable', releasever: '40' },
  ],
  [
    'what is included, for what the manifest does not say',
    {
      'manifest.yaml': 'variables:\n  stream: testing\ninclude: common.yaml\n',
      'common.yaml': 'releasever: 40\nvariables:\n  stream: other\n',
    },
    { stream: 'testing', releasever: '40' },
  ],
  [
    'what is included under a condition',
    {
      'manifest.yaml': 'releasever: 40\nconditional-include:\n  - if: releasever == 40\n    include: forty.yaml\n',
      'forty.yaml': 'variables:\n  stream: forty\n',
    },
    { stream: 'forty', releasever: '40' },
  ],
  [
    'nothing in a manifest that does not parse',
    { 'manifest.yaml': 'releasever: [40\n' },
    { stream: undefined, releasever: undefined },
  ],
  ['nothing without a manifest', { 'manifest-lock.x86_64.json': '{}' }, { stream: undefined, releasever: undefined }],
];

describe('readStream', () => {
  it.each(CASES)('reads %s, as the whole configuration does', async (_, files, expected) => {
    const tree = memoryTree(files);
    expect(await readStream(tree, await tree.list(''))).toEqual(expected);
    const { stream, releasever } = await loadConfigRepo(tree, { defaultRepositories: [] });
    expect({ stream, releasever }).toEqual(expected);
  });

  it('reads no further than it must', async () => {
    const files = { 'manifest.yaml': 'releasever: 40\nvariables:\n  stream: testing\ninclude: base.yaml\n' };
    const tree = memoryTree(files);
    const read: string[] = [];
    const watched = {
      ...tree,
      read: (path: string) => {
        read.push(path);
        return tree.read(path);
      },
    };
    await readStream(watched, ['manifest.yaml', 'base.yaml']);
    expect(read).toEqual(['manifest.yaml']);
  });

  it('says nothing where the manifest cannot be read', async () => {
    const tree = { list: async () => ['manifest.yaml'], read: () => Promise.reject(new Error('not UTF-8')) };
    expect(await readStream(tree, ['manifest.yaml'])).toEqual({ stream: undefined, releasever: undefined });
  });
});
