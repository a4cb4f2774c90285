import { describe, expect, it } from 'vitest';
import { changeCanonically, changeEntries, saysEntry } from '../../../server/lockfile/change-entries';
import type { NewEntry } from '../../../server/lockfile/edits';
import { OVERRIDES_HEADER } from '../../../server/lockfile/header';
import type { LockfileFormat } from '../../../server/lockfile/model';
import { parseLockfile } from '../../../server/lockfile/parse';

const PIN: NewEntry = { evr: '2-1', metadata: { reason: 'https://example.com/1', type: 'pin' } };

function changed(
  text: string,
  put: Readonly<Record<string, NewEntry>>,
  remove: readonly string[] = [],
  format: LockfileFormat = 'yaml',
): string {
  const found = changeEntries(parseLockfile(text, format), {
    put: new Map(Object.entries(put)),
    remove: new Set(remove),
  });
  if (found.kind === 'refused') throw new Error(found.message);
  return found.rewritten ? `rewritten\n${found.text.slice(OVERRIDES_HEADER.length)}` : found.text;
}

describe('changeEntries', () => {
  it('replaces an entry member by member, with its comments and in its order', () => {
    const text = `packages:
  # held back
  zlib:
    metadata:
      type: fast-track # until it is stable
      bodhi: https://example.com/2
    evra: 1-1.noarch # noarch since F40
    digest: sha256:00
  acl:
    evr: 1-1
`;
    expect(changed(text, { zlib: PIN })).toBe(`packages:
  # held back
  zlib:
    metadata:
      reason: https://example.com/1
      type: pin # until it is stable
    evr: 2-1 # noarch since F40
  acl:
    evr: 1-1
`);
  });

  it('adds, replaces and removes at once, in braces, in JSON, with CRLF and without a last line break', () => {
    expect(changed('packages: {a: {evr: 1-1}, c: {evr: 1-1}}', { b: { evr: '1-2' }, c: { evr: '2-1' } }, ['a'])).toBe(
      'packages: {b: {evr: 1-2}, c: {evr: 2-1}}',
    );
    const json = '{\n  "packages": {\n    "a": {\n      "evra": "1-1.x86_64"\n    }\n  }\n}\n';
    expect(changed(json, { a: { evr: '2-1' } }, [], 'json')).toBe(
      '{\n  "packages": {\n    "a": {\n      "evr": "2-1"\n    }\n  }\n}\n',
    );
    expect(changed('packages:\r\n  a:\r\n    evr: 1-1\r\n', { b: { evr: '1-1' } })).toBe(
      'packages:\r\n  a:\r\n    evr: 1-1\r\n  b:\r\n    evr: 1-1\r\n',
    );
    expect(changed('packages:\n  a:\n    evr: 1-1', { a: { evr: '2-1' }, b: { evr: '1-1' } })).toBe(
      'packages:\n  a:\n    evr: 2-1\n  b:\n    evr: 1-1',
    );
  });

  it('fills packages that is missing, null or empty', () => {
    for (const text of ['packages:\n', 'packages: null\n', 'packages: {}\n', 'packages: ~\n']) {
      expect(changed(text, { a: { evr: '1-1' } })).toBe('packages:\n  a:\n    evr: 1-1\n');
    }
    expect(changed('# mine\n', { a: { evr: '1-1' } })).toBe('# mine\npackages:\n  a:\n    evr: 1-1\n');
    expect(changed('{}\n', { a: { evr: '1-1' } })).toBe('packages:\n  a:\n    evr: 1-1\n');
  });

  it('leaves what says the same as it is, and replaces what is of another form as a whole', () => {
    const same = 'packages:\n  a: {metadata: {"type": pin, reason: \'https://example.com/1\'}, evr: "2-1"}\n';
    expect(changed(same, { a: PIN })).toBe(same);
    expect(changed('packages:\n  a: 1\n  b:\n    evr: 1-1\n    evra: 1-1.noarch\n', { a: PIN, b: PIN })).toBe(
      `packages:
  a:
    evr: 2-1
    metadata:
      reason: https://example.com/1
      type: pin
  b:
    evr: 2-1
    metadata:
      reason: https://example.com/1
      type: pin
`,
    );
  });

  it('takes all duplicates of a name for one entry', () => {
    const text = 'packages:\n  a:\n    evr: 1-1\n  b:\n    evr: 1-1\n  a:\n    evr: 2-1\n  b:\n    evr: 2-1\n';
    expect(changed(text, { a: { evr: '3-1' } }, ['b'])).toBe('packages:\n  a:\n    evr: 3-1\n');
  });

  it('takes the canonical form where another entry shares what goes', () => {
    const text = `packages:
  a:
    evr: 1-1
    metadata: &shared
      type: fast-track
  b:
    evr: 1-1
    metadata: *shared
  c:
    evr: 1-1
    metadata: *shared
`;
    expect(changed(text, { a: { evr: '2-1' } })).toBe(`rewritten

packages:
  a:
    evr: 2-1
  b:
    evr: 1-1
    metadata: &id001
      type: fast-track
  c:
    evr: 1-1
    metadata: *id001
`);
    // the one that names it can go alone
    expect(changed(text, { c: { evr: '2-1' } })).toBe(text.replace(/c:\n[\s\S]*/, 'c:\n    evr: 2-1\n'));
  });

  it('does not mind what has no canonical form elsewhere in the file', () => {
    const text = 'packages:\n  a:\n    evr: 1-1\n    1: x\n';
    expect(changed(text, { b: { evr: '1-1' } })).toBe(`${text}  b:\n    evr: 1-1\n`);
  });
});

describe('changeCanonically', () => {
  it('is what PyYAML would write: retyped, sorted, merge keys written out', () => {
    const text = `base: &b {type: pin, when: 2024-10-20}
packages:
  B: {evr: 1.10, metadata: {<<: *b, type: fast-track, n: 010}}
`;
    const found = changeCanonically(parseLockfile(text, 'yaml'), {
      put: new Map([['A', { evr: '1-1' }]]),
      remove: new Set(),
    });
    if (found.kind === 'refused') throw new Error(found.message);
    expect(found.text.slice(OVERRIDES_HEADER.length)).toBe(`
base:
  type: pin
  when: 2024-10-20
packages:
  A:
    evr: 1-1
  B:
    evr: 1.1
    metadata:
      n: 8
      type: fast-track
      when: 2024-10-20
`);
    expect(found.retyped?.map(({ node, written }) => [node.text, written])).toEqual([
      ['1.10', '1.1'],
      ['010', '8'],
    ]);
  });
});

describe('saysEntry', () => {
  it('wants the very texts and nothing else', () => {
    const { byName } = parseLockfile(
      `packages:
  a: {evr: 2-1, metadata: {type: pin, reason: https://example.com/1}}
  b: {evr: 2-1, metadata: {type: pin}}
  c: {evr: 2-1, metadata: {type: pin, reason: https://example.com/1}, digest: x}
  d: {evra: 2-1, metadata: {type: pin, reason: https://example.com/1}}
`,
      'yaml',
    );
    expect([...byName.values()].filter(entry => saysEntry(entry, PIN)).map(({ name }) => name)).toEqual(['a']);
  });
});
