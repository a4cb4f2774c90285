import { describe, expect, it } from 'vitest';
import { insertMember, setValue } from '../../../server/lockfile/insert';
import type { LockfileFormat } from '../../../server/lockfile/model';
import { parseLockfile } from '../../../server/lockfile/parse';
import type { NewValue } from '../../../server/lockfile/render';
import { applyEdits } from '../../../server/lockfile/text-edits';

/** Sets the value of the root's first member. */
function set(text: string, value: NewValue, format: LockfileFormat = 'yaml'): string {
  const lockfile = parseLockfile(text, format);
  const member = lockfile.root?.kind === 'map' ? lockfile.root.members[0] : undefined;
  return member ? applyEdits(text, setValue(lockfile, member, value)) : '';
}

/** Inserts `n: 1` into the root. */
function insert(text: string, index: number, value: NewValue = 'x', format: LockfileFormat = 'yaml'): string {
  const lockfile = parseLockfile(text, format);
  const { root } = lockfile;
  if (root?.kind !== 'map') return '';
  return applyEdits(text, insertMember(lockfile, { map: root, owner: undefined }, index, ['n', value]));
}

const MAP = [['k', 'v']] as const;

describe('setValue', () => {
  it.each<[string, NewValue, string]>([
    ['a: 1 # c\n', 'x', 'a: x # c\n'],
    ['a:\n', 'x', 'a: x\n'],
    ['a: # c\n', 'x', 'a: x # c\n'],
    ['a:\n  b: 1\nz: 2\n', 'x', 'a: x\nz: 2\n'],
    ['a:\n- 1\n- 2', 'x', 'a: x'],
    ['a:\n  - 1 # c\nz: 1\n', [], 'a: {}\nz: 1\n'],
    ['a: [1,\n  2] # c\n', [], 'a: {} # c\n'],
    ['a: 1 # c\n', MAP, 'a: # c\n  k: v\n'],
    ['a: {}', MAP, 'a:\n  k: v'],
    ['a:\r\nb: 1\r\n', MAP, 'a:\r\n  k: v\r\nb: 1\r\n'],
    ['a:\n  - 1\n', MAP, 'a:\n  k: v\n'],
    ['a:\n  - 1', MAP, 'a:\n  k: v'],
    ['{a: 1, b: 2}', MAP, '{a: {k: v}, b: 2}'],
    ['{a, b: 2}', 'x', '{a: x, b: 2}'],
  ])('%j to %j', (text, value, expected) => expect(set(text, value)).toBe(expected));

  it.each<[string, NewValue, string]>([
    ['{"a": null}', [], '{"a": {}}'],
    ['{"a":1}', MAP, '{"a":{"k":"v"}}'],
    ['{\n  "a": 1\n}\n', MAP, '{\n  "a": {\n    "k": "v"\n  }\n}\n'],
    ['{"a": }', 'x', '{"a": "x" }'],
    ['{"a"}', 'x', '{"a": "x"}'],
  ])('JSON %j to %j', (text, value, expected) => expect(set(text, value, 'json')).toBe(expected));
});

describe('insertMember', () => {
  it.each<[string, number, NewValue, string]>([
    ['a: 1\nb: 2\n', 0, 'x', 'n: x\na: 1\nb: 2\n'],
    ['a: 1\nb: 2\n', 1, 'x', 'a: 1\nn: x\nb: 2\n'],
    ['a: 1\nb: 2', 2, 'x', 'a: 1\nb: 2\nn: x'],
    ['# head\n\n# about a\na: 1\n', 0, 'x', '# head\n\nn: x\n# about a\na: 1\n'],
    ['a:\n  k: 1\n  # inside\n# below\nb: 2\n', 1, MAP, 'a:\n  k: 1\n  # inside\nn:\n  k: v\n# below\nb: 2\n'],
    ['{}\n', 0, MAP, 'n:\n  k: v\n'],
    ['{a: 1}', 0, 'x', '{n: x, a: 1}'],
    ['{a: 1,}', 1, 'x', '{a: 1, n: x,}'],
    ['{\n  a: 1 # c\n}\n', 1, 'x', '{\n  a: 1,\n  n: x # c\n}\n'],
  ])('%j at %i', (text, index, value, expected) => expect(insert(text, index, value)).toBe(expected));

  it.each<[string, number, string]>([
    ['{"a":1}', 1, '{"a":1,"n":{"k":"v"}}'],
    ['{\n\t"a": 1\n}', 0, '{\n\t"n": {\n\t\t"k": "v"\n\t},\n\t"a": 1\n}'],
    ['{\n  "a": {"b": 1}\n}', 1, '{\n  "a": {"b": 1},\n  "n": {"k": "v"}\n}'],
    ['{\n  "a": { "b": 1 }\n}', 1, '{\n  "a": { "b": 1 },\n  "n": { "k": "v" }\n}'],
  ])('JSON %j at %i', (text, index, expected) => expect(insert(text, index, MAP, 'json')).toBe(expected));
});
