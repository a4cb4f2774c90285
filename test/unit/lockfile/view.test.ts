import { describe, expect, it } from 'vitest';
import type { EntryVersion, Lockfile } from '../../../server/lockfile/model';
import { parseLockfile } from '../../../server/lockfile/parse';
import { contentSpan, lastMember } from '../../../server/lockfile/view';

const version = (lines: string): [Lockfile, EntryVersion | undefined] => {
  const lockfile = parseLockfile(`packages:\n  a:\n    ${lines}\n`, 'yaml');
  return [lockfile, lockfile.entries[0]?.version];
};

describe('versions', () => {
  it.each([
    ['evr: 5:5.2.5-1.fc40', 'evr', '5:5.2.5-1.fc40', undefined, '5:5.2.5-1.fc40'],
    ['evra: 5:5.2.5-1.fc40.x86_64 # c', 'evra', '5:5.2.5-1.fc40', 'x86_64', '5:5.2.5-1.fc40'],
    ["evra: '1-1.noarch'", 'evra', '1-1', 'noarch', '1-1'],
    ['evr: "1-1"', 'evr', '1-1', undefined, '1-1'],
    ['evra: 1-1', 'evra', '1-1', undefined, '1-1'],
    ['evr: 1.10', 'evr', '1.10', undefined, '1.10'],
    ['evra: 1.10', 'evra', '1', '10', '1'],
    ['evra: "1\\x2d1.noarch"', 'evra', '1-1', 'noarch', '1\\x2d1'],
    ['evra: "1-1.no\\x61rch"', 'evra', '1-1', 'noarch', '1-1.no\\x61rch'],
    ['evra: 1-1.', 'evra', '1-1', '', '1-1'],
  ] as const)('%s', (source, key, evr, arch, span) => {
    const [{ text }, found] = version(source);
    expect(found).toMatchObject({ key, evr, arch });
    expect(text.slice(found?.evrSpan.start, found?.evrSpan.end)).toBe(span);
  });

  it.each(['evr: 1-1\n    evra: 1-1.noarch', 'evr:', 'evr: [1-1]', 'metadata: {}', 'evr: {}'])('none of %j', source => {
    expect(version(source)[1]).toBeUndefined();
  });

  it('the last of duplicates', () => {
    expect(version('evra: 1-1.noarch\n    evra: 2-1.noarch')[1]?.evr).toBe('2-1');
  });
});

describe('metadata', () => {
  const types = (metadata: string): (string | undefined)[] => {
    const text = `x:\n  - &a {type: pin, bodhi: A}\n  - &b {type: fast-track, reason: B}\npackages:\n  a:\n    metadata: ${metadata}\n`;
    const found = parseLockfile(text, 'yaml').entries[0]?.metadata;
    return ['type', 'bodhi', 'reason'].map(key => {
      const value = found?.get(key)?.value;
      return value?.kind === 'scalar' ? value.text : undefined;
    });
  };

  // what PyYAML reads there
  it.each([
    ['*a', ['pin', 'A', undefined]],
    ['{<<: *a, type: x}', ['x', 'A', undefined]],
    ['{type: x, <<: *a}', ['x', 'A', undefined]],
    ['{<<: [*a, *b]}', ['pin', 'A', 'B']],
    ['{<<: [*b, *a]}', ['fast-track', 'A', 'B']],
    ['*none', [undefined, undefined, undefined]],
    ['[*a]', [undefined, undefined, undefined]],
  ])('%s', (metadata, expected) => {
    expect(types(metadata)).toEqual(expected);
  });
});

describe('entries', () => {
  const text = `packages:
  ignored:
    evr: 0-1
packages:
  a:
    evr: 1-1
    metadata:
      type: pin
      type: fast-track
  b: x
  c:
  a:
    evr: 2-1
metadata:
  generated: now
`;
  const lockfile = parseLockfile(text, 'yaml');

  it('are those of the packages that count, duplicates included', () => {
    expect(lockfile.entries.map(({ name, superseded }) => [name, superseded])).toEqual([
      ['a', true],
      ['b', false],
      ['c', false],
      ['a', false],
    ]);
    expect([...lockfile.byName].map(([name, entry]) => [name, entry.version?.evr])).toEqual([
      ['b', undefined],
      ['c', undefined],
      ['a', '2-1'],
    ]);
  });

  it('have their map and metadata', () => {
    const [a, b, c] = lockfile.entries;
    expect(a?.map?.members).toHaveLength(2);
    expect([...(a?.metadata ?? [])].map(([key, { value }]) => [key, value?.kind === 'scalar' && value.text])).toEqual([
      ['type', 'fast-track'],
    ]);
    expect(b?.map).toBeUndefined();
    expect(c?.map).toBeUndefined();
    expect(c?.metadata.size).toBe(0);
  });

  it('are the members of the tree', () => {
    expect(lockfile.packages?.value?.kind === 'map' && lockfile.packages.value.members).toEqual(
      lockfile.entries.map(entry => entry.member),
    );
    expect(lastMember(lockfile.root, 'metadata')?.key.text).toBe('metadata');
    expect(lastMember(lockfile.root, 'nothing')).toBeUndefined();
  });
});

it('the content of a quote that is not closed yet', () => {
  const json = '{"packages": {"a": {"evr": "1-1';
  const scalar = parseLockfile(json, 'json').entries[0]?.version?.scalar;
  expect(scalar && json.slice(contentSpan(json, scalar).start)).toBe('1-1');
});
