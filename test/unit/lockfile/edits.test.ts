import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  addEntry,
  applyEdits,
  evraToEvr,
  evrToEvra,
  invertEdits,
  quoteScalar,
  removeEntries,
  removeEntry,
  setArch,
  setEvr,
  setMetadata,
  setPackagesEmpty,
} from '../../../server/lockfile/edits';
import type { Entry, Lockfile, TextEdit } from '../../../server/lockfile/model';
import { parseLockfile } from '../../../server/lockfile/parse';
import { describeShared } from '../../support/shared';
import { REAL_FILES } from './real-files';
import { SAMPLES, type Sample } from './samples';
import { change, commentsOf, GONE, map, type Shape, shapeOf, sourcesOf } from './shape';

const EVR = '9:8.7~rc1^20240101-6.fc99';
const REASON = 'https://github.com/coreos/fedora-coreos-tracker/issues/1059#issuecomment-1: yes';

/** Applies edits, checks that undoing gives the text back and that no problem appears, and parses the result. */
function after(lockfile: Lockfile, edits: readonly TextEdit[]): Lockfile {
  const text = applyEdits(lockfile.text, edits);
  expect(applyEdits(text, invertEdits(lockfile.text, edits))).toBe(lockfile.text);
  const result = parseLockfile(text, lockfile.format);
  expect(result.syntaxProblems).toEqual(lockfile.syntaxProblems);
  expect(/\n$/.test(text)).toBe(/\n$/.test(lockfile.text));
  expect(text.replaceAll('\r\n', '').includes('\r')).toBe(false);
  if (lockfile.text.includes('\r\n')) expect(text.replaceAll('\r\n', '')).not.toContain('\n');
  return result;
}

/** `toEqual`, an order of magnitude faster where it holds: most files here are large and tested often. */
function expectSame(actual: unknown, expected: unknown): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) expect(actual).toEqual(expected);
}

const shape = (lockfile: Lockfile): Shape => shapeOf(lockfile.root);
const path = (entry: Entry, ...keys: string[]): string[] => ['packages', entry.name, ...keys];
const without = <T>(list: readonly T[], index: number): T[] => list.filter((_, i) => i !== index);

/** Every edit on every entry: the text says what was wanted and nothing else has changed. */
function checkEveryEntry(lockfile: Lockfile, entries: readonly Entry[]): void {
  const before = shape(lockfile);
  const sources = sourcesOf(lockfile);
  const comments = commentsOf(lockfile);
  for (const entry of entries) {
    const index = lockfile.entries.indexOf(entry);
    const others = without(sources, index);
    const check = (edits: readonly TextEdit[], expected: Shape): Lockfile => {
      const result = after(lockfile, edits);
      expectSame(shape(result), expected);
      expectSame(without(sourcesOf(result), index), others);
      expectSame(commentsOf(result), comments);
      return result;
    };
    const { version } = entry;
    // `change` takes the last of duplicates
    if (entry.superseded) {
      checkRemoval(lockfile, entry, undefined, sources);
      continue;
    }
    if (version) {
      const suffix = version.arch === undefined ? '' : `.${version.arch}`;
      const edits = setEvr(lockfile, entry, EVR);
      expect(edits).toEqual([{ span: version.evrSpan, newText: EVR }]);
      check(
        edits,
        change(before, path(entry, version.key), () => EVR + suffix),
      );
      expect(setEvr(lockfile, entry, version.evr)).toEqual([]);
      checkForm(entry, version.key, lockfile, before, check);
    }
    if (entry.map) {
      const result = check(setMetadata(lockfile, entry, 'reason', REASON), withReason(before, entry));
      expect(result.entries[index]?.metadata.get('reason')?.value).toMatchObject({ text: REASON, yaml11: 'string' });
    }
    checkRemoval(
      lockfile,
      entry,
      change(before, path(entry), () => GONE),
      sources,
    );
  }
}

/** `evr` to `evra` and back. */
function checkForm(
  entry: Entry,
  key: 'evr' | 'evra',
  lockfile: Lockfile,
  before: Shape,
  check: (edits: readonly TextEdit[], expected: Shape) => Lockfile,
): void {
  const { version, map: members } = entry;
  // with duplicates both are renamed
  if (!version || members?.members.some(member => member.superseded)) return;
  const renamed = (to: string, value: string): Shape =>
    change(before, path(entry), old => {
      if (typeof old !== 'object' || !('members' in old)) throw new Error('no map');
      return { members: old.members.map(([name, shape]) => (name === key ? [to, value] : [name, shape])) };
    });
  if (key === 'evr') {
    check(evrToEvra(lockfile, entry, 'noarch'), renamed('evra', `${version.evr}.noarch`));
  } else {
    check(evraToEvr(lockfile, entry), renamed('evr', version.evr));
    check(
      setArch(lockfile, entry, 'riscv64'),
      change(before, path(entry, 'evra'), () => `${version.evr}.riscv64`),
    );
  }
}

function withReason(before: Shape, entry: Entry): Shape {
  return change(before, path(entry), old => {
    if (typeof old !== 'object' || !('members' in old)) throw new Error('no map');
    if (!old.members.some(([key]) => key === 'metadata'))
      return { members: [...old.members, ['metadata', map(['reason', REASON])]] };
    return change(old, ['metadata'], metadata => {
      if (typeof metadata !== 'object' || !('members' in metadata)) return map(['reason', REASON]);
      const at = metadata.members.findIndex(([key]) => key === 'reason');
      if (at >= 0) return change(metadata, ['reason'], () => REASON);
      const last = metadata.members.findLastIndex(([key]) => key < 'reason');
      return { members: metadata.members.toSpliced(last + 1, 0, ['reason', REASON]) };
    });
  });
}

