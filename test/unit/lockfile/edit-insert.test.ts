import { describe, expect, it } from 'vitest';
import { addEntry, type NewEntry, setMetadata, setPackagesEmpty } from '../../../server/lockfile/edit-insert';
import type { LockfileFormat } from '../../../server/lockfile/model';
import { parseLockfile } from '../../../server/lockfile/parse';
import { applyEdits } from '../../../server/lockfile/text-edits';

const PIN: NewEntry = { evr: '1-1', metadata: { type: 'pin', reason: 'https://x/1' } };
const PIN_LINES = '    evr: 1-1\n    metadata:\n      reason: https://x/1\n      type: pin\n';

const add = (text: string, name: string, entry: NewEntry, format: LockfileFormat = 'yaml'): string =>
  applyEdits(text, addEntry(parseLockfile(text, format), name, entry));

describe('addEntry', () => {
  it.each([
    ['packages: {}\n', 'm', `packages:\n  m:\n${PIN_LINES}`],
    ['packages:\n', 'm', `packages:\n  m:\n${PIN_LINES}`],
    ['packages: null # c\n', 'm', `packages: # c\n  m:\n${PIN_LINES}`],
    ['packages: []\n', 'm', `packages:\n  m:\n${PIN_LINES}`],
    ['', 'm', `packages:\n  m:\n${PIN_LINES}`],
    ['# c\n', 'm', `# c\npackages:\n  m:\n${PIN_LINES}`],
    ['packages:\n  a: {}\n  z: {}\n', 'm', `packages:\n  a: {}\n  m:\n${PIN_LINES}  z: {}\n`],
    ['packages:\n  # about z\n  z: {}\n', 'm', `packages:\n  m:\n${PIN_LINES}  # about z\n  z: {}\n`],
    ['packages:\n  z: {}\n  a: {}\n  # end\n', 'm', `packages:\n  z: {}\n  a: {}\n  m:\n${PIN_LINES}  # end\n`],
    ['packages:\n  a: {}', 'm', `packages:\n  a: {}\n  m:\n${PIN_LINES.trimEnd()}`],
    ['packages:\n  a: {}\n', 'no', `packages:\n  a: {}\n  'no':\n${PIN_LINES}`],
    ['packages:\n  a: {}\n', 'Z', `packages:\n  Z:\n${PIN_LINES}  a: {}\n`],
  ])('%j, %s', (text, name, expected) => expect(add(text, name, PIN)).toBe(expected));

  it('writes what the other entries look like', () => {
    expect(add("packages:\n    'a':\n        evr: '1-1'\n", 'b', { evra: '2-1.noarch' })).toBe(
      "packages:\n    'a':\n        evr: '1-1'\n    'b':\n        evra: '2-1.noarch'\n",
    );
    expect(add('packages: { a: { evr: 1-1 } }\n', 'b', { evr: '2-1' })).toBe(
      'packages: { a: { evr: 1-1 }, b: { evr: 2-1 } }\n',
    );
  });

  it.each([0, 2, 4, '\t'])('JSON, indentation %j', indent => {
    const before = { packages: { a: { evr: '1-1' }, z: { evr: '2-1' } }, metadata: {} };
    const after = {
      packages: {
        a: { evr: '1-1' },
        m: { evr: '1-1', metadata: { reason: 'https://x/1', type: 'pin' } },
        z: { evr: '2-1' },
      },
      metadata: {},
    };
    expect(add(JSON.stringify(before, null, indent), 'm', PIN, 'json')).toBe(JSON.stringify(after, null, indent));
  });

  it('refuses a name that is there', () => {
    expect(() => add('packages:\n  a: {}\n', 'a', PIN)).toThrow('a is in the lockfile already.');
  });
});

