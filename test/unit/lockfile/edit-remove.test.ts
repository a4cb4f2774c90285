import { describe, expect, it } from 'vitest';
import { removeEntries, removeEntry, removeMember, removeMembers } from '../../../server/lockfile/edit-remove';
import type { Lockfile, LockfileFormat, TextEdit } from '../../../server/lockfile/model';
import { parseLockfile } from '../../../server/lockfile/parse';
import { applyEdits } from '../../../server/lockfile/text-edits';
import { lastMember } from '../../../server/lockfile/view';

const edited = (text: string, format: LockfileFormat, edit: (lockfile: Lockfile) => TextEdit[]): string =>
  applyEdits(text, edit(parseLockfile(text, format)));

/** Removes the entries of these names, or of these positions. */
const entries =
  (...wanted: (string | number)[]) =>
  (lockfile: Lockfile): TextEdit[] =>
    removeEntries(
      lockfile,
      lockfile.entries.filter((entry, i) => wanted.includes(entry.name) || wanted.includes(i)),
    );

describe('block YAML', () => {
  const text = `packages:
  # about a
  a:
    evr: 1-1 # c
    # metadata:
    #   type: pin

  # about b
  b:
    evr: 2-1
  # the end
`;

  it.each([
    ['a', text.replace(/ {2}a:(?:\n {4}.*)*\n/, '')],
    ['b', text.replace(/ {2}b:\n.*\n/, '')],
  ])('%s goes with its lines and the comments in them', (name, expected) => {
    expect(edited(text, 'yaml', entries(name))).toBe(expected);
  });

  it('the last one leaves {}', () => {
    expect(edited(text, 'yaml', entries('a', 'b'))).toBe('packages: {}\n  # about a\n\n  # about b\n  # the end\n');
  });

  it.each([
    ['packages:\n  a:\n    evr: 1-1\n  b:\n    evr: 2-1', 'b', 'packages:\n  a:\n    evr: 1-1'],
    ['packages:\r\n  a:\r\n    evr: 1-1\r\n  b:\r\n    evr: 2-1', 'b', 'packages:\r\n  a:\r\n    evr: 1-1'],
    ['packages: # c\n  a:\n    evr: 1-1', 'a', 'packages: {} # c'],
    ['packages: &p\n  a:\n    evr: 1-1\n', 'a', 'packages: &p {}\n'],
    ['packages:\n  a:\n    evr: 1-1\n  a:\n    evr: 2-1\n', 0, 'packages:\n  a:\n    evr: 2-1\n'],
    ['packages:\n  a:\n    evr: |\n      1-1\n  b: {}\n', 'a', 'packages:\n  b: {}\n'],
    ['packages:\n  ? a\n  : evr: 1-1\n  ? b\n  : evr: 2-1\n', 'a', 'packages:\n  ? b\n  : evr: 2-1\n'],
  ])('%j without %s', (source, name, expected) => {
    expect(edited(source, 'yaml', entries(name))).toBe(expected);
  });

  it('the last member of an entry, of the root, of an item', () => {
    const first = (lockfile: Lockfile): TextEdit[] => {
      const member = lockfile.entries[0]?.map?.members[0];
      return member ? removeMember(lockfile, member) : [];
    };
    expect(edited('packages:\n  a:\n    evr: 1-1 # c\n  b: {}\n', 'yaml', first)).toBe('packages:\n  a: {}\n  b: {}\n');
    const root = (lockfile: Lockfile): TextEdit[] =>
      lockfile.packages ? removeMember(lockfile, lockfile.packages) : [];
    expect(edited('# c\npackages:\n  a: {}\n', 'yaml', root)).toBe('# c\n{}\n');
    const items =
      (key: string) =>
      (lockfile: Lockfile): TextEdit[] => {
        const list = lastMember(lockfile.root, 'list')?.value;
        const member = list?.kind === 'sequence' ? lastMember(list.items[0], key) : undefined;
        return member ? removeMember(lockfile, member) : [];
      };
    expect(edited('list:\n  - a: 1\n    b: 2\n', 'yaml', items('a'))).toBe('list:\n  - b: 2\n');
    expect(edited('list:\n  - a: 1\n    b: 2\n', 'yaml', items('b'))).toBe('list:\n  - a: 1\n');
    expect(edited('list:\n  - a: 1\n', 'yaml', items('a'))).toBe('list:\n  - {}\n');
  });
});

