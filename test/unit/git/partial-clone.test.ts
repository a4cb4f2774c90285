import { rmSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { notFetchedCause } from '../../../server/git/git';
import { notFetched } from '../../../server/git/partial-clone';
import { runGit, type TestRepository } from '../../support/git';
import { lacking, partialClone, REMEDY } from '../../support/partial-clone';
import { program, repository } from './support';

/** Of two branches. */
function origin(): TestRepository {
  const made = repository();
  made.commit({ a: 'one' }, 'first');
  made.commit({ a: 'two' }, 'second', { branch: 'other' });
  made.checkout('main');
  return made;
}

function clone(made: TestRepository, ...options: readonly string[]): string {
  const folder = partialClone(made, ...options);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

it('names what was not fetched, and a command that brings it', async () => {
  const error = await notFetched(program(clone(origin(), '--no-checkout')), 'blob 1234', 'cause');
  expect(error).toMatchObject({ message: `blob 1234 was not fetched: ${REMEDY}`, remedy: REMEDY, cause: 'cause' });
  expect(notFetchedCause(new Error('a', { cause: new Error('b', { cause: error }) }))).toBe(error);
  expect(notFetchedCause(new Error('a', { cause: 'b' }))).toBeUndefined();
});

it.each([
  ['a checkout', [], 'git fetch --refetch --no-filter origin'],
  ['one without files', ['--no-checkout'], 'git fetch --refetch --no-filter origin'],
  ['a remote of another name', ['--no-checkout', '--origin=up-stream'], 'git fetch --refetch --no-filter up-stream'],
  ['a mirror', ['--mirror'], 'git fetch --refetch --no-filter origin'],
  ['a bare one', ['--bare'], "git fetch --refetch --no-filter origin 'refs/heads/*:refs/heads/*'"],
])('its command does so: %s', async (_, options, command) => {
  const folder = clone(origin(), ...options);
  const error = await notFetched(program(folder), 'it');
  expect(error?.remedy).toContain(`(\`${command}\` gets everything;`);
  expect(lacking(folder)).toBeGreaterThan(0);
  const args = command.split(' ').map(word => word.replaceAll("'", ''));
  runGit(folder, [...args.slice(1, 2), '--quiet', ...args.slice(2)]);
  expect(lacking(folder)).toBe(0);
});

it('says nothing of a clone that has everything', async () => {
  const made = origin();
  expect(await notFetched(program(made.folder), 'it')).toBeUndefined();
  made.git('remote', 'add', 'origin', made.folder);
  made.git('config', 'remote.origin.promisor', 'false');
  expect(await notFetched(program(made.folder), 'it')).toBeUndefined();
});