describe('setPackagesEmpty', () => {
  it.each<[string, LockfileFormat, string]>([
    ['', 'yaml', 'packages: {}\n'],
    ['# c', 'yaml', '# c\npackages: {}'],
    ['packages:\n', 'yaml', 'packages: {}\n'],
    ['packages: # c\r\n', 'yaml', 'packages: {} # c\r\n'],
    ['packages: ~\n', 'yaml', 'packages: {}\n'],
    ['packages: []\n', 'yaml', 'packages: {}\n'],
    ['packages:\n  - a\n  - b\n', 'yaml', 'packages: {}\n'],
    ['packages:\nmetadata: {}\n', 'yaml', 'packages: {}\nmetadata: {}\n'],
    ['metadata: {}\n', 'yaml', 'metadata: {}\npackages: {}\n'],
    ['null\n', 'yaml', 'packages: {}\n'],
    ['- a\n', 'yaml', 'packages: {}\n'],
    ['packages: {}\n', 'yaml', 'packages: {}\n'],
    ['', 'json', '{\n  "packages": {}\n}\n'],
    ['{}\n', 'json', '{\n  "packages": {}\n}\n'],
    ['{"packages":null}', 'json', '{"packages":{}}'],
    ['{\n  "packages": []\n}\n', 'json', '{\n  "packages": {}\n}\n'],
    ['{\n    "metadata": {}\n}\n', 'json', '{\n    "metadata": {},\n    "packages": {}\n}\n'],
  ])('%j (%s)', (text, format, expected) => {
    expect(applyEdits(text, setPackagesEmpty(parseLockfile(text, format)))).toBe(expected);
  });
});

describe('setMetadata', () => {
  const set = (text: string, key: string, value: string, format: LockfileFormat = 'yaml'): string => {
    const lockfile = parseLockfile(text, format);
    const [entry] = lockfile.entries;
    return entry ? applyEdits(text, setMetadata(lockfile, entry, key, value)) : '';
  };
  const entry = (lines: string): string => `packages:\n  a:\n    evr: 1-1\n${lines}`;

  it.each([
    ['', 'reason', '    metadata:\n      reason: x\n'],
    ['    # c\n  # d\n', 'reason', '    metadata:\n      reason: x\n    # c\n  # d\n'],
    [
      '    metadata:\n      bodhi: b\n      type: t # c\n',
      'reason',
      '    metadata:\n      bodhi: b\n      reason: x\n      type: t # c\n',
    ],
    ['    metadata:\n      reason: "r" # c\n', 'reason', '    metadata:\n      reason: "x" # c\n'],
    ['    metadata:\n      reason: r\n', 'bodhi', '    metadata:\n      bodhi: x\n      reason: r\n'],
    ['    metadata:\n      reason: r\n', 'type', '    metadata:\n      reason: r\n      type: x\n'],
    ['    metadata: # c\n', 'type', '    metadata: # c\n      type: x\n'],
    ['    metadata: {}\n', 'type', '    metadata:\n      type: x\n'],
    ['    metadata: {bodhi: b}\n', 'type', '    metadata: {bodhi: b, type: x}\n'],
    ['    metadata:\n      type:\n', 'type', '    metadata:\n      type: x\n'],
    ['    metadata:\n      type: [a]\n', 'type', '    metadata:\n      type: x\n'],
  ])('%j: %s', (lines, key, expected) => expect(set(entry(lines), key, 'x')).toBe(entry(expected)));

  it('quotes what needs it', () => {
    expect(set(entry(''), 'reason', '1.10')).toBe(entry("    metadata:\n      reason: '1.10'\n"));
  });

  it('JSON', () => {
    const text = '{\n  "packages": {\n    "a": {\n      "evr": "1-1"\n    }\n  }\n}\n';
    expect(JSON.parse(set(text, 'reason', 'x"', 'json'))).toEqual({
      packages: { a: { evr: '1-1', metadata: { reason: 'x"' } } },
    });
    expect(set(text, 'reason', 'x', 'json')).toContain(
      '"1-1",\n      "metadata": {\n        "reason": "x"\n      }\n    }',
    );
  });

  it('refuses what is no map', () => {
    expect(() => set('packages:\n  a: x\n', 'type', 'pin')).toThrow('a is no map');
    expect(() => set(entry('    metadata: x\n'), 'type', 'pin')).toThrow('The metadata of a is no map.');
  });
});
