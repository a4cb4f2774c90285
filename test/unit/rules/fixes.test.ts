/** Any fix, and any update, on any lockfile: nothing changes but what it edits, undoing it gives the file back. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyEdits, invertEdits } from '../../../server/lockfile/edits';
import type { LayerFile } from '../../../server/lockfile/layers';
import type { FileEdit, TextEdit } from '../../../server/lockfile/model';
import { type LockfileName, parseLockfileName } from '../../../server/lockfile/name';
import { parseLockfile } from '../../../server/lockfile/parse';
import { UpdatePlanner } from '../../../server/operations/update';
import type { Availability } from '../../../server/rpmmd/repositories';
import { checkFile } from '../../../server/rules/check';
import { RULES } from '../../../server/rules/registry';
import { availability, type PackageLine, repository } from '../../support/availability';
import fc from '../../support/fast-check';
import { itShared, shared } from '../../support/shared';

const EVERYTHING = Object.fromEntries(
  RULES.map(({ code, severity }) => [code, severity === 'off' ? 'info' : severity]),
);

/** Checks the text between the edits, character by character, and the way back. Returns the edited text. */
function applied(text: string, edits: readonly TextEdit[]): string {
  const after = applyEdits(text, edits);
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  let before = 0;
  let now = 0;
  for (const { span, newText } of sorted) {
    const kept = text.slice(before, span.start) + newText;
    if (!after.startsWith(kept, now)) throw new Error(`Changed beside the edits, before offset ${span.end}:\n${after}`);
    now += kept.length;
    before = span.end;
  }
  if (after.slice(now) !== text.slice(before)) throw new Error(`Changed behind the last edit:\n${after}`);
  if (applyEdits(after, invertEdits(text, edits)) !== text) throw new Error(`Not given back:\n${after}`);
  return after;
}

function editsOf(path: string, edits: readonly FileEdit[]): TextEdit[] {
  expect(edits.map(edit => edit.path)).toEqual(edits.length === 0 ? [] : [path]);
  return edits.flatMap(edit => edit.edits);
}

function problems(path: string, name: LockfileName | undefined, text: string, known?: Availability) {
  const lockfile = parseLockfile(text, name?.format ?? (path.endsWith('.json') ? 'json' : 'yaml'));
  const context = { path, name, lockfile, repo: undefined, availability: () => known, now: 0 };
  return { lockfile, findings: checkFile(context, { severity: EVERYTHING }) };
}

/** Every fix leaves a file that parses as well as before, with fewer findings of its rule. Returns how many there were. */
function checkFixes(path: string, text: string, known?: Availability): number {
  const name = parseLockfileName(basename(path));
  const { lockfile, findings } = problems(path, name, text, known);
  expect(findings.filter(({ code }) => code === 'internal-error')).toEqual([]);
  const count = (code: string, all: typeof findings) => all.filter(finding => finding.code === code).length;
  const seen = new Set<string>();
  let fixes = 0;
  for (const { code, fixes: offered = [], span } of findings) {
    expect(span.start).toBeLessThanOrEqual(span.end);
    expect(span.end).toBeLessThanOrEqual(text.length);
    for (const { title, edits } of offered) {
      fixes++;
      const after = applied(lockfile.text, editsOf(path, edits));
      expect(after, `${code}: ${title}`).not.toBe(text);
      // parsing again takes long: once for each kind of fix
      const kind = `${code} ${title.slice(0, 12)}`;
      if (seen.has(kind)) continue;
      seen.add(kind);
      const again = problems(path, name, after, known);
      expect(again.lockfile.syntaxProblems.length, `${code}: ${title}`).toBeLessThanOrEqual(
        lockfile.syntaxProblems.length,
      );
      expect(count(code, again.findings), `${code}: ${title}`).toBeLessThan(count(code, findings));
    }
  }
  return fixes;
}

/** A repository that has each entry's package once more, newer. */
function newer(path: string, text: string): Availability | undefined {
  const name = parseLockfileName(basename(path));
  if (!name) return undefined;
  const lines = [...parseLockfile(text, name.format).byName.values()].flatMap(
    ({ name: entry, version }): PackageLine[] => {
      if (!version) return [];
      const evr = `${Number(/^\d+/.exec(/^\d+(?=:)/.exec(version.evr)?.[0] ?? '0')?.[0]) + 1}:9.9-1.fc99`;
      return [[entry, evr, version.arch === 'noarch' ? 'noarch' : (name.arch ?? 'x86_64')]];
    },
  );
  return availability(name.arch ?? 'x86_64', [repository({ id: 'fedora-updates' }, lines)]);
}

/** An update of everything changes the EVRs alone. */
function checkUpdates(path: string, text: string): number {
  const name = parseLockfileName(basename(path));
  const known = newer(path, text);
  if (!name || !known) return 0;
  const lockfile = parseLockfile(text, name.format);
  const file: LayerFile = { path, layer: name.layer, arch: name.arch, lockfile };
  const scope = { file, files: [file], basearches: [known.basearch], availability: () => known };
  const plan = new UpdatePlanner(scope).planAll({ includePins: true });
  const edits = plan.groups.flatMap(group => editsOf(path, group.edits));
  const after = parseLockfile(applied(text, edits), name.format);
  for (const { moves } of plan.groups) {
    for (const { entry, to } of moves) {
      const now = after.byName.get(entry.name);
      expect(now?.version?.evr).toBe(to.record.evr);
      expect(now?.version?.arch ?? to.record.arch).toBe(to.record.arch);
    }
  }
  expect([...after.byName.keys()]).toEqual([...lockfile.byName.keys()]);
  expect(after.syntaxProblems.length).toBe(lockfile.syntaxProblems.length);
  return edits.length;
}

