import { describe, expect, it } from 'vitest';
import { entryOrigins, hasOverrides, hasPins } from '../../../server/config-repo/entry-origins';
import type { GitRepository, LineOrigin } from '../../../server/git/git';
import type { LayerFile } from '../../../server/lockfile/layers';
import { parseLockfile } from '../../../server/lockfile/parse';
import { open, repository } from '../git/support';

const PATH = 'manifest-lock.overrides.yaml';

function layer(text: string, path = PATH): LayerFile {
  const base = !path.includes('overrides');
  const format = path.endsWith('json') ? 'json' : 'yaml';
  return { path, layer: base ? 'base' : 'overrides', arch: undefined, lockfile: parseLockfile(text, format) };
}

const pin = (name: string, evr: string, reason = ''): string =>
  `  ${name}:\n    evr: ${evr}\n    metadata:\n${reason === '' ? '' : `      reason: ${reason}\n`}      type: pin\n`;

describe('hasPins', () => {
  it.each([
    [pin('a', '1-1'), PATH, true],
    ['  a:\n    evr: 1-1\n    metadata:\n      type: fast-track\n', PATH, false],
    ['  a:\n    evr: 1-1\n', PATH, false],
    [pin('a', '1-1'), 'manifest-lock.x86_64.yaml', false],
  ])('%j in %s: %s', (entry, path, expected) => {
    expect(hasPins(layer(`packages:\n${entry}`, path))).toBe(expected);
  });
});

describe('hasOverrides', () => {
  it.each([
    ['packages:\n  a:\n    evr: 1-1\n', PATH, true],
    ['packages: {}\n', PATH, false],
    ['packages:\n  a:\n    evr: 1-1\n', 'manifest-lock.x86_64.yaml', false],
  ])('%j in %s: %s', (text, path, expected) => {
    expect(hasOverrides(layer(text, path))).toBe(expected);
  });
});

describe('entryOrigins', () => {
  it('tells since when each override stands at its version, whatever changed around it', async () => {
    const made = repository();
    const first = made.commit({ [PATH]: `packages:\n${pin('a', '1-1')}${pin('b', '1-1')}` }, 'overrides: pin a, b', {
      date: 1_700_000_000,
    });
    const second = made.commit({ [PATH]: `packages:\n${pin('a', '1-1')}${pin('b', '2-1')}` }, 'overrides: pin b', {
      date: 1_710_000_000,
    });
    const text = `# why\npackages:\n${pin('a', '1-1', 'https://example.org/')}${pin('b', '2-1')}  c:\n    evr: 1-1\n`;
    const third = made.commit({ [PATH]: text }, 'overrides: say why', { date: 1_720_000_000 });
    const git = await open(made.folder);
    expect([...(await entryOrigins(git, third, PATH, layer(text)))]).toEqual([
      ['a', { evr: '1-1', commit: first, committed: 1_700_000_000, subject: 'overrides: pin a, b', author: 'config' }],
      ['b', { evr: '2-1', commit: second, committed: 1_710_000_000, subject: 'overrides: pin b', author: 'config' }],
      ['c', { evr: '1-1', commit: third, committed: 1_720_000_000, subject: 'overrides: say why', author: 'config' }],
    ]);
  });

  it('reads JSON, in which several entries may share a line', async () => {
    const made = repository();
    const path = 'manifest-lock.overrides.json';
    const text =
      '{"packages": {"a": {"evr": "1-1", "metadata": {"type": "pin"}},\n "b": {"evr": "1-1", "metadata": {"type": "pin"}}}}';
    const commit = made.commit({ [path]: text }, 'json', { date: 1_700_000_000 });
    const found = await entryOrigins(await open(made.folder), commit, path, layer(text, path));
    expect([...found.keys()]).toEqual(['a', 'b']);
  });

  const blamed = (lines: readonly LineOrigin[]): GitRepository =>
    Object.assign(Object.create(null), { blame: async () => lines });

  it('knows nothing where history ends, nor where another file was blamed', async () => {
    const text = `packages:\n${pin('a', '1-1')}`;
    const line = { commit: 'c', committed: 5, subject: 's', author: 'config' };
    const lines = text
      .trimEnd()
      .split('\n')
      .map(() => line);
    const known = async (found: readonly LineOrigin[]) => [
      ...(await entryOrigins(blamed(found), 'c', PATH, layer(text))),
    ];
    expect(await known(lines)).toEqual([['a', { evr: '1-1', ...line }]]);
    expect(await known(lines.map(found => ({ ...found, edge: true as const })))).toEqual([]);
    expect(await known([line])).toEqual([]);
  });
});
