import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { catFile } from '../../../server/git/cat-file';
import { PATIENCE_MS } from '../../../server/git/run-git';
import { gitEnvironment } from '../../support/git';
import { folder, program, repository } from './support';

const GIT = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();

/** A program that writes down each start and then does what `script` says ($n: which start it is). */
function wrapped(script: string): { readonly file: string; readonly starts: () => number } {
  const place = folder();
  const file = join(place, 'git');
  writeFileSync(file, `#!/bin/sh\necho x >> ${place}/starts\nn=$(wc -l < ${place}/starts)\n${script}\n`);
  chmodSync(file, 0o755);
  return { file, starts: () => readFileSync(join(place, 'starts'), 'utf8').length / 2 };
}

it('answers many requests in order by one process', async () => {
  const made = repository();
  const id = made.commit({ a: 'one', b: '\u00e4'.repeat(500_000), c: '' }, 'files');
  const git = wrapped(`exec ${GIT} "$@"`);
  const { read } = catFile({ ...program(made.folder), program: git.file });
  const names = ['HEAD:a', 'nowhere', 'HEAD:b', 'HEAD', 'HEAD:c', 'HEAD:d'];
  const found = await Promise.all(names.map(read));
  expect(found.map(answer => answer && [answer.type, answer.size])).toEqual([
    ['blob', 3],
    undefined,
    ['blob', 1_000_000],
    ['commit', found[3]?.size],
    ['blob', 0],
    undefined,
  ]);
  expect(found[3]?.id).toBe(id);
  expect(found[2]?.bytes?.toString()).toBe('\u00e4'.repeat(500_000));
  expect(git.starts()).toBe(1);
});

it('sees what has been written since it was started', async () => {
  const made = repository();
  const { read } = catFile(program(made.folder));
  expect(await read('HEAD')).toBeUndefined();
  const first = made.commit({ a: '1' }, 'first');
  expect((await read('HEAD'))?.id).toBe(first);
  const second = made.commit({ a: '2' }, 'second');
  made.git('gc', '--quiet', '--prune=now');
  expect((await read('HEAD'))?.id).toBe(second);
});

it('gives a process up that hangs, with all it owes, and starts another', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const made = repository();
  made.commit({ a: 'text' }, 'first');
  const hangs = join(made.folder, 'hangs');
  writeFileSync(hangs, '');
  const git = wrapped(`[ -e hangs ] && exec sleep 1000\nexec ${GIT} "$@"`);
  const { read } = catFile({ ...program(made.folder), program: git.file });
  const asked = Promise.allSettled([read('HEAD:a'), read('HEAD')]);
  vi.advanceTimersByTime(PATIENCE_MS);
  const words = 'Error: git cat-file has not answered for 60 seconds and was ended';
  expect((await asked).map(answer => 'reason' in answer && String(answer.reason))).toEqual([words, words]);
  rmSync(hangs);
  const next = await read('HEAD:a');
  expect(next?.bytes?.toString()).toBe('text');
  vi.advanceTimersByTime(PATIENCE_MS);
  expect((await read('HEAD:a'))?.id).toBe(next?.id);
});

it('starts a process that has died once more, and asks again', async () => {
  const made = repository();
  made.commit({ a: 'text' }, 'first');
  const git = wrapped(`[ $n = 1 ] && { head -n 1 > /dev/null; exit 1; }\nexec ${GIT} "$@"`);
  const { read } = catFile({ ...program(made.folder), program: git.file });
  const [a, nothing, again] = await Promise.all([read('HEAD:a'), read('HEAD:x'), read('HEAD:a')]);
  expect([a?.bytes?.toString(), nothing, again?.bytes?.toString()]).toEqual(['text', undefined, 'text']);
  expect(git.starts()).toBe(2);
});

it('rejects only the request git dies of', async () => {
  const made = repository();
  made.commit({ a: 'text', b: 'damaged '.repeat(100) }, 'first');
  const id = made.git('rev-parse', 'HEAD:b');
  const object = join(made.folder, '.git/objects', id.slice(0, 2), id.slice(2));
  const bytes = readFileSync(object);
  rmSync(object, { force: true });
  writeFileSync(object, bytes.subarray(0, bytes.length - 12));
  const { read } = catFile(program(made.folder));
  const [before, damaged, after] = await Promise.allSettled([read('HEAD:a'), read('HEAD:b'), read('HEAD:a')]);
  expect(before).toMatchObject({ status: 'fulfilled', value: { size: 4 } });
  expect(damaged.status === 'rejected' && String(damaged.reason)).toMatch(/corrupt|inflate|unable/);
  expect(after).toMatchObject({ status: 'fulfilled', value: { size: 4 } });
});

it('rejects what a program that is not git answers', async () => {
  const git = wrapped('read line; echo "hello $line"; cat > /dev/null');
  const { read } = catFile({ ...program(folder()), program: git.file });
  await expect(read('HEAD')).rejects.toThrow('git cat-file answered "hello HEAD"');
});

it('says that there is no program or folder', async () => {
  const path = folder();
  const noProgram = catFile({ ...program(path), program: join(path, 'no-git') });
  const results = await Promise.allSettled([noProgram.read('HEAD'), noProgram.read('HEAD')]);
  for (const result of results) {
    expect(result.status === 'rejected' && result.reason.message).toBe(`there is no program ${path}/no-git`);
  }
  await expect(catFile(program(join(path, 'gone'))).read('HEAD')).rejects.toThrow(`there is no folder ${path}/gone`);
});

it('rejects what is pending, and everything later, once closed', async () => {
  const git = program(repository().folder);
  const hanging = wrapped('exec cat > /dev/null');
  const { read } = catFile({ ...git, program: hanging.file });
  const pending = read('HEAD');
  git.close();
  await expect(pending).rejects.toThrow('closed');
  await expect(read('HEAD')).rejects.toThrow('closed');
});

it('does not keep node from ending, but for an answer it owes', () => {
  const made = repository();
  made.commit({ a: 'text' }, 'first');
  const script = `
    const { catFile } = require(${JSON.stringify(join(made.folder, 'cat-file.cjs'))});
    const git = { program: 'git', environment: process.env, folder: '.', signal: new AbortController().signal };
    const { read } = catFile(git);
    read('HEAD:a').then(() => read('HEAD:a')).then(found => console.log(found.bytes.toString()));
  `;
  execFileSync(join(__dirname, '../../../node_modules/.bin/esbuild'), [
    join(__dirname, '../../../server/git/cat-file.ts'),
    '--bundle',
    '--platform=node',
    '--log-level=warning',
    `--outfile=${join(made.folder, 'cat-file.cjs')}`,
  ]);
  const options = { cwd: made.folder, env: gitEnvironment(), encoding: 'utf8', timeout: 30_000 } as const;
  expect(execFileSync(process.execPath, ['-e', script], options)).toBe('text\n');
});
