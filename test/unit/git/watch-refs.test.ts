import { rmSync, watch } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type WatchOptions, watchRefs } from '../../../server/git/watch-refs';
import type { TestRepository } from '../../support/git';
import { repository } from './support';

/** Waits for the next of something that happens at times unknown; what happened before it is asked for counts. */
class Happenings<T> {
  private readonly past: T[] = [];
  private waiting: ((value: T) => void) | undefined;

  readonly happen = (value: T): void => {
    if (this.waiting) this.waiting(value);
    else this.past.push(value);
    this.waiting = undefined;
  };

  next(): Promise<T> {
    const value = this.past.shift();
    if (value !== undefined) return Promise.resolve(value);
    return new Promise(resolve => {
      this.waiting = resolve;
    });
  }

  get unseen(): number {
    return this.past.length;
  }
}

function watched(made: TestRepository, options: Partial<WatchOptions> = {}) {
  const looks = new Happenings<string>();
  const changes = new Happenings<'changed'>();
  const errors = new Happenings<Error>();
  const gitFolder = join(made.folder, '.git');
  const { dispose } = watchRefs({
    gitFolder,
    commonFolder: gitFolder,
    fingerprint: async () => {
      const shown = made.git('for-each-ref') + made.git('rev-parse', '--symbolic-full-name', 'HEAD');
      looks.happen(shown);
      return shown;
    },
    onChange: () => changes.happen('changed'),
    onError: errors.happen,
    ...options,
  });
  onTestFinished(dispose);
  return { looks, changes, errors, dispose };
}

it('looks again after every command that moves HEAD or a ref', async () => {
  const made = repository();
  const first = made.commit({ a: '1' }, 'first');
  const { looks, changes } = watched(made);
  await looks.next();
  const commands: (() => void)[] = [
    () => made.commit({ a: '2' }, 'second'),
    () => made.checkout(first),
    () => made.git('checkout', '--quiet', 'main'),
    () => made.branch('deep/folder/branch'),
    () => made.git('update-ref', 'refs/heads/deep/folder/branch', first),
    () => made.git('branch', '--quiet', '-D', 'deep/folder/branch'),
    () => made.branch('deep/folder/branch', first),
    () => made.git('update-ref', 'refs/heads/deep/folder/branch', 'main'),
    () => made.git('update-ref', 'refs/remotes/origin/stable', first),
    () => made.git('update-ref', 'refs/remotes/origin/stable', 'main'),
    () => made.git('tag', 'v1'),
    () => made.git('update-ref', '-d', 'refs/remotes/origin/stable'),
  ];
  for (const [index, command] of commands.entries()) {
    command();
    expect(await changes.next(), String(index)).toBe('changed');
  }
});

it('says nothing where files moved and refs did not', async () => {
  const made = repository();
  made.commit({ a: '1' }, 'first');
  made.branch('stable');
  const { looks, changes } = watched(made);
  await looks.next();
  made.git('tag', 'v0');
  await changes.next();
  const before = await looks.next();
  made.git('pack-refs', '--all');
  expect(await looks.next()).toBe(before);
  made.git('tag', 'v1');
  await changes.next();
  expect(changes.unseen).toBe(0);
});

it('takes what happened during the first look for a change', async () => {
  const made = repository();
  made.commit({ a: '1' }, 'first');
  const looks = new Happenings<(shown: string) => void>();
  const touched = new Happenings<'touched'>();
  const { changes } = watched(made, {
    fingerprint: () => new Promise(resolve => looks.happen(resolve)),
    watchFolder: (folder, options, listener) =>
      watch(folder, options, (event, name) => {
        listener(event, name);
        if (name === 'v1') touched.happen('touched');
      }),
  });
  const first = await looks.next();
  made.git('tag', 'v1');
  await touched.next();
  first('with the tag');
  (await looks.next())('with the tag');
  expect(await changes.next()).toBe('changed');
});

it('tells once what ended it', async () => {
  const made = repository();
  made.commit({ a: '1' }, 'first');
  const { looks, errors, changes } = watched(made);
  await looks.next();
  rmSync(join(made.folder, '.git'), { recursive: true });
  expect((await errors.next()).message).toMatch(/not a git repository|ENOENT/);
  expect([errors.unseen, changes.unseen]).toEqual([0, 0]);
});

it('tells that there are too many watches, after it has been started', async () => {
  const { errors } = watched(repository(), {
    watchFolder: () => {
      throw Object.assign(new Error('ENOSPC: System limit for number of file watchers reached'), { code: 'ENOSPC' });
    },
  });
  expect(errors.unseen).toBe(0);
  expect((await errors.next()).message).toContain('ENOSPC');
});

it('is silent once disposed of', async () => {
  const made = repository();
  made.commit({ a: '1' }, 'first');
  const disposed = watched(made);
  const other = watched(made);
  await Promise.all([disposed.looks.next(), other.looks.next()]);
  disposed.dispose();
  made.git('tag', 'v1');
  await other.changes.next();
  expect([disposed.looks.unseen, disposed.changes.unseen, disposed.errors.unseen]).toEqual([0, 0, 0]);
});
