import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CLI, cli } from '../support/cli';
import { itShared, shared } from '../support/shared';

describe('vercmp A B', () => {
  // each answer is that of rpm 4.18's rpm.vercmp
  it.each([
    ['5:5.2.4-1.fc40', '5:5.2.5-1.fc40', '-1'],
    ['5:5.2.5-1.fc40', '5.2.5-1.fc40', '1'],
    ['1.0~rc1-1', '1.0-1', '-1'],
    ['1.0^git1-1', '1.0-1', '1'],
    ['1.05-1', '1.5-1', '0'],
    ['0:2.20.0-1.fc40', '2.20.0-1.fc40', '0'],
  ])('%s %s: %s', async (a, b, expected) => {
    expect(await cli(['vercmp', a, b])).toEqual({ status: 0, stdout: `${expected}\n`, stderr: '' });
  });

  it('answers as JSON', async () => {
    const { stdout } = await cli(['vercmp', '--format', 'json', '1-1', '1-2']);
    expect(JSON.parse(stdout)).toEqual({ comparisons: [{ a: '1-1', b: '1-2', order: -1 }] });
  });

  it.each([[['1-1']], [['1-1', '1-2', '1-3']]])('refuses %j', async versions => {
    expect((await cli(['vercmp', ...versions])).status).toBe(2);
  });
});

describe('vercmp < PAIRS', () => {
  it('answers a line each, also where the last one or all of them end otherwise', async () => {
    const expected = { status: 0, stdout: '-1\n1\n0\n', stderr: '' };
    expect(await cli(['vercmp'], { input: '1-1\t1-2\n2\t1\n\t\n' })).toEqual(expected);
    expect(await cli(['vercmp'], { input: '1-1\t1-2\n2\t1\n3\t3' })).toEqual(expected);
    expect(await cli(['vercmp'], { input: '1-1\t1-2\r\n2\t1\r\n3\t3\r\n' })).toEqual(expected);
  });

  it('says nothing to nothing', async () => {
    expect(await cli(['vercmp'], { input: '' })).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it.each([
    ['1-1\t1-2\n2\n3\t4\n', 'line 2: expected two versions separated by a tab, found no tab'],
    ['1-1\t1-2\n1\t2\t3\n', 'line 2: expected two versions separated by a tab, found 2 tabs'],
    ['1-1\t1-2\n\n3\t4\n', 'line 2: expected two versions separated by a tab, found no tab'],
  ])('names the malformed line of %j after the answers before it', async (input, message) => {
    expect(await cli(['vercmp'], { input })).toEqual({
      status: 2,
      stdout: '-1\n',
      stderr: `manifest-lock vercmp: ${message}\n`,
    });
  });

  it('answers each of 100,000 pairs, and all of it arrives', async () => {
    const pairs = Array.from({ length: 100_000 }, (_, i) => `1.${i}-1.fc40\t1.${i % 7}-1.fc40\n`).join('');
    const { status, stdout } = await cli(['vercmp'], { input: pairs });
    const answers = stdout.split('\n');
    expect({ status, count: answers.length }).toEqual({ status: 0, count: 100_001 });
    expect(answers.slice(0, 9).join(' ')).toBe('0 0 0 0 0 0 0 1 1');
    expect(answers.slice(7, -1).every(answer => answer === '1')).toBe(true);
  });

  it('ends quietly when nobody reads on', async () => {
    const child = spawn(process.execPath, [CLI, 'vercmp'], { stdio: 'pipe' });
    const errors: Buffer[] = [];
    child.stderr.on('data', (data: Buffer) => errors.push(data));
    child.stdin.on('error', (error: NodeJS.ErrnoException) => expect(error.code).toBe('EPIPE'));
    child.stdout.once('data', () => child.stdout.destroy());
    child.stdin.end('1-1\t1-2\n'.repeat(300_000));
    const [status] = await once(child, 'close');
    expect({ status, stderr: Buffer.concat(errors).toString() }).toEqual({ status: 0, stderr: '' });
  });

  itShared('agrees with librpm on the whole table', async () => {
    const rows = readFileSync(shared('data/vercmp.tsv'), 'utf8')
      .split('\n')
      .filter(line => line !== '' && !line.startsWith('#'))
      .map(line => line.split('\t'))
      .filter(([, , , judge]) => judge === 'evr');
    expect(rows.length).toBeGreaterThan(1000);
    const input = rows.map(([a, b]) => `${a}\t${b}\n`).join('');
    const { stdout } = await cli(['vercmp'], { input });
    const answers = stdout.split('\n');
    expect(rows.filter(([, , expected], i) => answers[i] !== expected)).toEqual([]);
  });
});
