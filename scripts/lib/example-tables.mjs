// The tables of examples/: tab-separated, with a header line.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';

/** The folder of the examples as they are kept. */
export const EXAMPLES = join(ROOT, 'examples');

/**
 * Rows by column; lines that begin with `#` are comments.
 * @param {string} file relative to the examples
 * @param {readonly string[]} columns what the header line must be
 * @returns {Record<string, string>[]}
 */
export function readTable(file, columns, examples = EXAMPLES) {
  const lines = readFileSync(join(examples, file), 'utf8').split('\n');
  const rows = lines
    .map((line, index) => ({ cells: line.split('\t'), line, number: index + 1 }))
    .filter(({ line }) => line !== '' && !line.startsWith('#'));
  const header = rows.shift();
  if (header?.line !== columns.join('\t')) throw new Error(`${file}: the columns must be ${columns.join(', ')}`);
  return rows.map(({ cells, number }) => {
    if (cells.length !== columns.length) throw new Error(`${file}:${number}: ${cells.length} columns`);
    return Object.fromEntries(columns.map((column, index) => [column, cells[index]]));
  });
}

/** @returns {Record<'source' | 'name' | 'arch' | 'license' | 'url' | 'summary', string>[]} */
export function readPackages(examples = EXAMPLES) {
  return readTable('repositories/packages.tsv', ['source', 'name', 'arch', 'license', 'url', 'summary'], examples);
}

/** @returns {Record<'repository' | 'source' | 'evr' | 'built', string>[]} */
export function readBuilds(examples = EXAMPLES) {
  return readTable('repositories/builds.tsv', ['repository', 'source', 'evr', 'built'], examples);
}

/** What a table says of a build. `built` in Unix milliseconds. */
export function splitBuild({ source, evr, built }) {
  const [, epoch, version, release] = /^(?:(\d+):)?([^-]+)-([^-]+)$/.exec(evr) ?? [];
  const at = Date.parse(built);
  if (!version || !release) throw new Error(`builds of ${source}: ${evr} is no [E:]V-R`);
  if (Number.isNaN(at)) throw new Error(`builds of ${source}: ${built} is no date`);
  return { epoch, version, release, built: at, nvr: `${source}-${version}-${release}` };
}
