import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { GitFailure, PATIENCE_MS, runGit, wordsOf } from '../../../server/git/run-git';
import { folder, program, repository } from './support';

describe('runGit', () => {
  it('gives the output, and arguments to no shell', async () => {
    const { folder: path } = repository();
    const output = await runGit(program(path), ['rev-parse', '--sq-quote', '$(touch x); `id`']);
    expect(output.toString()).toBe(` '$(touch x); \`id\`'\n`);
  });

  it('gives it what to read, which a git that ends before is not told of', async () => {
    const git = program(repository().folder);
    const hash = await runGit(git, ['hash-object', '--stdin'], { input: 'new\n' });
    expect(hash.toString()).toBe('3e757656cf36eca53338e520d134963a44f793f8\n');
    const failing = runGit(git, ['rev-parse', '--verify', 'nowhere'], { input: 'x'.repeat(1_000_000) });
    await expect(failing).rejects.toMatchObject({ message: 'Needed a single revision' });
  });

  it("fails with git's words and exit status", async () => {
    const failure = await runGit(program(repository().folder), ['rev-parse', '--verify', 'nowhere']).catch(e => e);
    expect(failure).toBeInstanceOf(GitFailure);
    expect(failure).toMatchObject({ message: 'Needed a single revision', status: 128, noProgram: false });
  });

  it('tells a missing program from a missing folder', async () => {
    const path = folder();
    const noProgram = runGit({ ...program(path), program: join(path, 'no-git') }, ['--version']);
    await expect(noProgram).rejects.toMatchObject({ message: `there is no program ${path}/no-git`, noProgram: true });
    const noFolder = runGit(program(join(path, 'gone')), ['--version']);
    await expect(noFolder).rejects.toMatchObject({ message: `there is no folder ${path}/gone`, noProgram: false });
  });

  it('says what keeps a program from being started', async () => {
    const path = folder();
    const started = runGit({ ...program(path), program: path }, ['--version']);
    await expect(started).rejects.toThrow(/could not be started in .*EACCES/);
  });

  it('says so of a file in place of the folder', async () => {
    const file = join(folder(), 'manifest.yaml');
    writeFileSync(file, '');
    const failure = await runGit(program(file), ['--version']).catch(e => e);
    expect(failure).toBeInstanceOf(GitFailure);
    expect(failure).toMatchObject({ message: expect.stringContaining(`could not be started in ${file}`) });
  });

  it('says the exit status where git says nothing', async () => {
    const { folder: path } = repository();
    const failing = runGit(program(path), ['rev-parse', '--verify', '--quiet', 'nowhere']);
    await expect(failing).rejects.toMatchObject({ message: 'git rev-parse ended with status 1', status: 1 });
  });

  it('ends a git that hangs', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const running = runGit(program(repository().folder), ['cat-file', '--batch']);
    vi.advanceTimersByTime(PATIENCE_MS);
    await expect(running).rejects.toMatchObject({
      message: 'git cat-file has not answered for 60 seconds and was ended',
      status: undefined,
    });
  });

  it('ends with the signal', async () => {
    const { close, ...git } = program(repository().folder);
    const running = runGit(git, ['cat-file', '--batch']);
    close();
    await expect(running).rejects.toThrow('closed');
  });
});

describe('wordsOf', () => {
  it('is what was fatal, on one line', () => {
    expect(wordsOf('warning: x\nerror: y\nfatal: bad config line 1\n  in file z\nhint: do this\n')).toBe(
      'bad config line 1 in file z',
    );
    expect(wordsOf('error: y\n')).toBe('y');
    expect(wordsOf('\n')).toBeUndefined();
  });
});
