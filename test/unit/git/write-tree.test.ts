import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { linesAt, writeBlob, writeTree } from '../../../server/git/write-tree';
import { program, repository } from './support';

it('changes, adds, and keeps everything else with its mode', async () => {
  const made = repository();
  const inner = repository();
  inner.commit({ x: 'x' }, 'inner');
  made.git('submodule', 'add', '--quiet', inner.folder, 'sub');
  writeFileSync(join(made.folder, 'run'), 'x');
  chmodSync(join(made.folder, 'run'), 0o755);
  made.commit({ 'deep/er/a': 'a', 'deep/b': 'b', 'deep.x': 'x', 'ümlaut/ß': 'x' }, 'one');
  const git = program(made.folder);
  const before = made.git('rev-parse', 'HEAD^{tree}');
  const blob = await writeBlob(git, 'new\n');
  const paths = ['run', 'deep/er/a', 'deep/er/c', 'new/folder/d', 'ümlaut/ß', 'ümlaut/é'];
  const tree = await writeTree(
    git,
    before,
    paths.map(path => ({ path, blob })),
  );
  expect(made.git('-c', 'core.quotePath=false', 'diff-tree', '-r', '--no-renames', before, tree).split('\n')).toEqual([
    expect.stringMatching(/^:100644 100644 \w+ 3e75765\w+ M\tdeep\/er\/a$/),
    expect.stringMatching(/^:000000 100644 \w+ 3e75765\w+ A\tdeep\/er\/c$/),
    expect.stringMatching(/^:000000 100644 \w+ 3e75765\w+ A\tnew\/folder\/d$/),
    expect.stringMatching(/^:100755 100755 \w+ 3e75765\w+ M\trun$/),
    expect.stringMatching(/^:100644 100644 \w+ 3e75765\w+ M\tümlaut\/ß$/),
    expect.stringMatching(/^:000000 100644 \w+ 3e75765\w+ A\tümlaut\/é$/),
  ]);
  expect(made.git('fsck', '--strict', '--no-dangling')).toBe('');
});

it('is the same tree where nothing changes', async () => {
  const made = repository();
  made.commit({ a: 'a\n', 'b/c': 'c\n' }, 'one');
  const git = program(made.folder);
  const before = made.git('rev-parse', 'HEAD^{tree}');
  expect(await writeTree(git, before, [{ path: 'b/c', blob: await writeBlob(git, 'c\n') }])).toBe(before);
});

it('keeps names that are not UTF-8', async () => {
  const made = repository();
  made.commit({ a: 'a\n' }, 'one');
  const git = program(made.folder);
  const blob = await writeBlob(git, 'x');
  writeFileSync(Buffer.concat([Buffer.from(`${made.folder}/`), Buffer.from([0xe9])]), 'latin1');
  made.git('add', '--all');
  const before = made.git('write-tree');
  const tree = await writeTree(git, before, [{ path: 'b', blob }]);
  expect(made.git('ls-tree', '--name-only', tree).split('\n')).toEqual(['a', 'b', '"\\351"']);
});

it('writes the bytes as they are, whatever a checkout would convert', async () => {
  const made = repository();
  made.commit({ '.gitattributes': '* text=auto eol=crlf\n*.yaml filter=x ident\n' }, 'one');
  made.git('config', 'core.autocrlf', 'true');
  made.git('config', 'filter.x.clean', 'false');
  made.git('config', 'filter.x.required', 'true');
  const blob = await writeBlob(program(made.folder), 'a\r\nb\n$Id$\n');
  expect(made.git('cat-file', '-s', blob)).toBe(String('a\r\nb\n$Id$\n'.length));
});

it('puts a line as it is, and takes away what is not to be there with the folders of which nothing is left', async () => {
  const made = repository();
  made.commit({ a: 'a\n', 'deep/er/x': 'x\n', 'deep/b': 'b\n', file: 'f\n' }, 'one');
  const git = program(made.folder);
  const before = made.git('rev-parse', 'HEAD^{tree}');
  const [line, link, none] = await linesAt(git, before, ['deep/b', 'deep', 'deep/nothing']);
  expect([line?.mode, link?.type, none]).toEqual(['100644', 'tree', undefined]);

  const tree = await writeTree(git, before, [
    { path: 'deep/er/x', line: undefined },
    { path: 'not/there', line: undefined },
    { path: 'run', line: line && { ...line, mode: '100755' } },
    // a folder in place of a file
    { path: 'file/below', line },
  ]);

  expect(made.git('ls-tree', '-r', '-t', '--format=%(objectmode) %(path)', tree).split('\n')).toEqual([
    '100644 a',
    '040000 deep',
    '100644 deep/b',
    '040000 file',
    '100644 file/below',
    '100755 run',
  ]);
  const all = ['a', 'deep', 'file'].map(path => ({ path, line: undefined }));
  expect(made.git('ls-tree', await writeTree(git, before, all))).toBe('');
  expect(made.git('fsck', '--strict', '--no-dangling')).toBe('');
});
