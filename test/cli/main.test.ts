import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli } from '../support/cli';

const SUBCOMMANDS = [
  'check',
  'outdated',
  'update',
  'pin',
  'fast-track',
  'srpms',
  'graduate',
  'format',
  'vercmp',
  'lsp',
];

describe('manifest-lock', () => {
  it('prints its version', async () => {
    const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8'));
    expect(await cli(['--version'])).toEqual({ status: 0, stdout: `manifest-lock ${version}\n`, stderr: '' });
  });

  it('lists its subcommands on --help', async () => {
    const { status, stdout, stderr } = await cli(['--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const name of SUBCOMMANDS) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
  });

  it.each(SUBCOMMANDS)('explains %s', async name => {
    const { status, stdout, stderr } = await cli([name, '--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(`usage: manifest-lock ${name} [options]`);
    expect((await cli(['help', name])).stdout).toBe(stdout);
  });

  it.each([
    [[], 'a subcommand is missing'],
    [
      ['chekc'],
      'no subcommand "chekc": there are check, diff, outdated, history, update, pin, fast-track, srpms, graduate, streams, promote, format, vercmp, lsp',
    ],
    [['check', '--fromat', 'json'], 'unknown option --fromat'],
    [['check', '--format', 'xml'], '--format must be text, json, sarif or github, not "xml"'],
    [['check', '--format'], '--format needs a value: --format text|json'],
    [['check', '--only', '--offline'], '--only needs a value: --only CODE,..'],
    [['check', '--offline=yes'], '--offline takes no value'],
    [['check', '--repo', '.', '--repo', '.'], '--repo is given twice'],
    [['check', '--threshold', 'fatal'], '--threshold must be hint, info, warning or error, not "fatal"'],
    [['check', '--only', 'syntax,,zero-epoch'], '--only: empty entry in "syntax,,zero-epoch"'],
    [['check', '--only', 'sintax'], '--only: no rule "sintax": there are syntax, '],
    [['outdated', 'podman'], 'unexpected argument "podman"'],
    [['update'], 'name the packages to update, or give --all'],
    [['update', 'podman', '--all'], 'name packages or give --all, not both'],
    [['update', 'podman', '--include-pins'], '--include-pins goes with --all'],
    [['update', 'podman', 'skopeo', '--to', '1-1'], '--to goes with exactly one NAME'],
    [['lsp'], '--stdio is missing'],
  ])('refuses %j with exit status 2', async (args, message) => {
    const { status, stdout, stderr } = await cli(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^usage: manifest-lock /m);
  });

  it('takes common options before the subcommand', async () => {
    const { status, stderr } = await cli(['--repo', '/no/such/folder', 'check']);
    expect({ status, stderr }).toEqual({ status: 2, stderr: 'manifest-lock check: /no/such/folder: no such folder\n' });
  });
});
