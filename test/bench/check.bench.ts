/**
 * Row 11: `check` of a whole repository, four arches, rules of F, R and B, a process from its start to its answer, beside the floor: a bare node that
 * reads the same blobs through `git cat-file --batch` and parses them as JSON. CHECK_BENCH_REPO: a clone to check instead of the one that is made.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { floorArguments, lockfileBlobs, madeRepository } from './support/git-floor';
import { inTurns } from './support/median';
import { runProcess } from './support/process';
import { note, print, printHeader } from './support/table';

const ROUNDS = 15;

export default async function bench(): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'manifest-lock-bench-'));
  try {
    const folder = process.env['CHECK_BENCH_REPO'] ?? madeRepository(join(scratch, 'config'));
    const blobs = lockfileBlobs(folder, ['HEAD', 'testing-devel']);
    const floor = floorArguments(scratch, folder, blobs);
    note(`${blobs.length} blobs of HEAD and testing-devel`);
    const cli = [join(__dirname, 'cli.js'), 'check', '--offline', '--format', 'json', '--repo', folder];
    const measured = await inTurns(ROUNDS, {
      ours: async () => (await runProcess(process.execPath, cli, [0, 1])).milliseconds,
      floor: async () => (await runProcess(process.execPath, floor)).milliseconds,
    });
    printHeader();
    print({
      row: '11',
      work: '`check`, four arches, F R B rules, cold process',
      ours: measured.ours,
      peer: measured.of('floor'),
      unit: 'ms',
      ratio: 4,
      limit: 1000,
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
