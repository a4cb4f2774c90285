import { describe, expect, it } from 'vitest';
import { addEntries } from '../../../server/lockfile/add-entries';
import { applyEdits, type NewEntry } from '../../../server/lockfile/edits';
import type { LockfileFormat } from '../../../server/lockfile/model';
import { parseLockfile } from '../../../server/lockfile/parse';

const fastTrack = (evr: string): NewEntry => ({ evr, metadata: { type: 'fast-track' } });

function added(text: string, names: readonly string[], format: LockfileFormat = 'yaml'): string {
  const entries = new Map(names.map(name => [name, fastTrack('2-1.fc40')]));
  return applyEdits(text, addEntries(parseLockfile(text, format), entries));
}

const entry = (name: string, evr = '2-1.fc40') =>
  `  ${name}:\n    evr: ${evr}\n    metadata:\n      type: fast-track\n`;

describe('addEntries', () => {
  it('puts each at its place, several at one place in order', () => {
    const text = `packages:\n${entry('bash', '1-1')}${entry('podman', '1-1')}`;
    expect(added(text, ['zlib', 'kernel-core', 'kernel', 'acl', 'xz'])).toBe(
      `packages:\n${entry('acl')}${entry('bash', '1-1')}${entry('kernel')}${entry('kernel-core')}${entry('podman', '1-1')}${entry('xz')}${entry('zlib')}`,
    );
  });

  it('puts them behind the last one of a file that is not sorted, without its last line break too', () => {
    const text = `packages:\n${entry('podman', '1-1')}${entry('bash', '1-1')}`.trimEnd();
    expect(added(text, ['zlib', 'acl'])).toBe(`${text}\n${entry('acl')}${entry('zlib')}`.trimEnd());
  });

  it.each([
    ['packages: {}\n', ''],
    ['packages:\n', ''],
    ['packages: []\n', ''],
    ['', ''],
    ['# why\n\npackages: {}\n', '# why\n\n'],
    ['packages: {}\n# the end\n', '', '# the end\n'],
  ])('makes the first entries of %j', (text, before, after = '') => {
    expect(added(text, ['zlib', 'acl'])).toBe(`${before}packages:\n${entry('acl')}${entry('zlib')}${after}`);
  });

  it('leaves what is around an empty map alone', () => {
    const text = '# why\n\npackages: {}\n# the end\n';
    expect(addEntries(parseLockfile(text, 'yaml'), new Map([['acl', { evr: '2-1' }]]))).toEqual([
      { span: { start: 16, end: 19 }, newText: '\n  acl:\n    evr: 2-1' },
    ]);
    expect(addEntries(parseLockfile(text, 'yaml'), new Map())).toEqual([]);
  });

  it('keeps JSON valid', () => {
    const text = '{\n  "packages": {\n    "bash": {\n      "evr": "1-1"\n    }\n  }\n}\n';
    const json = added(text, ['zlib', 'acl', 'xz'], 'json');
    expect(Object.keys(JSON.parse(json).packages)).toEqual(['acl', 'bash', 'xz', 'zlib']);
    expect(Object.keys(JSON.parse(added('{"packages": {}}', ['zlib', 'acl'], 'json')).packages)).toEqual([
      'acl',
      'zlib',
    ]);
  });

  it('refuses a name that is there', () => {
    expect(() => added(`packages:\n${entry('bash')}`, ['bash'])).toThrow('bash is in the lockfile already.');
  });
});