const YAML_ENTRIES = [
  'podman:\n  evr: 5:5.2.5-1.fc40',
  'podman:\n  evr: 5:5.2.3-1.fc40 # twice\n  metadata:\n    type: fasttrack\n    bodhi: FEDORA-2024-f0fd63c638',
  "netavark:\n  evr: '0:1.10.3-3.fc40'\n  metadata:\n    type: fast-track\n    reason: github.com/coreos/x/issues/1",
  'crun:\n  evr: 1.10\n  metadata:\n    type: pin',
  'ignition:\n  evra: 2.4.0-3.fc32.fc32.x86_64\n  digest: SHA256:21DC1220CFDACD089C8C8ED9985801A9D09EDB7C26543694CEF57ADA1D8AAFA8',
  'backgrounds:\n  # which arch?\n  evra: 1.1-6.fc30',
  'tzdata: {evr: 2024a-5.fc40.noarch, metadata: {type: pin, type: fast-track}}',
  'both:\n  evr: 1-1\n  evra: 1-1.noarch',
  'conmon:\n  Evr: 2.1-1\n  metadate: {}',
  'runc:\n  evra: 2:1.1-1.ppc64le',
  'empty:',
];
const JSON_ENTRIES = [
  '"podman": {"evra": "5:5.2.5-1.fc40.x86_64"}',
  '"podman": { "evra": "5:5.2.3-1.fc40.aarch64", "metadata": { "sourcerpm": "podman" } }',
  '"crun": {\n      "evr": 1.10\n    }',
  '"netavark": {"evra": "0:1.10.3-3.fc40.x86_64", "digest": "SHA1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "reason": 1}',
  '"both": {"evr": "1-1", "evra": "1-1.noarch"}',
  '"tzdata": {"evra": "2024a-5.fc40"}',
];

const yamlFile = fc
  .record({
    header: fc.constantFrom('', '# header\n\n', '---\n'),
    entries: fc.array(fc.constantFrom(...YAML_ENTRIES), { minLength: 1, maxLength: 6 }),
    tail: fc.constantFrom('', 'metadata:\n  generatd: x\n', 'source-packages: {}\n'),
    indent: fc.constantFrom('  ', '    '),
    eol: fc.constantFrom('\n', '\r\n'),
    final: fc.boolean(),
  })
  .map(({ header, entries, tail, indent, eol, final }) => {
    const body = entries.map(entry => entry.replaceAll('  ', indent).replaceAll(/^/gm, indent)).join('\n');
    const text = `${header}packages:\n${body}\n${tail}`.replaceAll('\n', eol);
    return final ? text : text.slice(0, -eol.length);
  });

const jsonFile = fc
  .record({ entries: fc.array(fc.constantFrom(...JSON_ENTRIES), { minLength: 1, maxLength: 5 }), final: fc.boolean() })
  .map(
    ({ entries, final }) =>
      `{\n  "packages": {\n    ${entries.join(',\n    ')}\n  },\n  "stream": 1\n}${final ? '\n' : ''}`,
  );

describe('fixes', () => {
  it('of made-up YAML lockfiles', () => {
    fc.assert(
      fc.property(
        yamlFile,
        fc.constantFrom('manifest-lock.overrides.yaml', 'manifest-lock.overrides.x86_64.yaml'),
        (text, path) => {
          checkFixes(path, text, newer(path, text));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('of made-up JSON lockfiles', () => {
    fc.assert(
      fc.property(jsonFile, text => {
        checkFixes('manifest-lock.x86_64.json', text, newer('manifest-lock.x86_64.json', text));
      }),
      { numRuns: 300 },
    );
  });

  it.each(['', '# packages:\n', 'packages:\n', 'packages: []\n', '{"packages": null}', 'packages: []'])(
    'of %j',
    text => {
      expect(
        checkFixes(text.startsWith('{') ? 'manifest-lock.x86_64.json' : 'manifest-lock.overrides.yaml', text),
      ).toBe(1);
    },
  );
});

describe('updates', () => {
  it('of made-up lockfiles', () => {
    fc.assert(
      fc.property(yamlFile, text => void checkUpdates('manifest-lock.overrides.yaml', text)),
      { numRuns: 200 },
    );
    fc.assert(
      fc.property(jsonFile, text => void checkUpdates('manifest-lock.x86_64.json', text)),
      { numRuns: 200 },
    );
  });
});

describe('real lockfiles', () => {
  const files = (): [path: string, text: string][] => {
    const paths = new Map(
      readFileSync(shared('data/lockfiles/index.tsv'), 'utf8')
        .split('\n')
        .slice(1)
        .map(line => line.split('\t'))
        .map(([, file = '', path = '']) => [file, basename(path)]),
    );
    return ['overrides', 'base'].flatMap(set =>
      readdirSync(shared(`data/lockfiles/${set}`)).map((file): [string, string] => {
        return [paths.get(file) ?? file, readFileSync(shared(`data/lockfiles/${set}/${file}`), 'utf8')];
      }),
    );
  };

  itShared('are given back by undoing any fix', () => {
    const fixes = files().map(([path, text]) => checkFixes(path, text));
    expect(fixes.reduce((a, b) => a + b, 0)).toBeGreaterThan(1000);
  });

  itShared('change in their EVRs alone when everything is updated', () => {
    // of the base locks every tenth: they are all alike
    const some = files().filter(([path], i) => path.includes('overrides') || i % 10 === 0);
    const edits = some.map(([path, text]) => checkUpdates(path, text));
    expect(edits.reduce((a, b) => a + b, 0)).toBeGreaterThan(5000);
  });
});
