import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blame, parseBlame } from '../../../server/git/blame';
import { program, repository } from './support';

const NO_EDGES: ReadonlySet<string> = new Set();

describe('blame', () => {
  it('says the last change of each line', async () => {
    const made = repository();
    const first = made.commit({ f: 'a\nb\nc\n' }, 'first ä\n\nbody', { date: 1_700_000_000 });
    const second = made.commit({ f: 'a\nB\r\nc\nsummary x' }, 'second', { date: 1_700_000_100 });
    const origins = await blame(program(made.folder), second, 'f', NO_EDGES);
    const old = { commit: first, committed: 1_700_000_000, subject: 'first ä', author: 'config' };
    const young = { commit: second, committed: 1_700_000_100, subject: 'second', author: 'config' };
    expect(origins).toEqual([old, young, old, young]);
    expect(await blame(program(made.folder), first, 'f', NO_EDGES)).toEqual([old, old, old]);
  });

  it('has no lines for an empty file, and follows a rename', async () => {
    const made = repository();
    const first = made.commit({ 'old name': 'a\nb\nc\nd\n', empty: '' }, 'first');
    const second = made.commit({ 'old name': null, '-new': 'a\nb\nc\nd\n' }, 'second');
    const origins = await blame(program(made.folder), second, '-new', NO_EDGES);
    expect(origins.map(origin => origin.commit)).toEqual([first, first, first, first]);
    expect(await blame(program(made.folder), second, 'empty', NO_EDGES)).toEqual([]);
  });

  it('runs no program and passes over no commit that the repository names', async () => {
    const made = repository();
    const ran = join(made.folder, 'ran');
    made.commit({ f: 'a\n', '.gitattributes': 'f diff=evil filter=evil\n' }, 'first');
    const second = made.commit({ f: 'A\n', ignored: '' }, 'second');
    const list = join(made.folder, 'reformatted');
    writeFileSync(list, `${second}\n`);
    const config = {
      'diff.evil.textconv': `touch ${ran}; cat`,
      'diff.evil.command': `touch ${ran}`,
      'diff.external': `touch ${ran}`,
      'filter.evil.smudge': `touch ${ran}`,
      'filter.evil.clean': `touch ${ran}`,
      'core.fsmonitor': `touch ${ran}`,
      'core.pager': `touch ${ran}`,
      'log.showSignature': 'true',
      'gpg.program': `touch ${ran}`,
      'blame.ignoreRevsFile': list,
    };
    for (const [key, value] of Object.entries(config)) made.git('config', key, value);
    const origins = await blame(program(made.folder), second, 'f', NO_EDGES);
    expect(origins.map(origin => origin.commit)).toEqual([second]);
    expect(existsSync(ran)).toBe(false);
    // git by itself does both
    expect(made.git('blame', second, '--', 'f')).not.toContain(second.slice(0, 7));
    expect(existsSync(ran)).toBe(true);
  });

  it("rejects with git's words", async () => {
    const made = repository();
    const first = made.commit({ f: 'a\n' }, 'first');
    await expect(blame(program(made.folder), first, 'none', NO_EDGES)).rejects.toThrow('no such path none in');
  });
});

it('takes nothing in a line of the file for a header', () => {
  const [a, b] = ['a'.repeat(40), 'b'.repeat(40)];
  const text = [
    `${a} 1 1 2`,
    'author x',
    'committer-time 1700000000',
    'summary one',
    'boundary',
    'filename f',
    `\t${b} 1 1 1`,
    `${a} 2 2`,
    '\tcommitter-time 5',
    `${b} 3 3 1`,
    'summary',
    'committer-time 1700000100',
    'filename f',
    '\t',
    '',
  ].join('\n');
  expect(parseBlame(text, new Set([a]))).toEqual([
    { commit: a, committed: 1_700_000_000, subject: 'one', author: 'x', edge: true },
    { commit: a, committed: 1_700_000_000, subject: 'one', author: 'x', edge: true },
    { commit: b, committed: 1_700_000_100, subject: '', author: '' },
  ]);
});
