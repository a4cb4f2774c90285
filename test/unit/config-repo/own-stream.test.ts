import { describe, expect, it } from 'vitest';
import { ownStream } from '../../../server/config-repo/own-stream';

/** What is read of files by name. */
function read(files: Readonly<Record<string, string>>) {
  const tree = {
    read: (path: string) => Promise.resolve(files[path]),
    list: () => Promise.resolve(Object.keys(files)),
  };
  return ownStream(tree, Object.keys(files)).then(({ stream, releasever, manifest }) => [stream, releasever, manifest]);
}

describe('ownStream', () => {
  it.each([
    // as production branches and testing-devel have it, then with build arguments
    [
      'variables:\n  stream: testing\n  prod: true\n\nreleasever: 40\n\ninclude: a.yaml\n',
      ['testing', '40', undefined],
    ],
    ['releasever: 40\nrepos:\n  # why\n  - fedora\n- odd\nvariables: # x\n  stream: next\n', ['next', '40', undefined]],
    ['variables:\n  stream: testing\ninclude: a.yaml\n', ['testing', undefined, 'manifest.yaml']],
    // not as the scanner knows it
    ['{releasever: 40, variables: {stream: x}}\n', [undefined, undefined, 'manifest.yaml']],
    ['"releasever": 40\nvariables:\n  stream: x\n', ['x', '40', undefined]],
    ['releasever: [40]\nvariables:\n  stream: x\n', [undefined, undefined, 'manifest.yaml']],
  ])('%j', async (manifest, expected) => {
    expect(await read({ 'manifest.yaml': manifest })).toEqual(expected);
  });

  it('takes what build arguments say before the manifest', async () => {
    const args = 'ID=fedora\nSTREAM=stable\nVERSION=43\n';
    expect(await read({ 'build-args.conf': args, 'manifest.yaml': 'releasever: 40\n' })).toEqual([
      'stable',
      '43',
      undefined,
    ]);
    expect(await read({ 'build-args.conf': 'STREAM=stable\n', 'manifest.yaml': 'releasever: 40\n' })).toEqual([
      'stable',
      '40',
      undefined,
    ]);
    expect(await read({})).toEqual([undefined, undefined, undefined]);
  });
});
