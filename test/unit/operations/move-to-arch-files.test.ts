import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../server/lockfile/edits';
import type { LayerFile } from '../../../server/lockfile/layers';
import { parseLockfile } from '../../../server/lockfile/parse';
import { moveToArchFiles } from '../../../server/operations/move-to-arch-files';

const PATH = 'overlay/manifest-lock.overrides.yaml';
const common = (text: string, path = PATH): LayerFile => ({
  path,
  layer: 'overrides',
  arch: undefined,
  lockfile: parseLockfile(text, path.endsWith('.json') ? 'json' : 'yaml'),
});
const arch = (name: string, path: string, text: string): LayerFile => ({
  path,
  layer: 'arch-overrides',
  arch: name,
  lockfile: parseLockfile(text, path.endsWith('.json') ? 'json' : 'yaml'),
});

function move(from: LayerFile, files: readonly LayerFile[], names: readonly string[], ...arches: [string, string][]) {
  const moved = names.map(name => {
    const entry = from.lockfile.byName.get(name);
    if (!entry) throw new Error(name);
    return { entry, arches: new Map(arches) };
  });
  const done = moveToArchFiles(from, files, moved);
  const texts = new Map([from, ...files].map(({ path, lockfile }) => [path, lockfile.text]));
  const edited = done?.edits.map(({ path, edits }) => [path, applyEdits(texts.get(path) ?? '', edits)]);
  return (
    done && {
      ...Object.fromEntries(edited ?? []),
      ...Object.fromEntries(done.creates.map(({ path, text }) => [path, text])),
    }
  );
}

describe('moving to arch files', () => {
  it('makes files beside the common one, with its head', () => {
    const from = common(
      '# head\r\n\r\npackages:\r\n  # about a\r\n  a:\r\n    evr: 1-1\r\n    metadata:\r\n      type: pin\r\n  b:\r\n    evr: 2-1\r\n',
    );
    expect(move(from, [], ['a', 'b'], ['x86_64', 'x86_64'], ['s390x', 'noarch'])).toEqual({
      [PATH]: '# head\r\n\r\npackages: {}\r\n  # about a\r\n',
      'overlay/manifest-lock.overrides.x86_64.yaml':
        '# head\r\n\r\npackages:\r\n  a:\r\n    evra: 1-1.x86_64\r\n    metadata:\r\n      type: pin\r\n  b:\r\n    evra: 2-1.x86_64\r\n',
      'overlay/manifest-lock.overrides.s390x.yaml':
        '# head\r\n\r\npackages:\r\n  a:\r\n    evra: 1-1.noarch\r\n    metadata:\r\n      type: pin\r\n  b:\r\n    evra: 2-1.noarch\r\n',
    });
  });

  it('adds to the files that are there, empty ones and JSON too, and leaves what they have', () => {
    const from = common('packages:\n  b:\n    evr: 2-1\n  c:\n    evr: 3-1\n', 'manifest-lock.overrides.yaml');
    const files = [
      arch(
        'x86_64',
        'manifest-lock.overrides.x86_64.yaml',
        'packages:\n  a:\n    evra: 1-1.x86_64\n  d:\n    evra: 4-1.x86_64\n',
      ),
      arch('aarch64', 'manifest-lock.overrides.aarch64.yaml', '# none\npackages: {}\n'),
      arch('ppc64le', 'manifest-lock.overrides.ppc64le.json', '{"packages": {"b": {"evra": "9-1.ppc64le"}}}\n'),
      arch(
        's390x',
        'manifest-lock.overrides.s390x.yaml',
        'packages:\n  b:\n    evra: 9-1.s390x\n  c:\n    evra: 9-1.s390x\n',
      ),
    ];
    const four = ['x86_64', 'aarch64', 'ppc64le', 's390x'].map((name): [string, string] => [name, name]);
    expect(move(from, files, ['b', 'c'], ...four)).toEqual({
      'manifest-lock.overrides.yaml': 'packages: {}\n',
      'manifest-lock.overrides.x86_64.yaml':
        'packages:\n  a:\n    evra: 1-1.x86_64\n  b:\n    evra: 2-1.x86_64\n  c:\n    evra: 3-1.x86_64\n  d:\n    evra: 4-1.x86_64\n',
      'manifest-lock.overrides.aarch64.yaml':
        '# none\npackages:\n  b:\n    evra: 2-1.aarch64\n  c:\n    evra: 3-1.aarch64\n',
      'manifest-lock.overrides.ppc64le.json':
        '{"packages": {"b": {"evra": "9-1.ppc64le"}, "c": {"evra": "3-1.ppc64le"}}}\n',
    });
  });

  it('follows shared metadata and takes duplicates along', () => {
    const text =
      'packages:\n  a:\n    evr: 1-1\n    metadata: &id001\n      type: pin\n  b:\n    evr: 1-1\n  b:\n    evr: 2-1\n    metadata: *id001\n';
    expect(move(common(text), [], ['b'], ['x86_64', 'x86_64'])).toEqual({
      [PATH]: 'packages:\n  a:\n    evr: 1-1\n    metadata: &id001\n      type: pin\n',
      'overlay/manifest-lock.overrides.x86_64.yaml':
        'packages:\n  b:\n    evra: 2-1.x86_64\n    metadata:\n      type: pin\n',
    });
  });

  it.each(['digest: sha256:00', 'metadata:\n      since: 2024', 'metadata:\n      list: []', 'evra: 1-1.noarch'])(
    'refuses an entry with %s',
    more => {
      const from = common(`packages:\n  a:\n    evr: 1-1\n    ${more}\n`);
      expect(move(from, [], ['a'], ['x86_64', 'x86_64'])).toBeUndefined();
    },
  );
});
