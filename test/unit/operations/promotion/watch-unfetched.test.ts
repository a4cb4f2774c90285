import { rmSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { watchUnfetched } from '../../../../server/operations/promotion/watch-unfetched';
import { partialClone, REMEDY } from '../../../support/partial-clone';
import { open, repository } from '../../git/support';

it('names what was read and not fetched, whoever went on without it', async () => {
  const made = repository();
  const files = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map(name => [name, name]));
  const commit = made.commit({ ...files, 'fedora.repo': '[fedora]\n' }, 'first');
  const folder = partialClone(made, '--no-checkout');
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { git, requireFetched } = watchUnfetched(await open(folder));
  const read = async (...paths: string[]) => {
    for (const path of paths) await git.entry(commit, path).catch(() => undefined);
  };
  await read('', 'absent', 'fedora.repo');
  expect(requireFetched).not.toThrow();
  await read('a');
  const at = `of commit ${commit.slice(0, 12)}`;
  expect(requireFetched).toThrow(`nothing can be planned: a ${at} was not fetched: ${REMEDY}`);
  await read('a', 'b', 'c', 'd', 'e');
  expect(requireFetched).toThrow(
    `nothing can be planned: a ${at}, b ${at}, c ${at} and 2 other files were not fetched: ${REMEDY}`,
  );
});

it('leaves alone what is not there for another reason', async () => {
  const made = repository();
  made.commit({ a: 'a' }, 'first');
  const { git, requireFetched } = watchUnfetched(await open(made.folder));
  await expect(git.entry('0'.repeat(40), 'a')).rejects.toThrow('is not in the repository');
  expect(requireFetched).not.toThrow();
});
