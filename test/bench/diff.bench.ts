/**
 * Row 10: `diff` of two branches, four arches, a process from its start to its answer, beside the floor: a bare node that reads the same blobs through
 * `git cat-file --batch` and parses them as JSON. DIFF_BENCH_REPO: a clone to compare in instead of the one that is made; DIFF_BENCH_SIDES: two
 * revisions of it, with a blank between them.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { floorArguments, lockfileBlobs, madeRepository } from './support/git-floor';
import { inTurns } from './support/median';
import { runProcess } from './support/process';
import { note, print, printHeader } from './support/table';

const ROUNDS = 25;

export default async function bench(): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'manifest-lock-bench-'));
  try {
    const folder = process.env['DIFF_BENCH_REPO'] ?? madeRepository(join(scratch, 'config'));
    const sides = (process.env['DIFF_BENCH_SIDES'] ?? 'testing-devel next-devel').split(' ');
    const blobs = lockfileBlobs(folder, sides);
    note(`${blobs.length} blobs of ${sides.join(' and ')}`);
    const floor = floorArguments(scratch, folder, blobs);
    const cli = [join(__dirname, 'cli.js'), 'diff', ...sides, '--repo', folder];
    const measured = await inTurns(ROUNDS, {
      ours: async () => (await runProcess(process.execPath, cli)).milliseconds,
      floor: async () => (await runProcess(process.execPath, floor)).milliseconds,
    });
    printHeader();
    print({
      row: '10',
      work: '`diff` of two branches, four arches, cold process',
      ours: measured.ours,
      peer: measured.of('floor'),
      unit: 'ms',
      ratio: 2,
      limit: 300,
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
