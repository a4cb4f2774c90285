/**
 * Row 11: `check` of a whole repository, four arches, rules of F, R and B, a process from its start to its answer, beside the floor: a bare node that
 * reads the same blobs through `git cat-file --batch` and parses them as JSON. CHECK_BENCH_REPO: a clone to check instead of the one that is made.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gitRepository } from '../support/git';
import { ARCHES, BASE_PACKAGES, baseLock, overrides } from './support/inputs';
import { inTurns } from './support/median';
import { runProcess } from './support/process';
import { note, print, printHeader } from './support/table';

const ROUNDS = 15;

/** Reads the blobs named on its command line, one git process. */
const FLOOR = `
const { spawn } = require('node:child_process');
const [folder, ...names] = process.argv.slice(2);
const git = spawn('git', ['cat-file', '--batch'], { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] });
const parts = [];
git.stdout.on('data', part => parts.push(part));
git.stdout.on('end', () => {
  const all = Buffer.concat(parts);
  let entries = 0;
  for (let at = 0; at < all.length; ) {
    const end = all.indexOf(10, at);
    const size = Number(all.toString('latin1', at, end).split(' ')[2]);
    const text = all.toString('utf8', end + 1, end + 1 + size);
    entries += text.startsWith('{') ? Object.keys(JSON.parse(text).packages).length : 0;
    at = end + size + 2;
  }
  if (entries === 0) throw new Error('nothing was read');
});
git.stdin.end(names.join('\\n') + '\\n');
`;

export default async function bench(): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'manifest-lock-bench-'));
  try {
    const folder = process.env['CHECK_BENCH_REPO'] ?? made(join(scratch, 'config'));
    const floor = join(scratch, 'floor.cjs');
    writeFileSync(floor, FLOOR);
    const blobs = blobsOf(folder);
    note(`${blobs.length} blobs of HEAD and testing-devel`);
    const cli = [join(__dirname, 'cli.js'), 'check', '--offline', '--format', 'json', '--repo', folder];
    const measured = await inTurns(ROUNDS, {
      ours: async () => (await runProcess(process.execPath, cli, [0, 1])).milliseconds,
      floor: async () => (await runProcess(process.execPath, [floor, folder, ...blobs])).milliseconds,
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

/** next-devel on a release of its own, checked out, some of it behind testing-devel. */
function made(folder: string): string {
  const repository = gitRepository({ folder });
  const files = (stream: string, releasever: number): Record<string, string> => ({
    'manifest.yaml': `releasever: ${releasever}\nvariables:\n  stream: ${stream}\nrepos:\n  - fedora\n`,
    'fedora.repo': readFileSync(join(process.cwd(), 'examples/fedora-coreos/fedora.repo'), 'utf8'),
    'manifest-lock.overrides.yaml': overrides(),
    ...Object.fromEntries(
      ARCHES.map(arch => [
        `manifest-lock.${arch}.json`,
        baseLock(BASE_PACKAGES, arch, 'json').replaceAll('fc40', `fc${releasever}`),
      ]),
    ),
  });
  repository.commit(files('testing-devel', 40), 'lockfiles: bump to latest', { branch: 'testing-devel' });
  repository.commit(files('next-devel', 41), 'lockfiles: bump to latest', { branch: 'next-devel' });
  return folder;
}

function blobsOf(folder: string): string[] {
  const list = (revision: string): string[] =>
    execFileSync('git', ['ls-tree', '--name-only', revision], { cwd: folder, encoding: 'utf8' })
      .split('\n')
      .filter(name => /^manifest-lock\./.test(name))
      .map(name => `${revision}:${name}`);
  return [...list('HEAD'), ...list('testing-devel')];
}
