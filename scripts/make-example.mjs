// Makes the example that `npm start` opens: node scripts/make-example.mjs OUTDIR
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { commitMistakes, commitStreams } from './lib/example-history.mjs';
import { repositoryFiles } from './lib/rpm-md.mjs';

const EXAMPLES = fileURLToPath(new URL('../examples', import.meta.url));
const BASEARCHES = ['x86_64', 'aarch64'];
/** Folder of a release, as the `.repo` files spell it, and the time of its repomd revision. */
const REPOSITORIES = {
  'fedora/40': '2024-04-14T18:51:11Z',
  'fedora-updates/40': '2024-10-23T01:29:29Z',
  'fedora/41': '2024-10-18T08:42:20Z',
  'fedora-updates/41': '2024-10-24T08:43:17Z',
  'fedora-coreos-pool/latest': '2024-10-23T19:10:40Z',
};
/** Says that the folder is ours to replace. */
const MARKER = '.manifest-lock-example';

export function makeExample(outDir, now = Date.now()) {
  const out = resolve(outDir);
  clear(out);
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, MARKER), 'Made by scripts/make-example.mjs, which replaces this folder.\n');
  cpSync(join(EXAMPLES, 'README.md'), join(out, 'README.md'));
  const repositories = join(out, 'repositories');
  const packages = readTable('repositories/packages.tsv', ['source', 'name', 'arch', 'license', 'url', 'summary']);
  makeRepositories(repositories, packages);
  const seconds = Math.floor(now / 1000);
  const configRepo = copyOf('fedora-coreos', out, repositories);
  const streams = {
    files: join(EXAMPLES, 'streams'),
    sources: new Map(packages.map(({ name, source }) => [name, source])),
    evrs: readTable('streams/base-locks.tsv', ['source', 'stable', 'testing', 'next', 'next-devel']),
  };
  commitStreams(configRepo, streams, seconds);
  const mistakes = copyOf('mistakes', out, repositories);
  commitMistakes(mistakes, seconds);
  const syntaxError = copyOf('syntax-error', out, repositories);
  return { configRepo, mistakes, syntaxError, repositories };
}

function copyOf(name, out, repositories) {
  const folder = join(out, name);
  cpSync(join(EXAMPLES, name), folder, { recursive: true });
  placeRepositories(folder, pathToFileURL(repositories).href);
  return folder;
}

function clear(out) {
  if (!existsSync(out) || readdirSync(out).length === 0) return;
  if (!existsSync(join(out, MARKER))) {
    throw new Error(`${out} holds something that is no example: name another folder, or empty it`);
  }
  rmSync(out, { recursive: true });
}

function makeRepositories(root, packages) {
  const builds = readTable('repositories/builds.tsv', ['repository', 'source', 'evr', 'built']);
  for (const [folder, revision] of Object.entries(REPOSITORIES)) {
    const rows = builds.filter(build => build.repository === folder);
    for (const basearch of BASEARCHES) {
      const content = rows.flatMap(build => packagesOf(build, packages, basearch));
      const files = repositoryFiles(content, { revision: Date.parse(revision) / 1000 });
      for (const [path, data] of files) write(join(root, folder, basearch, path), data);
    }
  }
  const unknown = builds.find(build => !(build.repository in REPOSITORIES));
  if (unknown) throw new Error(`builds.tsv: no repository is called ${unknown.repository}`);
}

/** The binary packages of one build that a basearch can install. */
function packagesOf(build, packages, basearch) {
  const [, epoch = '0', version, release] = /^(?:(\d+):)?([^-]+)-([^-]+)$/.exec(build.evr) ?? [];
  const built = Date.parse(build.built) / 1000;
  if (!version || !release) throw new Error(`builds.tsv: ${build.source}: ${build.evr} is no [E:]V-R`);
  if (Number.isNaN(built)) throw new Error(`builds.tsv: ${build.source}: ${build.built} is no date`);
  const binaries = packages.filter(row => row.source === build.source);
  if (binaries.length === 0) throw new Error(`builds.tsv: packages.tsv has no package of ${build.source}`);
  return binaries
    .filter(row => ['arch', 'noarch', basearch].includes(row.arch))
    .map(({ name, source, summary, license, url, arch }) => ({
      ...{ name, source, summary, license, url, epoch, version, release },
      arch: arch === 'arch' ? basearch : arch,
      buildTime: built,
      fileTime: built + 86_400,
    }));
}

/** Rows of a tab-separated table with a header line; lines that begin with `#` are comments. */
function readTable(file, columns) {
  const lines = readFileSync(join(EXAMPLES, file), 'utf8').split('\n');
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

/** file:// needs an absolute path, so the `.repo` files of examples/ hold a placeholder. */
function placeRepositories(folder, url) {
  for (const name of readdirSync(folder).filter(entry => entry.endsWith('.repo'))) {
    const path = join(folder, name);
    const text = readFileSync(path, 'utf8').replace(/^# scripts\/make-example.*\n\n/, '');
    writeFileSync(
      path,
      text.replaceAll('@REPOSITORIES@', () => url),
    );
  }
}

function write(path, data) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, data);
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [outDir, ...rest] = process.argv.slice(2);
  if (!outDir || rest.length > 0) {
    console.error('usage: node scripts/make-example.mjs OUTDIR');
    process.exitCode = 2;
  } else {
    const { configRepo, mistakes } = makeExample(outDir);
    console.log(`${configRepo}\n${mistakes}`);
  }
}
