/** The floor of rows 10 and 11, and a repository to measure it on. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitRepository } from '../../support/git';
import { ARCHES, BASE_PACKAGES, baseLock, overrides } from './inputs';

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

/** Writes the program into `scratch`; the arguments to run it with in `folder`. */
export function floorArguments(scratch: string, folder: string, blobs: readonly string[]): string[] {
  const program = join(scratch, 'floor.cjs');
  writeFileSync(program, FLOOR);
  return [program, folder, ...blobs];
}

/** next-devel on a release of its own, checked out, some of it behind testing-devel. */
export function madeRepository(folder: string): string {
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

/** The lockfiles of some revisions, as git names them. */
export function lockfileBlobs(folder: string, revisions: readonly string[]): string[] {
  return revisions.flatMap(revision =>
    execFileSync('git', ['ls-tree', '--name-only', revision], { cwd: folder, encoding: 'utf8' })
      .split('\n')
      .filter(name => /^manifest-lock\./.test(name))
      .map(name => `${revision}:${name}`),
  );
}
