import { expect, it } from 'vitest';
import { objects } from '../../../server/git/objects';
import { takenTree } from '../../../server/git/taken-tree';
import { program, repository } from './support';

function twoCommits() {
  const made = repository();
  const inner = repository();
  inner.commit({ x: 'x' }, 'inner');
  const target = made.commit(
    { 'own.yaml': 'target\n', gone: 'x\n', 'sub/own.yaml': 'target\n', 'sub/x': '1\n' },
    'target',
  );
  made.git('rm', '--quiet', 'gone', 'own.yaml');
  made.git('submodule', 'add', '--quiet', inner.folder, 'module');
  const source = made.commit({ 'sub/own.yaml': 'source\n', 'sub/x': '2\n', 'sub/only/file': 'x\n' }, 'source');
  const git = program(made.folder);
  const take = (folder: string, keep: readonly string[], commit = source) => {
    return takenTree(git, objects(git), made.git('rev-parse', `${target}^{tree}`), { commit, folder, keep });
  };
  const listed = (tree: string) => made.git('ls-tree', '-r', '--name-only', tree).split('\n');
  return { made, target, source, take, listed };
}

it('is the other tree, with its deletions and submodules', async () => {
  const { made, source, take } = twoCommits();
  expect(await take('', [])).toBe(made.git('rev-parse', `${source}^{tree}`));
});

it('keeps files as the parent has them, and does not take those that it lacks', async () => {
  const { made, target, take, listed } = twoCommits();
  const tree = await take('', ['own.yaml', 'sub/own.yaml', 'sub/only/file']);
  expect(listed(tree)).toEqual(['.gitmodules', 'module', 'own.yaml', 'sub/own.yaml', 'sub/x']);
  for (const path of ['own.yaml', 'sub/own.yaml']) {
    expect(made.git('rev-parse', `${tree}:${path}`)).toBe(made.git('rev-parse', `${target}:${path}`));
  }
});

it('takes one folder and nothing else', async () => {
  const { made, target, source, take, listed } = twoCommits();
  const tree = await take('sub', ['sub/own.yaml']);
  expect(listed(tree)).toEqual(['gone', 'own.yaml', 'sub/only/file', 'sub/own.yaml', 'sub/x']);
  expect(made.git('rev-parse', `${tree}:sub/x`)).toBe(made.git('rev-parse', `${source}:sub/x`));
  expect(made.git('rev-parse', `${tree}:own.yaml`)).toBe(made.git('rev-parse', `${target}:own.yaml`));
});

it('says what is not there', async () => {
  const { take } = twoCommits();
  await expect(take('nowhere', [])).rejects.toThrow('the other commit has no folder nowhere');
  await expect(take('sub/x', [])).rejects.toThrow('the other commit has no folder sub/x');
  const absent = '0123456789012345678901234567890123456789';
  await expect(take('', [], absent)).rejects.toThrow(`commit ${absent} is not in the repository`);
  await expect(take('', [], 'HEAD')).rejects.toThrow('"HEAD" is not the full id of a commit');
});
