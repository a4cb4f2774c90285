import { describe, expect, it } from 'vitest';
import {
  evraToEvr,
  evrToEvra,
  quoteScalar,
  renameKey,
  replaceScalar,
  setArch,
  setEvr,
} from '../../../server/lockfile/edit-scalar';
import type { Entry, Lockfile, LockfileFormat, TextEdit } from '../../../server/lockfile/model';
import { parseLockfile } from '../../../server/lockfile/parse';
import { applyEdits } from '../../../server/lockfile/text-edits';

/** Edits the first entry of an entry's source below `packages`. */
function edited(
  source: string,
  edit: (lockfile: Lockfile, entry: Entry) => TextEdit[],
  format: LockfileFormat = 'yaml',
): string {
  const head = format === 'json' ? '{"packages": {"a": ' : 'packages:\n  a:\n    ';
  const lockfile = parseLockfile(head + source, format);
  const [entry] = lockfile.entries;
  if (!entry) throw new Error('no entry');
  return applyEdits(lockfile.text, edit(lockfile, entry)).slice(head.length);
}

describe('setEvr', () => {
  it.each([
    ['evr: 1-1 # c', '1:2~rc1-1.fc40', 'evr: 1:2~rc1-1.fc40 # c'],
    ['evra: 1-1.fc40.noarch', '2-1.fc40', 'evra: 2-1.fc40.noarch'],
    ["evra: '1-1.noarch'", '2-1', "evra: '2-1.noarch'"],
    ['evr: "1-1"', '2-1', 'evr: "2-1"'],
    ['evr: 1.10', '1.11-1', 'evr: 1.11-1'],
    ['evr: 1-1', '1.10', "evr: '1.10'"],
    ['evr: 1-1', '2024-10-20', "evr: '2024-10-20'"],
    ['evra: 1-1', '2-1', 'evra: 2-1'],
    ['evra: 1-1.', '2-1', 'evra: 2-1.'],
    ['evr: "1\\x2d1"', '2-1', 'evr: "2-1"'],
    ['evr: >-\n      1-1\n', '2-1', 'evr: 2-1\n'],
    ['evr: !!str 1-1', '2-1', 'evr: !!str 2-1'],
    ['evr: 1-1', '1-1', 'evr: 1-1'],
    ['evr: 1.10', '1.10', "evr: '1.10'"],
  ])('%j to %s', (source, evr, expected) => {
    expect(edited(source, (lockfile, entry) => setEvr(lockfile, entry, evr))).toBe(expected);
  });

  it('JSON', () => {
    const edit = (lockfile: Lockfile, entry: Entry): TextEdit[] => setEvr(lockfile, entry, '2-1');
    expect(edited('{"evra": "1-1.x86_64"}}}', edit, 'json')).toBe('{"evra": "2-1.x86_64"}}}');
    expect(edited('{"evr": 1.10}}}', edit, 'json')).toBe('{"evr": "2-1"}}}');
  });

  it('refuses an entry without a version', () => {
    const edit = (lockfile: Lockfile, entry: Entry): TextEdit[] => setEvr(lockfile, entry, '2-1');
    expect(() => edited('metadata: {}', edit)).toThrow('a has no version of its own to change.');
  });
});

describe('arches', () => {
  it.each([
    ['evra: 1-1.x86_64', 'noarch', 'evra: 1-1.noarch'],
    ['evra: "1-1.x86_64"', 'noarch', 'evra: "1-1.noarch"'],
    ['evra: 1-1', 'noarch', 'evra: 1-1.noarch'],
    ['evra: 1-1.', 'noarch', 'evra: 1-1.noarch'],
    ['evra: 1.10', 'noarch', 'evra: 1.noarch'],
    ['evra: 1-1.noarch', 'noarch', 'evra: 1-1.noarch'],
  ])('setArch: %s, %s', (source, arch, expected) => {
    expect(edited(source, (lockfile, entry) => setArch(lockfile, entry, arch))).toBe(expected);
  });

  it.each([
    ['evr: 1-1 # c', 'evra: 1-1.noarch # c'],
    ['"evr": \'1-1\'', '"evra": \'1-1.noarch\''],
    ['evr: 1-1\n    evr: 2-1', 'evra: 1-1\n    evra: 2-1.noarch'],
  ])('evrToEvra: %j', (source, expected) => {
    expect(edited(source, (lockfile, entry) => evrToEvra(lockfile, entry, 'noarch'))).toBe(expected);
  });

  it.each([
    ['evra: 1-1.noarch # c', 'evr: 1-1 # c'],
    ['evra: 1-1', 'evr: 1-1'],
    ['evra: 1.10.noarch', "evr: '1.10'"],
  ])('evraToEvr: %j', (source, expected) => {
    expect(edited(source, evraToEvr)).toBe(expected);
  });

  it('refuse what they cannot change', () => {
    expect(() => edited('evr: 1-1', (lockfile, entry) => setArch(lockfile, entry, 'noarch'))).toThrow('a has an evr');
    expect(() => edited('evr: 1-1', evraToEvr)).toThrow('a has an evr already.');
    expect(() => edited('evra: 1-1.noarch', (lockfile, entry) => evrToEvra(lockfile, entry, 'x'))).toThrow(
      'an evra already',
    );
  });
});

describe('keys and values', () => {
  it.each([
    ['evr: 1', 'evra', 'evra: 1'],
    ["'evr': 1", 'evra', "'evra': 1"],
    ['evr: 1', 'no', "'no': 1"],
    ['{evr: 1}', 'a,b', "{'a,b': 1}"],
  ])('renameKey: %s to %s', (source, key, expected) => {
    const edit = (lockfile: Lockfile, entry: Entry): TextEdit[] => {
      const member = entry.map?.members[0];
      return member ? renameKey(lockfile, member, key) : [];
    };
    expect(edited(source, edit)).toBe(expected);
  });

  it('replaceScalar and quoteScalar leave alone what is right', () => {
    const lockfile = parseLockfile('packages:\n  a:\n    evr: "1-1"\n', 'yaml');
    const scalar = lockfile.entries[0]?.version?.scalar;
    expect(scalar && replaceScalar(lockfile, scalar, '1-1')).toEqual([]);
    expect(scalar && quoteScalar(lockfile, scalar)).toEqual([]);
  });
});
