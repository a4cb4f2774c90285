import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../server/lockfile/edits';
import { parseLockfile } from '../../../server/lockfile/parse';
import { insertBlocks, insertFlows, mapOf, withBreaks } from '../../../server/operations/restore-insert';

const yaml = (text: string) => parseLockfile(text, 'yaml');
const missing = (now: string, before: string) => yaml(before).entries.filter(({ name }) => !yaml(now).byName.has(name));
const blocks = (now: string, before: string) => {
  const past = yaml(before);
  const edits = insertBlocks(
    yaml(now),
    past,
    past.entries.filter(({ name }) => !yaml(now).byName.has(name)),
  );
  return edits && applyEdits(now, edits);
};

describe('insertBlocks', () => {
  const BEFORE =
    'packages:\n  b:\n    evr: 1-1\n\n  # about a\n  a:\n    evr: 1-1 # here\n    # and below\n  c:\n    evr: 1-1\n';

  it('takes along the comments above, beside and below', () => {
    expect(blocks('packages:\n  b:\n    evr: 2-1\n  c:\n    evr: 1-1\n', BEFORE)).toBe(
      'packages:\n  b:\n    evr: 2-1\n  # about a\n  a:\n    evr: 1-1 # here\n    # and below\n  c:\n    evr: 1-1\n',
    );
  });

  it('finds its comments again behind blank lines', () => {
    expect(blocks('packages:\n  b:\n    evr: 2-1\n\n  # about a\n  c:\n    evr: 1-1\n', BEFORE)).toBe(
      BEFORE.replace('1-1', '2-1'),
    );
  });

  it('puts several in the order they had', () => {
    expect(blocks('packages:\n  c:\n    evr: 2-1\n', BEFORE)).toBe(BEFORE.replace(/1-1\n$/, '2-1\n'));
  });

  it('does not fit into another indentation', () => {
    expect(blocks('packages:\n    c:\n        evr: 2-1\n', BEFORE)).toBeUndefined();
  });
});

describe('insertFlows', () => {
  const BEFORE = '{packages: {a: {evr: 1-1}, b: {evr: 2-1}, c: {evr: 3-1}}}\n';

  it.each([
    '{packages: {b: {evr: 2-2}, c: {evr: 3-1}}}\n',
    '{packages: {a: {evr: 1-2}, c: {evr: 3-1}}}\n',
    '{packages: {a: {evr: 1-1}, b: {evr: 2-2}}}\n',
    '{packages: {c: {evr: 3-2}}}\n',
    '{packages: {}}\n',
  ])('keeps commas right: %s', now => {
    const edits = insertFlows(yaml(now), yaml(BEFORE), missing(now, BEFORE)) ?? [];
    expect(applyEdits(now, edits).replaceAll('-2', '-1')).toBe(BEFORE);
  });
});

describe('mapOf', () => {
  it('is the map of packages, if something is in it', () => {
    expect(mapOf(yaml('packages: {}\n'))).toBeUndefined();
    expect(mapOf(yaml('packages: []\n'))).toBeUndefined();
    expect(mapOf(yaml('packages: {a: {evr: 1-1}}\n'))?.flow).toBe(true);
    expect(mapOf(yaml('packages:\n  a: {evr: 1-1}\n'))?.flow).toBe(false);
  });
});

describe('withBreaks', () => {
  it('replaces every kind of line break', () => {
    expect(withBreaks('a\r\nb\nc', '\r\n')).toBe('a\r\nb\r\nc');
    expect(withBreaks('a\r\nb\nc', '\n')).toBe('a\nb\nc');
  });
});
