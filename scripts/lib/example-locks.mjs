// Lockfiles of the example: base locks and overrides of each stream, as they are and as they were.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEVEL } from './example-git.mjs';
import { EXAMPLES, readPackages, readTable } from './example-tables.mjs';

/** The other streams, and the day on which their base locks were generated. */
export const STREAMS = {
  stable: '2024-08-25',
  testing: '2024-09-08',
  next: '2024-09-15',
  'next-devel': '2024-09-17',
};
/** The days of the base locks that no stream has any more. */
const BEFORE = ['2024-04-25', '2024-06-16', '2024-06-25', '2024-06-30', '2024-07-14', '2024-07-28', '2024-08-11'];
const BASEARCHES = ['x86_64', 'aarch64'];
const OVERRIDES = 'manifest-lock.overrides.yaml';
/** In a version of the table of overrides: what is no release but an arch. */
const ARCH = /\.(noarch|x86_64|aarch64)$/;

/** `source`, and what the base locks have: by stream, and by the day they were generated. `-`: not locked. */
export function readBaseLocks(examples = EXAMPLES) {
  const now = readTable('streams/base-locks.tsv', ['source', 'stable', 'testing', 'next', 'next-devel'], examples);
  const before = readTable('streams/base-locks-before.tsv', ['source', ...BEFORE], examples);
  const rowOf = new Map(before.map(row => [row.source, row]));
  return now.map(row => ({ ...rowOf.get(row.source), ...row }));
}

/** Builds that base locks had before, of which each counts as built on the day of the first of them. */
export function readBuildsBefore(examples = EXAMPLES) {
  const rows = readTable('streams/base-locks-before.tsv', ['source', ...BEFORE], examples);
  return rows.flatMap(row => {
    const evrs = [...new Set(BEFORE.map(day => row[day]))].filter(evr => evr !== '-');
    return evrs.map(evr => ({ source: row.source, evr, built: BEFORE.find(day => row[day] === evr) }));
  });
}

/**
 * The base locks of the examples: what `lockOf` answers is the text of one, by basearch and by a stream or one of the days before. All
 * are made of those of testing-devel, which fedora-coreos/ has.
 */
export function baseLocks(examples = EXAMPLES) {
  const sources = new Map(readPackages(examples).map(({ name, source }) => [name, source]));
  const evrs = readBaseLocks(examples);
  return function lockOf(which, basearch) {
    const own = readFileSync(join(examples, 'fedora-coreos', lockName(basearch)), 'utf8');
    if (which === DEVEL) return own;
    const generated = STREAMS[which] ?? BEFORE.find(day => day === which);
    if (!generated) throw new Error(`no base locks are of ${which}`);
    const evrOf = new Map(evrs.map(row => [row.source, row[which]]));
    const entries = Object.entries(JSON.parse(own).packages).flatMap(([name, { evra, ...rest }]) => {
      const evr = evrOf.get(sources.get(name));
      if (!evr) throw new Error(`the tables of base locks have no ${which} build of ${name}`);
      return evr === '-' ? [] : [[name, { evra: `${evr}${evra.slice(evra.lastIndexOf('.'))}`, ...rest }]];
    });
    const lock = { packages: Object.fromEntries(entries), metadata: { generated: `${generated}T00:00:00Z` } };
    return `${JSON.stringify(lock, null, 2)}\n`;
  };
}

/** Path to text of all base locks of a stream, or of a day before. */
export function baseLockFiles(which, lockOf) {
  return new Map(BASEARCHES.map(basearch => [lockName(basearch), lockOf(which, basearch)]));
}

const lockName = basearch => `manifest-lock.${basearch}.json`;

/** Path to text of all overrides files of a stream, or of a set of overrides-before.tsv; `none`: without overrides. */
export function overridesFiles(which, examples = EXAMPLES) {
  const folder = which === DEVEL ? join(examples, 'fedora-coreos') : join(examples, 'streams', which);
  const names = [OVERRIDES, ...BASEARCHES.map(basearch => OVERRIDES.replace('.yaml', `.${basearch}.yaml`))];
  const own = names.filter(name => existsSync(join(folder, name)));
  if (own.length > 0) return new Map(own.map(name => [name, readFileSync(join(folder, name), 'utf8')]));
  const [head] = readFileSync(join(examples, 'fedora-coreos', OVERRIDES), 'utf8').split(/^packages:/m);
  if (which === 'none') return new Map([[OVERRIDES, `${head}packages: {}\n`]]);
  const columns = ['set', 'package', 'version', 'type', 'link'];
  const rows = readTable('streams/overrides-before.tsv', columns, examples).filter(row => row.set === which);
  if (rows.length === 0) throw new Error(`no overrides are those of ${which}`);
  return new Map([[OVERRIDES, `${head}packages:\n${rows.map(entry).join('')}`]]);
}

function entry({ package: name, version, type, link }) {
  return `  ${name}:
    ${ARCH.test(version) ? 'evra' : 'evr'}: ${version}
    metadata:
      ${type === 'pin' ? 'reason' : 'bodhi'}: ${link}
      type: ${type}
`;
}
