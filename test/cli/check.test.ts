import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliResult, cli } from '../support/cli';
import { useExample } from '../support/example';
import { itShared, shared } from '../support/shared';

const example = useExample();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'manifest-lock-check-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Report {
  readonly findings: readonly {
    readonly file: string;
    readonly range: { readonly start: { readonly line: number; readonly character: number } };
    readonly severity: string;
    readonly code: string;
    readonly message: string;
    readonly fixes: readonly string[];
  }[];
  readonly summary: Readonly<Record<string, number>>;
}

const reportOf = ({ stdout }: CliResult): Report => JSON.parse(stdout);

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('check of a repository full of mistakes', () => {
  it('reports each under its code, where it stands, with its fixes', async () => {
    const result = await example.run(['check', '--format', 'json', '--arch', 'all'], { cwd: example.mistakes });
    expect({ status: result.status, stderr: result.stderr }).toEqual({ status: 1, stderr: '' });
    const { findings, summary } = reportOf(result);
    const common = findings.filter(finding => finding.file === 'manifest-lock.overrides.yaml');
    const text = readFileSync(join(example.mistakes, 'manifest-lock.overrides.yaml'), 'utf8').split('\n');
    // line numbers as an editor counts them
    expect(common.map(({ code, severity, range }) => [range.start.line + 1, severity, code])).toEqual([
      [6, 'error', 'missing-version'],
      [12, 'error', 'malformed-version'],
      [20, 'warning', 'invalid-url'],
      [25, 'error', 'conflicting-version'],
      [32, 'error', 'unknown-key'],
      [37, 'error', 'missing-reason'],
      [42, 'info', 'graduated'],
      [50, 'hint', 'zero-epoch'],
      [55, 'info', 'missing-bodhi'],
      [62, 'error', 'version-not-string'],
      [68, 'warning', 'arch-mismatch'],
      [73, 'hint', 'missing-type'],
      [78, 'error', 'duplicate-key'],
      [90, 'error', 'invalid-digest'],
      [97, 'hint', 'newer-available'],
      [103, 'warning', 'not-available'],
      [109, 'hint', 'newer-available'],
      [113, 'hint', 'held-back'],
      [119, 'warning', 'unknown-type'],
    ]);
    // the comment above an entry names the code
    for (const { code, range } of common.filter(({ range }) => range.start.line !== 108)) {
      const above = text.slice(0, range.start.line + 1).findLast(line => line.startsWith('  # '));
      expect(above).toContain(`# ${code}:`);
    }
    const others = findings.filter(finding => finding.file !== 'manifest-lock.overrides.yaml');
    expect(others.map(({ file: name, code, range: { start } }) => [name, code, start.line, start.character])).toEqual([
      ['manifest-lock.overrides.aarch64.yaml', 'missing-packages', 2, 0],
      ['manifest-lock.overrides.x86_64.yaml', 'syntax', 6, 76],
    ]);
    expect(summary).toEqual({ error: 10, warning: 4, info: 2, hint: 5 });
    expect(common.find(({ code }) => code === 'newer-available')?.fixes).toEqual([
      'Update pin to 5:5.2.5-1.fc40 (fedora-updates)',
    ]);
    expect(others[0]?.fixes).toEqual(['Write "packages: {}"']);
  });

  it('needs no metadata for what stands in the file, and runs only what is asked for', async () => {
    const args = ['check', '--only', 'zero-epoch,duplicate-key', '--threshold', 'hint'];
    const { status, stdout, stderr } = await example.run(args, { cwd: example.mistakes });
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout.split('\n').map(line => line.replace(/: .*\[/, ' ['))).toEqual([
      'manifest-lock.overrides.yaml:50:10 [zero-epoch]',
      'manifest-lock.overrides.yaml:78:3 [duplicate-key]',
      '1 error, 1 hint',
      '',
    ]);
  });

  it('runs a rule that is off by default when it is named', async () => {
    const args = ['check', '--only', 'comment-lost', '--format', 'json'];
    const { findings } = reportOf(await example.run(args, { cwd: example.mistakes }));
    expect(new Set(findings.map(({ code, severity }) => `${code} ${severity}`))).toEqual(
      new Set(['comment-lost info']),
    );
  });
});

describe('check of a tidy repository', () => {
  it('is quiet, and counts what is below the threshold', async () => {
    const { status, stdout, stderr } = await example.run(['check']);
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: 'not shown: 22 hints (--threshold hint)\n',
      stderr: '',
    });
  });

  it('finds the repository around the working directory', async () => {
    const cwd = join(example.configRepo, 'manifests');
    const { status, stdout } = await example.run(['check', '--threshold', 'hint'], { cwd });
    expect(status).toBe(1);
    expect(stdout).toContain(
      `${join(example.configRepo, 'manifest-lock.overrides.yaml')}:24:10: hint: fedora-updates has podman 5:5.2.5-1.fc40`,
    );
  });

  it('looks at the basearch of an arch file that is named', async () => {
    const args = ['check', '--format', 'json', 'manifest-lock.aarch64.json'];
    const { findings } = reportOf(await example.run(args));
    expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(['newer-available']));
    expect(findings[0]?.message).toContain('fedora-updates has afterburn 5.7.0-1.fc40');
  });

  it('says which folder to name where there are several', async () => {
    const { status, stdout, stderr } = await example.run(['check'], { cwd: join(example.configRepo, '..') });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(`name one of those below it with --repo: ${example.configRepo}, ${example.mistakes}`);
  });
});