describe('JSON', () => {
  const text = JSON.stringify({ packages: { a: { evr: '1' }, b: { evr: '2' }, c: { evr: '3' } } }, null, 2);
  it.each([['a'], ['b'], ['c'], ['a', 'b'], ['b', 'c'], ['a', 'c'], ['a', 'b', 'c']])(
    'pretty, without %s %s %s',
    (...names) => {
      const kept = Object.fromEntries(
        ['a', 'b', 'c']
          .filter(name => !names.includes(name))
          .map((name, i) => [name, { evr: String('abc'.indexOf(name) + 1), i }]),
      );
      const expected = JSON.stringify(
        { packages: kept },
        (key, value: unknown) => (key === 'i' ? undefined : value),
        2,
      );
      expect(edited(text, 'json', entries(...names))).toBe(expected);
      const minified = JSON.stringify(JSON.parse(text));
      expect(edited(minified, 'json', entries(...names))).toBe(JSON.stringify(JSON.parse(expected)));
    },
  );

  it.each([
    ['{"packages": {"a": {}, "b": {},}}', 'b', '{"packages": {"a": {},}}'],
    ['{"packages": {"a": {} "b": {}}}', 'a', '{"packages": {"b": {}}}'],
    ['{"packages": {\n  "a": {}, // a\n  "b": {}\n}}', 'a', '{"packages": {\n   // a\n  "b": {}\n}}'],
    ['{"packages": {\n  "a": {}, // a\n  "b": {}\n}}', 'b', '{"packages": {\n  "a": {} // a\n}}'],
    ['{"packages": {\n  // c\n  "a": {}\n}}', 'a', '{"packages": {\n  // c\n}}'],
  ])('%j without %s', (source, name, expected) => {
    expect(edited(source, 'json', entries(name))).toBe(expected);
  });
});

describe('flow YAML', () => {
  it.each([
    ['packages: {a: {evr: 1-1}, b: {evr: 2-1}} # c\n', 'a', 'packages: {b: {evr: 2-1}} # c\n'],
    ['packages: {a: {evr: 1-1}, b: {evr: 2-1}} # c\n', 'b', 'packages: {a: {evr: 1-1}} # c\n'],
    ['packages: { a: {evr: 1-1} }\n', 'a', 'packages: {}\n'],
    [
      'packages: {\n  a: {evr: 1-1}, # a, b\n  b: {evr: 2-1} # b\n}\n',
      'b',
      'packages: {\n  a: {evr: 1-1} # a, b\n   # b\n}\n',
    ],
  ])('%j without %s', (source, name, expected) => {
    expect(edited(source, 'yaml', entries(name))).toBe(expected);
  });
});

describe('several at once', () => {
  it('a member inside another one goes with it', () => {
    const text = 'packages:\n  a:\n    evr: 1-1\n  b:\n    evr: 2-1\n';
    const result = edited(text, 'yaml', lockfile => {
      const [a] = lockfile.entries;
      return a?.map ? removeMembers(lockfile, [a.member, ...a.map.members]) : [];
    });
    expect(result).toBe('packages:\n  b:\n    evr: 2-1\n');
  });

  it('none is no edit', () => {
    expect(removeMembers(parseLockfile('packages: {}\n', 'yaml'), [])).toEqual([]);
  });
});

it('refuses a member of another lockfile', () => {
  const [entry] = parseLockfile('packages:\n  a: {}\n', 'yaml').entries;
  const other = parseLockfile('packages:\n  a: {}\n', 'yaml');
  expect(() => entry && removeEntry(other, entry)).toThrow('"a" is no member of this lockfile.');
});
