import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { patchOf } from '../../../server/git/patch';
import { runGit } from '../../support/git';
import { folder, repository } from './support';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const lines = (count: number, changed: Readonly<Record<number, string>> = {}): string =>
  Array.from({ length: count }, (_, i) => `${changed[i + 1] ?? `line ${i + 1}`}\n`).join('');

const CASES: readonly (readonly [string, string, string | undefined, string])[] = [
  ['a line replaced', 'lock.yaml', lines(9), lines(9, { 5: 'five' })],
  ['two places far from each other', 'lock.yaml', lines(30), lines(30, { 2: 'two', 28: 'twenty-eight' })],
  ['two places whose surroundings meet', 'lock.yaml', lines(12), lines(12, { 3: 'three', 9: 'nine' })],
  ['lines at the end', 'sub/lock.yaml', lines(4), lines(6)],
  ['no line break at the end of either', 'lock.json', '{\n}', '{ \n}'],
  ['a line break that comes', 'lock.json', 'a\nb', 'a\nb\n'],
  ['a line break that goes', 'lock.json', 'a\nb\n', 'a\nb'],
  ['a new file in a new folder', 'deep/er/lock.yaml', undefined, 'packages: {}\n'],
  ['a new file without a line break', 'lock.yaml', undefined, 'packages: {}'],
  ['an empty file', 'lock.yaml', '', 'packages: {}\n'],
  ['carriage returns', 'lock.yaml', 'a\r\nb\r\nc\r\n', 'a\r\nB\r\nc\r\n'],
  ['line breaks of both kinds', 'lock.yaml', 'a\r\nb\nc\r\n', 'a\nb\nc\n'],
  ['a byte order mark that stays', 'lock.yaml', '\ufeffa\nb\n', '\ufeffa\nB\n'],
  ['a byte order mark that goes', 'lock.yaml', '\ufeffa\nb\n', 'a\nb\n'],
  ['a name with a blank', 'my config/lock file.yaml', 'a\n', 'b\n'],
  ['a new name with a blank', 'my config/lock file.yaml', undefined, 'b\n'],
  ['a name that git quotes', 'größe "x"\\y/lock.yaml', 'a\n', 'b\n'],
  ['what looks like a patch', 'lock.yaml', '-- a/x\n++ b/x\n', '-- a/y\n@@ -1 +1 @@\n'],
];

describe('git apply takes it', () => {
  it.each(CASES)('%s', (_, path, before, after) => {
    const made = repository();
    const file = join(made.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    if (before !== undefined) writeFileSync(file, before);
    const patch = join(folder(), 'a.patch');
    writeFileSync(
      patch,
      patchOf([{ path, before: before === undefined ? undefined : bytes(before), after: bytes(after) }]),
    );
    made.git('apply', '--check', '--whitespace=nowarn', patch);
    made.git('apply', '--whitespace=nowarn', patch);
    expect(readFileSync(file, 'utf8')).toBe(after);
  });
});

it('writes what git writes, but for ids of objects', () => {
  const made = repository();
  made.commit({ 'a.yaml': lines(20), 'b.json': '{}' }, 'first');
  const after = { 'a.yaml': lines(20, { 3: 'three', 17: 'seventeen' }), 'b.json': '{\n}', 'c.yaml': 'new\nfile\n' };
  for (const [path, text] of Object.entries(after)) writeFileSync(join(made.folder, path), text);
  made.git('add', '--intent-to-add', 'c.yaml');
  const said = made.git('-c', 'diff.indentHeuristic=false', 'diff');
  const before: Readonly<Record<string, string>> = { 'a.yaml': lines(20), 'b.json': '{}' };
  const patch = patchOf(
    Object.entries(after).map(([path, text]) => {
      const old = before[path];
      return { path, before: old === undefined ? undefined : bytes(old), after: bytes(text) };
    }),
  );
  // git leaves out a count of one, and repeats a line from above the hunk
  const plain = (text: string) =>
    text
      .replace(/^index .*\n/gm, '')
      .replace(/^(@@ .*? @@).*$/gm, '$1')
      .replace(/(?<=^@@.*[-+]\d+)(?= )/gm, ',1');
  expect(plain(patch)).toBe(`${plain(said)}\n`);
});

it('is empty where nothing changes', () => {
  expect(patchOf([{ path: 'a', before: bytes('a\n'), after: bytes('a\n') }])).toBe('');
  expect(patchOf([])).toBe('');
});

it('is the whole text of a new file', () => {
  expect(patchOf([{ path: 'a.yaml', before: undefined, after: bytes('one\ntwo') }])).toBe(
    `diff --git a/a.yaml b/a.yaml
new file mode 100644
--- /dev/null
+++ b/a.yaml
@@ -0,0 +1,2 @@
+one
+two
\\ No newline at end of file
`,
  );
});

it('applies to a tree that is no repository, too', () => {
  const place = folder();
  writeFileSync(join(place, 'a.yaml'), 'one\n');
  const patch = patchOf([{ path: 'a.yaml', before: bytes('one\n'), after: bytes('two\n') }]);
  writeFileSync(join(place, 'a.patch'), `what would change in words\n\n${patch}`);
  runGit(place, ['apply', 'a.patch']);
  expect(readFileSync(join(place, 'a.yaml'), 'utf8')).toBe('two\n');
});
