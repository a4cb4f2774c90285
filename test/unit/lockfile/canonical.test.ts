import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { canonicalText } from '../../../server/lockfile/canonical';
import { OVERRIDES_HEADER } from '../../../server/lockfile/header';
import type { Lockfile, LockfileFormat } from '../../../server/lockfile/model';
import { parseLockfile } from '../../../server/lockfile/parse';
import { hasShared } from '../../support/shared';
import { findPyYaml } from './pyyaml';
import { REAL_FILES } from './real-files';

function canonical(text: string, format: LockfileFormat = 'yaml'): string {
  const found = canonicalText(parseLockfile(text, format));
  if (found.kind === 'refused') return `refused at ${found.span.start}: ${found.message}`;
  expect(found.text.startsWith(`${OVERRIDES_HEADER}\n`)).toBe(true);
  return found.text.slice(OVERRIDES_HEADER.length + 1);
}

describe('canonicalText', () => {
  it('sorts by code point, drops comments and quotes, and writes the heading', () => {
    const text = `# mine
packages:
    podman: # a reason
        evr: "5:5.2.4-1.fc40"
        metadata: {type: pin, reason: "https://github.com/containers/podman/issues/23671"}
    NetworkManager:
        evra: 1:1.46.2-1.fc40.noarch
`;
    expect(canonical(text)).toBe(`packages:
  NetworkManager:
    evra: 1:1.46.2-1.fc40.noarch
  podman:
    evr: 5:5.2.4-1.fc40
    metadata:
      reason: https://github.com/containers/podman/issues/23671
      type: pin
`);
  });

  it('keeps what is canonical as it is, byte for byte', () => {
    const text = `${OVERRIDES_HEADER}\npackages: {}\n`;
    expect(canonicalText(parseLockfile(text, 'yaml'))).toEqual({ kind: 'text', text, lostComments: [] });
  });

  it('writes what Python reads of null, lists and duplicates', () => {
    expect(canonical('packages:\n')).toBe('packages: null\n');
    expect(canonical('packages: []\n')).toBe('packages: []\n');
    expect(canonical('{}\n')).toBe('{}\n');
    expect(canonical('packages:\n  a:\n    evr: 1-1\n  a:\n    evr: 2-1\n')).toBe('packages:\n  a:\n    evr: 2-1\n');
    expect(canonical('packages:\n  a:\n    x: [1, [b, {c: d, a: e}], []]\n')).toBe(
      'packages:\n  a:\n    x:\n    - 1\n    - - b\n      - a: e\n        c: d\n    - []\n',
    );
  });

  it('names what stands in several places as PyYAML does', () => {
    const text = `packages:
  a: {evr: 1-1, metadata: &m {type: pin}}
  b: {evr: 1-1, metadata: *m}
`;
    expect(canonical(text)).toBe(`packages:
  a:
    evr: 1-1
    metadata: &id001
      type: pin
  b:
    evr: 1-1
    metadata: *id001
`);
  });

  it('refuses what would change its meaning or cannot be written, and says where', () => {
    expect(canonical('packages:\n  a:\n    evr: 1.10\n')).toBe(
      'refused at 24: 1.10 would become something else: readers take it for a number, so quote it',
    );
    expect(canonical('packages:\n  a:\n    evr: 12:30\n')).toContain('readers take it for a number or a string');
    expect(canonical('')).toBe('refused at 0: it is empty: it needs "packages: {}"');
    expect(canonical('- a\n')).toBe('refused at 0: it is no map');
    expect(canonical('{"packages": {}}', 'json')).toBe(
      'refused at 0: the canonical form is YAML, and this file is JSON',
    );
    expect(canonical('packages: {\n')).toMatch(/^refused at \d+: it does not parse: /);
    expect(canonical('a: &x {}\nb:\n  <<: *x\n')).toContain('it has a merge key (<<)');
    expect(canonical('packages:\n  "": {}\n')).toContain('a key that is empty');
    expect(canonical('packages:\n  on: {}\n')).toContain('readers differ in what the key on is: quote it');
  });

  it('tells which comments are lost, the heading not counted', () => {
    const found = canonicalText(parseLockfile(`${OVERRIDES_HEADER}#\npackages: # why\n  a: {} # because\n`, 'yaml'));
    expect(found.kind === 'text' && found.lostComments.map(({ text }) => text)).toEqual(['why', 'because']);
  });

  const python = findPyYaml();
  const missing = !hasShared ? 'no reference data' : python ? '' : 'no python3 with PyYAML';
  const skipped = missing === '' ? '' : ` (skipped: ${missing} on this machine)`;
  it.skipIf(missing !== '')(`makes of every real overrides file what PyYAML makes of it${skipped}`, () => {
    const files = REAL_FILES.filter(({ id, format }) => id.startsWith('overrides/') && format === 'yaml');
    const script = `import json, sys, yaml
json.dump([yaml.dump(yaml.safe_load(open(path, encoding='utf-8'))) for path in json.load(sys.stdin)], sys.stdout)`;
    const input = JSON.stringify(files.map(({ path }) => path));
    const judged: string[] = JSON.parse(
      execFileSync(python ?? '', ['-c', script], { input, encoding: 'utf8', maxBuffer: 1 << 28 }),
    );
    const counts = { files: files.length, unchanged: 0, refused: 0 };
    for (const [index, { path, id }] of files.entries()) {
      const text = readFileSync(path, 'utf8');
      const lockfile = parseLockfile(text, 'yaml');
      const found = canonicalText(lockfile);
      const expected = `${OVERRIDES_HEADER}\n${judged[index]}`;
      if (found.kind === 'refused') {
        counts.refused++;
        expect({ id, judged: judged[index] }).toEqual({ id, judged: 'null\n...\n' });
        continue;
      }
      expect({ id, text: found.text }).toEqual({ id, text: expected });
      if (text === expected) counts.unchanged++;
      expect({ id, meaning: meaning(parseLockfile(found.text, 'yaml')) }).toEqual({ id, meaning: meaning(lockfile) });
    }
    expect(counts).toEqual({ files: 1033, unchanged: 422, refused: 1 });
  });
});

/** Packages with version and metadata, in the order of their names. */
function meaning({ byName }: Lockfile) {
  return [...byName.values()]
    .map(({ name, version, metadata }) => [
      name,
      version?.key,
      version?.scalar.text,
      [...metadata].map(([key, { value }]) => [key, value?.kind === 'scalar' ? value.text : value?.kind]).sort(),
    ])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}
