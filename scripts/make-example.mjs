// Makes the example that `npm start` opens: node scripts/make-example.mjs OUTDIR
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { commitMistakes } from './lib/example-mistakes.mjs';
import { commitStreams } from './lib/example-streams.mjs';
import { EXAMPLES, readBuilds, readPackages, splitBuild } from './lib/example-tables.mjs';
import { advisoriesOf } from './lib/example-updates.mjs';
import { repositoryFiles, updateinfoXml } from './lib/rpm-md.mjs';

const BASEARCHES = ['x86_64', 'aarch64'];
/** Folder of a release, as the `.repo` files spell it, and the time of its repomd revision. */
const REPOSITORIES = {
  'fedora/40': '2024-04-14T18:51:11Z',
  'fedora-updates/40': '2024-10-23T01:29:29Z',
  'fedora/41': '2024-10-18T08:42:20Z',
  'fedora-updates/41': '2024-10-24T08:43:17Z',
  'fedora-coreos-pool/latest': '2024-10-23T19:10:40Z',
};
const SERVICES = ['koji', 'bodhi', 'builds'];
const SERVED = `# EXAMPLE DATA, served on this machine by \`npm start\`, and only while it runs: small stand-ins for Koji, Bodhi and the
# build service, which say what examples/services/ has. Without these lines the real ones would be asked.
`;
const NOT_SERVED = `# The builds of the example are nothing to ask the real services about. \`npm start\` has stand-ins for them, with example data.
`;
/** Says that the folder is ours to replace. */
const MARKER = '.manifest-lock-example';

export function makeExample(outDir, now = Date.now(), services = {}) {
  const out = resolve(outDir);
  clear(out);
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, MARKER), 'Made by scripts/make-example.mjs, which replaces this folder.\n');
  cpSync(join(EXAMPLES, 'README.md'), join(out, 'README.md'));
  const repositories = join(out, 'repositories');
  const packages = readPackages();
  makeRepositories(repositories, packages);
  const seconds = Math.floor(now / 1000);
  const places = { out, repositories, services };
  const configRepo = copyOf('fedora-coreos', places);
  commitStreams(configRepo, seconds);
  const mistakes = copyOf('mistakes', places);
  commitMistakes(mistakes, seconds);
  const syntaxError = copyOf('syntax-error', places);
  return { configRepo, mistakes, syntaxError, repositories };
}

function copyOf(name, { out, repositories, services }) {
  const folder = join(out, name);
  cpSync(join(EXAMPLES, name), folder, { recursive: true });
  placeRepositories(folder, pathToFileURL(repositories).href);
  writeFileSync(join(folder, '.manifest-lock.yaml'), settings(services));
  return folder;
}

/** The builds and updates of the example are nothing to ask the real services about. */
function settings(services) {
  const lines = SERVICES.map(name => `  ${name}: ${services[name] ?? 'off'}\n`);
  return `${Object.keys(services).length > 0 ? SERVED : NOT_SERVED}services:\n${lines.join('')}`;
}

function clear(out) {
  if (!existsSync(out) || readdirSync(out).length === 0) return;
  if (!existsSync(join(out, MARKER))) {
    throw new Error(`${out} holds something that is no example: name another folder, or empty it`);
  }
  rmSync(out, { recursive: true });
}

function makeRepositories(root, packages) {
  const builds = readBuilds();
  for (const [folder, revision] of Object.entries(REPOSITORIES)) {
    const rows = builds.filter(build => build.repository === folder);
    for (const basearch of BASEARCHES) {
      const content = rows.flatMap(build => packagesOf(build, packages, basearch));
      const advisories = advisoriesOf(folder, basearch);
      const updateinfo = advisories.length > 0 ? { updateinfo: updateinfoXml(advisories) } : {};
      const files = repositoryFiles(content, { revision: Date.parse(revision) / 1000, ...updateinfo });
      for (const [path, data] of files) write(join(root, folder, basearch, path), data);
    }
  }
  const unknown = builds.find(build => !(build.repository in REPOSITORIES));
  if (unknown) throw new Error(`builds.tsv: no repository is called ${unknown.repository}`);
}

/** The binary packages of one build that a basearch can install. */
function packagesOf(build, packages, basearch) {
  const { epoch = '0', version, release, built } = splitBuild(build);
  const binaries = packages.filter(row => row.source === build.source);
  if (binaries.length === 0) throw new Error(`builds.tsv: packages.tsv has no package of ${build.source}`);
  return binaries
    .filter(row => ['arch', 'noarch', basearch].includes(row.arch))
    .map(({ name, source, summary, license, url, arch }) => ({
      ...{ name, source, summary, license, url, epoch, version, release },
      arch: arch === 'arch' ? basearch : arch,
      buildTime: built / 1000,
      fileTime: built / 1000 + 86_400,
    }));
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
