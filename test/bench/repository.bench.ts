/**
 * Rows 6 and 13: `outdated` on a base lock from an empty cache, a process from its start to its answer, beside `dnf makecache`
 * and `dnf repoquery`, on one file:// repository of 65,000 packages. RPMMD_BENCH_REPO: a folder with such a repository in gz/
 * (dnf has filelists to load then, as with Fedora's own); by default one is made, of primary alone.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { REPOSITORY_PACKAGES, someNames, writeBigRepository } from './support/big-repository';
import { BASE_PACKAGES, configRepo } from './support/inputs';
import { inTurns } from './support/median';
import { hasProgram } from './support/peers';
import { type Run, runProcess } from './support/process';
import { note, print, printHeader, printSkipped } from './support/table';

const ROUNDS = 3;
const PEAK_LIMIT_MB = 200;

export default async function bench(): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'manifest-lock-bench-'));
  try {
    const given = process.env['RPMMD_BENCH_REPO'];
    const repository = given ? join(given, 'gz') : join(scratch, 'repository');
    if (!given) {
      note(
        `making a repository of ${REPOSITORY_PACKAGES} packages; it has no filelists, so that dnf has less to do than with Fedora's`,
      );
      writeBigRepository(repository);
    }
    await compare(scratch, repository);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function compare(scratch: string, repository: string): Promise<void> {
  const names = someNames(repository, BASE_PACKAGES);
  const entries = names.map(name => [name, { evra: '0-0.1.x86_64' }]);
  const lock = `${JSON.stringify({ packages: Object.fromEntries(entries) }, null, 2)}\n`;
  const config = join(scratch, 'config');
  configRepo(config, { 'manifest-lock.x86_64.json': lock }, pathToFileURL(repository).href);

  const ours: Run[] = [];
  const dnf: Run[] = [];
  const measured = await inTurns(ROUNDS, {
    ours: async () => {
      const cache = mkdtempSync(join(scratch, 'cache-'));
      const args = ['outdated', '--repo', config, '--cache', cache, '--arch', 'x86_64', '--format', 'json'];
      const run = await runProcess(process.execPath, [join(__dirname, 'cli.js'), ...args], [1]);
      rmSync(cache, { recursive: true });
      ours.push(run);
      return run.milliseconds;
    },
    peer: hasProgram('dnf')
      ? async () => {
          const runs = await queryWithDnf(scratch, repository, names);
          dnf.push(...runs);
          return runs.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
        }
      : undefined,
  });
  const answers = (JSON.parse(ours.at(-1)?.stdout ?? '') as { packages: unknown[] }).packages.length;
  const work = `outdated, cold: ${REPOSITORY_PACKAGES} packages (gz), ${answers} of ${names.length} names answered`;

  printHeader();
  if (dnf.length === 0) note('no dnf here: ours alone');
  print({ row: '6', work, ours: measured.ours, peer: measured.of('peer'), unit: 'ms', ratio: 1 / 20 });
  const peak = (runs: readonly Run[]): number => Math.max(...runs.map(run => run.peak));
  const peer = dnf.length === 0 ? undefined : peak(dnf);
  if (peak(ours) === 0) printSkipped('13', 'peak while indexing', 'no /proc on this machine');
  else
    print({
      row: '13',
      work: 'peak while indexing',
      ours: peak(ours),
      peer,
      unit: 'MB',
      ratio: 1,
      limit: PEAK_LIMIT_MB,
    });
}

/** dnf on this one repository, with an empty installroot and a cache of its own; the host's state stays as it is. */
async function queryWithDnf(scratch: string, repository: string, names: readonly string[]): Promise<Run[]> {
  const state = mkdtempSync(join(scratch, 'dnf-'));
  const folders = ['cachedir', 'logdir', 'persistdir', 'reposdir', 'pluginconfpath'];
  for (const folder of folders) mkdirSync(join(state, folder));
  const options = [
    '-q',
    `--installroot=${join(state, 'root')}`,
    '--releasever=40',
    '--forcearch=x86_64',
    ...folders.map(folder => `--setopt=${folder}=${join(state, folder)}`),
    '--setopt=gpgcheck=0',
    `--repofrompath=bench,${pathToFileURL(repository).href}`,
    '--repo=bench',
  ];
  const makecache = await runProcess('dnf', [...options, 'makecache']);
  const query = ['repoquery', '-C', '--latest-limit=1', '--qf=%{name}.%{arch} %{evr}', ...names];
  const repoquery = await runProcess('dnf', [...options, ...query]);
  rmSync(state, { recursive: true });
  if (repoquery.stdout.trim() === '') throw new Error('dnf found none of the packages');
  return [makecache, repoquery];
}