function checkRemoval(lockfile: Lockfile, entry: Entry, expected: Shape, sources: readonly string[]): void {
  const index = lockfile.entries.indexOf(entry);
  const result = after(lockfile, removeEntry(lockfile, entry));
  if (expected !== undefined) expectSame(shape(result), expected);
  expectSame(sourcesOf(result), without(sources, index));
  const kept = new Set(commentsOf(result));
  for (const { span, text } of lockfile.comments) {
    const column = (offset: number): number => offset - lockfile.text.lastIndexOf('\n', offset - 1);
    const inside = span.start > entry.member.span.start && column(span.start) > column(entry.member.span.start);
    if (!inside) expect(kept).toContain(text);
  }
}

/** Names before, between and behind what is there. */
function checkAdding(lockfile: Lockfile): void {
  const before = shape(lockfile);
  const names = lockfile.entries.map(entry => entry.name);
  const sorted = names.every((name, i) => i === 0 || (names[i - 1] ?? '') <= name);
  const metadata = {
    type: 'pin',
    reason: REASON,
    bodhi: 'https://bodhi.fedoraproject.org/updates/FEDORA-2022-1b76e3a192',
  };
  // three parses of a base lock are enough, they are all alike inside
  for (const name of names.length > 100 ? ['0ad', 'kzz', 'zzz'] : ['0ad', 'kzz', 'zzz', '123', 'n']) {
    if (lockfile.byName.has(name)) continue;
    const result = after(lockfile, addEntry(lockfile, name, { evra: `${EVR}.noarch`, metadata }));
    const next = sorted ? names.findIndex(other => other > name) : -1;
    const at = next < 0 ? names.length : next;
    const added = map(
      ['evra', `${EVR}.noarch`],
      ['metadata', map(['bodhi', metadata.bodhi], ['reason', REASON], ['type', 'pin'])],
    );
    const expected = change(before, ['packages'], packages => {
      if (typeof packages !== 'object' || !('members' in packages)) throw new Error('no map');
      return { members: packages.members.toSpliced(at, 0, [name, added]) };
    });
    expectSame(shape(result), expected);
    expectSame(without(sourcesOf(result), at), sourcesOf(lockfile));
    expectSame(commentsOf(result), commentsOf(lockfile));
    // taking it away again leaves no trace, but where the map was `{}` or `{}` had to go
    const entry = result.byName.get(name);
    if (entry && names.length > 0) expect(applyEdits(result.text, removeEntry(result, entry))).toBe(lockfile.text);
  }
}

function checkAll(lockfile: Lockfile, entries: readonly Entry[]): void {
  checkEveryEntry(lockfile, entries);
  if (lockfile.packages?.value?.kind === 'map') {
    expect(setPackagesEmpty(lockfile)).toEqual([]);
    checkAdding(lockfile);
    const result = after(lockfile, removeEntries(lockfile, lockfile.entries));
    expectSame(
      shape(result),
      change(shape(lockfile), ['packages'], () => map()),
    );
  } else {
    const result = after(lockfile, setPackagesEmpty(lockfile));
    expect(result.packages?.value).toMatchObject({ kind: 'map', members: [] });
  }
}

describe('every edit on every entry of the own files', () => {
  it.each(SAMPLES)('$name', ({ text, format }: Sample) => {
    const lockfile = parseLockfile(text, format);
    expect(lockfile.entries.length).toBeGreaterThan(1);
    checkAll(lockfile, lockfile.entries);
  });

  it.each(SAMPLES)('$name: every pair of entries removed at once', ({ text, format }: Sample) => {
    const lockfile = parseLockfile(text, format);
    for (const a of lockfile.entries) {
      for (const b of lockfile.entries) {
        const gone = new Set([a, b]);
        const result = after(lockfile, removeEntries(lockfile, [...gone]));
        const kept = lockfile.entries.filter(entry => !gone.has(entry));
        expect(result.entries.map(entry => entry.name)).toEqual(kept.map(entry => entry.name));
        expect(result.packages?.value?.kind).toBe('map');
      }
    }
  });
});

describeShared('every edit on real lockfiles', () => {
  const CHUNK = 100;
  for (let from = 0; from < REAL_FILES.length; from += CHUNK) {
    it(`files ${from + 1} to ${from + CHUNK}`, () => {
      for (const file of REAL_FILES.slice(from, from + CHUNK)) {
        const lockfile = parseLockfile(readFileSync(file.path, 'utf8'), file.format);
        // lists of other tools, which our edits have no business in
        if (/rpms\.(?:lock|in)\.yaml$|fast-tracks\.yaml$/.test(file.name)) continue;
        const { entries } = lockfile;
        // base locks are all alike inside: the first, the last and some between
        const some =
          entries.length <= 12 ? entries : entries.filter((_, i) => i % 197 === 0 || i === entries.length - 1);
        try {
          checkAll(lockfile, some);
        } catch (error) {
          throw new Error(`${file.id} (${file.name})`, { cause: error });
        }
      }
    }, 120_000);
  }
});

describe('quoting', () => {
  it.each([
    ['yaml', 'packages:\n  a:\n    evr: 1.10 # x\n', "packages:\n  a:\n    evr: '1.10' # x\n"],
    ['yaml', 'packages: {a: {evr: 010}}', "packages: {a: {evr: '010'}}"],
    ['json', '{"packages": {"a": {"evr": 1.10}}}', '{"packages": {"a": {"evr": "1.10"}}}'],
  ] as const)('%s', (format, text, expected) => {
    const lockfile = parseLockfile(text, format);
    const scalar = lockfile.entries[0]?.version?.scalar;
    expect(scalar && applyEdits(text, quoteScalar(lockfile, scalar))).toBe(expected);
  });
});
