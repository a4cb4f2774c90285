/**
 * `history` of one package over 3,000 commits of a stream (two of three bump a base lock of 55 KB): a process from its start to its answer,
 * beside what git alone needs to show the same commits with their changes (`git log -p`); and the same question in a process that has asked it before, as the
 * language server does. HISTORY_BENCH_REPO: another repository to ask, about `podman`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAbsent } from '../../server/git/git';
import { openGit } from '../../server/git/open-git';
import { HistoryMemory } from '../../server/operations/history/history-memory';
import { readHistory } from '../../server/operations/history/read-history';
import { HISTORY_COMMITS, HISTORY_PACKAGE, writeHistory } from './support/history-repository';
import { inTurns, median, timed } from './support/median';
import { runProcess } from './support/process';
import { note, print, printHeader } from './support/table';

const ROUNDS = 5;
const FILES = ['manifest-lock.x86_64.json', 'manifest-lock.overrides.yaml'];

export default async function bench(): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'manifest-lock-bench-'));
  try {
    const given = process.env['HISTORY_BENCH_REPO'];
    const folder = given ?? join(scratch, 'config');
    if (given === undefined) {
      note(`making a repository of ${HISTORY_COMMITS} commits`);
      await writeHistory(folder);
    }
    await measure(folder, given === undefined ? HISTORY_PACKAGE : 'podman');
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function measure(folder: string, name: string): Promise<void> {
  const git = await openGit({ environment: process.env })(folder);
  if (isAbsent(git)) throw new Error(git.message);
  const { commit: tip = '' } = await git.head();
  const since = ['--since', '2020-01-01'];
  const measured = await inTurns(ROUNDS, {
    ours: async () => {
      const args = ['history', name, '--repo', folder, ...since, '--format', 'json'];
      return (await runProcess(process.execPath, [join(__dirname, 'cli.js'), ...args])).milliseconds;
    },
    peer: async () => {
      const args = ['-C', folder, 'log', '--first-parent', '-p', tip, '--', ...FILES];
      return (await runProcess('git', args)).milliseconds;
    },
  });
  printHeader();
  const work = `history ${name}, cold: a process, all streams of the repository`;
  print({ row: '-', work, ours: measured.ours, peer: measured.of('peer'), unit: 'ms', limit: 2000 });

  const { committed = 0 } = (await git.commit(tip)) ?? {};
  const streams = [{ stream: 'HEAD', label: 'HEAD', tip, committed, own: true }];
  const ask = (memory: HistoryMemory) =>
    readHistory({ git, streams, name, basearch: 'x86_64', since: { at: 0 }, now: Date.now() / 1000, memory });
  const first: number[] = [];
  const again: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const memory = new HistoryMemory();
    first.push(await timed(() => ask(memory)));
    again.push(await timed(() => ask(memory)));
  }
  print({ row: '-', work: 'the stream checked out, in a process that runs', ours: median(first), unit: 'ms' });
  print({ row: '-', work: 'the same again', ours: median(again), unit: 'ms' });
  git.close();
}