describe('check FILE', () => {
  it('works on a file outside any repository, whatever its name', async () => {
    const path = file('mine.yaml', 'packages:\n  podman:\n    evr: 1.10\n');
    const result = await cli(['check', '--format', 'json', 'mine.yaml'], { cwd: folder });
    expect(result.status).toBe(1);
    const [finding] = reportOf(result).findings.filter(({ code }) => code === 'version-not-string');
    expect(finding).toMatchObject({
      file: 'mine.yaml',
      range: { start: { line: 2, character: 9 }, end: { line: 2, character: 13 } },
      severity: 'error',
    });
    expect((await cli(['check', path], { cwd: tmpdir() })).stdout).toMatch(/mine\.yaml:3:10: error: /);
  });

  it('counts lines and UTF-16 characters as LSP does', async () => {
    file('wide.yaml', 'packages: {}\r\nmetadata: {}\rx: 1 # 🦭\n"🦭": 1\n');
    const { findings } = reportOf(await cli(['check', '--format', 'json', 'wide.yaml'], { cwd: folder }));
    const unknown = findings.filter(({ code }) => code === 'unknown-key');
    expect(unknown.map(({ range }) => range)).toContainEqual({
      start: { line: 3, character: 0 },
      end: { line: 3, character: 4 },
    });
  });

  it('reports the readable ones, names the others, and ends with 2', async () => {
    file('fine.yaml', 'packages: {}\n');
    writeFileSync(join(folder, 'latin1.yaml'), Buffer.from('packages: {} # \xe9\n', 'latin1'));
    const args = ['check', 'fine.yaml', 'gone.yaml', 'latin1.yaml', '.', '--format', 'json'];
    const result = await cli(args, { cwd: folder });
    expect(result.status).toBe(2);
    expect(reportOf(result)).toEqual({ findings: [], summary: { error: 0, warning: 0, info: 0, hint: 0 } });
    expect(result.stderr.split('\n')).toEqual([
      'gone.yaml: no such file',
      'cannot read latin1.yaml: it is not UTF-8 text',
      '. is a folder: name files, or the repository with --repo',
      '',
    ]);
  });
});

describe('check without the repositories', () => {
  it('says what could not be read and still reports what stands in the files', async () => {
    const broken = join(folder, 'broken');
    cpSync(example.mistakes, broken, { recursive: true });
    const repo = readFileSync(join(broken, 'fedora.repo'), 'utf8').replaceAll('/fedora-updates/', '/nowhere/');
    writeFileSync(join(broken, 'fedora.repo'), repo);
    const all = await example.run(['check', '--format', 'json'], { cwd: broken });
    expect(all.status).toBe(1);
    expect(all.stderr).toMatch(/^fedora-updates x86_64: .*\/nowhere\/40\/x86_64\/repodata\/repomd\.xml/m);
    expect(all.stderr).not.toMatch(/^fedora x86_64/m);
    expect(reportOf(all).findings.some(({ code }) => code === 'duplicate-key')).toBe(true);
    const needed = await example.run(['check', '--only', 'newer-available'], { cwd: broken });
    expect(needed.status).toBe(3);
    expect(needed.stderr).toContain('x86_64: a repository that --only needs is not known');
  });
});

describe('check of real branches', () => {
  itShared('finds no error and no warning in Fedora CoreOS of October 2024', async () => {
    const clone = join(folder, 'config');
    execFileSync('git', ['clone', '--quiet', shared('data/config-2024.bundle'), clone], { stdio: 'pipe' });
    const branches = execFileSync('git', ['branch', '--remotes', '--format=%(refname:short)'], {
      cwd: clone,
      encoding: 'utf8',
    });
    const checked: string[] = [];
    for (const branch of branches.split('\n').filter(name => name.includes('/') && !name.endsWith('/HEAD'))) {
      execFileSync('git', ['checkout', '--quiet', '--detach', branch], { cwd: clone });
      const result = await example.run(['check', '--offline', '--format', 'json'], { cwd: clone });
      expect({ branch, status: result.status, ...reportOf(result).summary }).toMatchObject({
        branch,
        status: 0,
        error: 0,
        warning: 0,
      });
      checked.push(branch);
    }
    expect(checked.length).toBe(7);
  });
});
