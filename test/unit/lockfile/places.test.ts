import { describe, expect, it } from 'vitest';
import type { Lockfile, LockfileFormat } from '../../../server/lockfile/model';
import { parseLockfile } from '../../../server/lockfile/parse';
import {
  afterColon,
  findComma,
  hasComment,
  indentAt,
  inFlow,
  lineBreak,
  lineEnd,
  lineStart,
  memberLines,
  nextLine,
  placeOf,
} from '../../../server/lockfile/places';

const first = (text: string, format: LockfileFormat = 'yaml') => {
  const lockfile: Lockfile = parseLockfile(text, format);
  const [entry] = lockfile.entries;
  if (!entry) throw new Error(`no entry: ${text}`);
  return { lockfile, entry };
};

describe('lines', () => {
  const text = 'ab\r\n  cd\n';
  it('start and end', () => {
    expect([lineStart(text, 1), lineEnd(text, 1), nextLine(text, 1)]).toEqual([0, 2, 4]);
    expect([lineStart(text, 4), lineEnd(text, 4), nextLine(text, 4)]).toEqual([4, 8, 9]);
    expect([lineStart(text, 9), lineEnd(text, 9), nextLine(text, 9)]).toEqual([9, 9, 9]);
    expect([lineStart('\na', 0), lineStart('\na', 1)]).toEqual([0, 1]);
  });

  it('break as the first of them does', () => {
    expect([lineBreak('a\r\nb\n'), lineBreak('a\nb\r\n'), lineBreak('a'), lineBreak('\n')]).toEqual([
      '\r\n',
      '\n',
      '\n',
      '\n',
    ]);
  });

  it('are indented', () => {
    expect([indentAt(text, 6), indentAt('- a', 2), indentAt('\ta', 1)]).toEqual(['  ', '  ', '\t']);
  });
});

it('the lines of a member hold the comments below it that are indented deeper', () => {
  const { lockfile, entry } = first('packages:\n  a:\n    evr: 1 # c\n    # d\n      # e\n  # f\n    # g\n  b: {}\n');
  const { start, end } = memberLines(lockfile.text, entry.member);
  expect(lockfile.text.slice(start, end)).toBe('  a:\n    evr: 1 # c\n    # d\n      # e\n');
});

describe('after the colon', () => {
  it.each([
    ['packages:\n  a: x\n', '  a:'],
    ['packages:\n  "a:b" : x\n', '  "a:b" :'],
    ['packages:\n  a: &b !!map\n    evr: 1\n', '  a: &b !!map'],
    ['packages: {a: &b {}}', 'packages: {a: &b'],
  ])('%j', (text, before) => {
    const { lockfile, entry } = first(text);
    const { offset, colon } = afterColon(lockfile, entry.member);
    expect(lockfile.text.slice(lineStart(text, offset), offset)).toBe(before);
    expect(colon).toBe(true);
  });

  it('there is none', () => {
    const { lockfile, entry } = first('packages: {a, b: 1}');
    expect(afterColon(lockfile, entry.member)).toEqual({ offset: 12, colon: false });
  });
});

describe('parents', () => {
  it('of members', () => {
    const { lockfile, entry } = first('packages:\n  a:\n    evr: 1\n');
    expect(placeOf(lockfile, entry.member)).toEqual({ map: lockfile.packages?.value, owner: lockfile.packages });
    const member = entry.map?.members[0];
    expect(member && placeOf(lockfile, member)).toEqual({ map: entry.map, owner: entry.member });
    expect(lockfile.packages && placeOf(lockfile, lockfile.packages)).toEqual({ map: lockfile.root, owner: undefined });
  });

  it.each<[string, LockfileFormat, boolean]>([
    ['packages:\n  a:\n    evr: 1\n', 'yaml', false],
    ['packages:\n  a: {evr: 1}\n', 'yaml', true],
    ['{packages: {a: {evr: 1}}}\n', 'yaml', true],
    ['{"packages": {"a": {"evr": 1}}}', 'json', true],
  ])('in braces: %j', (text, format, expected) => {
    const { lockfile, entry } = first(text, format);
    const scalar = entry.version?.scalar;
    expect(scalar && inFlow(lockfile, scalar.span)).toBe(expected);
  });
});

it('commas and comments', () => {
  const text = '{packages: {a: 1 # ,\n  , b: 2}}';
  const { lockfile } = first(text);
  expect(findComma(lockfile, 16, text.length)).toBe(23);
  expect(findComma(lockfile, 24, text.length)).toBeUndefined();
  expect(hasComment(lockfile, 16, 23)).toBe(true);
  expect(hasComment(lockfile, 18, 23)).toBe(false);
});
