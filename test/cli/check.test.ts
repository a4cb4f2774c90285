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
      [11, 'warning', 'not-locked'],
      [20, 'warning', 'invalid-url'],
      [24, 'error', 'malformed-version'],
      [31, 'error', 'conflicting-version'],
      [38, 'error', 'unknown-key'],
      [44, 'warning', 'not-available'],
      [51, 'warning', 'not-available'],
      [57, 'error', 'missing-reason'],
      [70, 'warning', 'missing-epoch'],
      [75, 'info', 'graduated'],
      [83, 'warning', 'dist-mismatch'],
      [107, 'warning', 'invalid-ignore'],
      [110, 'hint', 'zero-epoch'],
      [115, 'info', 'missing-bodhi'],
      [122, 'hint', 'same-as-base'],
      [129, 'error', 'version-not-string'],
      [135, 'warning', 'arch-mismatch'],
      [140, 'hint', 'missing-type'],
      [145, 'error', 'duplicate-key'],
      [156, 'info', 'shadowed'],
      [163, 'error', 'invalid-digest'],
      [170, 'hint', 'newer-available'],
      [175, 'info', 'stale-pin'],
      [181, 'warning', 'split-source'],
      [187, 'warning', 'arch-specific'],
      [194, 'warning', 'not-available'],
      [206, 'hint', 'newer-available'],
      [210, 'hint', 'held-back'],
      [213, 'warning', 'lowered'],
      [223, 'warning', 'unknown-type'],
    ]);
    // the comment above an entry names the code: what else is said of the version on line 206 follows from it
    const follows = (line: number, code: string): boolean => line === 205 && code === 'newer-available';
    for (const { code, range } of common.filter(({ code, range }) => !follows(range.start.line, code))) {
      const above = text.slice(0, range.start.line + 1).findLast(line => line.startsWith('  # '));
      // Koji could tell more of some
      expect([`# ${code}:`, `(${code} where Koji is not asked)`].some(text => above?.includes(text))).toBe(true);
    }
    const others = findings.filter(finding => finding.file !== 'manifest-lock.overrides.yaml');
    expect(others.map(({ file: name, code, range: { start } }) => [name, code, start.line, start.character])).toEqual([
      ['manifest-lock.aarch64.json', 'hermeto-drift', 1, 2],
      ['manifest-lock.aarch64.json', 'not-in-base-lock', 1, 2],
      ['manifest-lock.aarch64.json', 'newer-available', 159, 15],
      ['manifest-lock.aarch64.json', 'arch-drift', 177, 14],
      ['manifest-lock.aarch64.json', 'newer-available', 177, 15],
      ['manifest-lock.overrides.aarch64.yaml', 'missing-packages', 2, 0],
      ['manifest-lock.overrides.json', 'unread-file', 0, 0],
      ['manifest-lock.overrides.x86_64.yaml', 'dropped-override', 2, 0],
      ['manifest-lock.x86_64.json', 'not-in-base-lock', 1, 2],
      ['manifest-lock.x86_64.json', 'hermeto-drift', 3, 14],
      ['manifest-lock.x86_64.json', 'newer-available', 165, 15],
    ]);
    expect(summary).toEqual({ error: 9, warning: 19, info: 4, hint: 10 });
    const fixes = (code: string) => findings.findLast(finding => finding.code === code)?.fixes;
    expect(common.find(({ range }) => range.start.line === 169)?.fixes).toEqual([
      'Update pin to 5:5.2.5-1.fc40 (fedora-updates)',
    ]);
    expect(fixes('missing-packages')).toEqual(['Write "packages: {}"']);
    expect(fixes('dropped-override')).toEqual(['Restore selinux-policy-targeted 40.28-1.fc40 as it was']);
    expect(fixes('lowered')).toEqual(['Restore vim-minimal 2:9.1.785-1.fc40 as it was']);
    expect(fixes('split-source')).toEqual(['Add selinux-policy-targeted at 40.28-1.fc40']);
    expect(common.find(({ code }) => code === 'stale-pin')?.message).toMatch(
      /^rpm-ostree has been pinned to 2024\.8-1\.fc40 for 100 days, .* "overrides: pin rpm-ostree-2024\.8-1\.fc40"\)/,
    );
  });

  it('reports what does not parse, once', async () => {
    const result = await example.run(['check', '--format', 'json'], { cwd: example.syntaxError });
    expect({ status: result.status, stderr: result.stderr }).toEqual({ status: 1, stderr: '' });
    const found = reportOf(result).findings.map(({ code, range: { start } }) => [code, start.line, start.character]);
    expect(found).toEqual([['syntax', 6, 76]]);
  });

  it('needs no metadata for what stands in the file, and runs only what is asked for', async () => {
    const args = ['check', '--only', 'zero-epoch,duplicate-key', '--threshold', 'hint'];
    const { status, stdout, stderr } = await example.run(args, { cwd: example.mistakes });
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout.split('\n').map(line => line.replace(/: .*\[/, ' ['))).toEqual([
      'manifest-lock.overrides.yaml:110:10 [zero-epoch]',
      'manifest-lock.overrides.yaml:145:3 [duplicate-key]',
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
    expect(stderr).toContain(
      `name one of those below it with --repo: ${example.configRepo}, ${example.mistakes}, ${example.syntaxError}`,
    );
  });
});

describe('check of the other streams', () => {
  const streams = (): string => {
    const repo = join(folder, 'streams');
    rmSync(repo, { recursive: true, force: true });
    cpSync(example.configRepo, repo, { recursive: true });
    return repo;
  };
  /** `path:line code package` of all warnings and errors with the branch checked out. */
  const serious = async (branch: string): Promise<string[]> => {
    const cwd = streams();
    execFileSync('git', ['switch', '--quiet', branch], { cwd });
    const { findings } = reportOf(await example.run(['check', '--format', 'json', '--arch', 'all'], { cwd }));
    return findings
      .filter(({ severity }) => severity === 'error' || severity === 'warning')
      .map(({ file, code, message }) => `${file} ${code} ${message.split(' ')[0]}`);
  };

  it('tells where next-devel is behind testing-devel, and of nothing else', async () => {
    expect(await serious('next-devel')).toEqual(
      ['crun', 'kdump-utils', 'podman'].map(name => `manifest-lock.x86_64.json stream-downgrade ${name}`),
    );
  });

  it('tells what skipped testing on its way to stable', async () => {
    expect(await serious('stable')).toEqual(
      ['afterburn', 'afterburn-dracut'].map(name => `manifest-lock.overrides.yaml skipped-stream ${name}`),
    );
    expect(await serious('testing')).toEqual(
      ['afterburn', 'afterburn-dracut'].map(name => `manifest-lock.x86_64.json stream-downgrade ${name}`),
    );
    expect(await serious('next')).toEqual([]);
  });

  it('tells what the next promotion to stable drops', async () => {
    const args = ['check', '--ref', 'stable', '--only', 'lost-on-promotion', '--format', 'json'];
    const { findings } = reportOf(await example.run(args));
    expect(findings.map(({ severity, message }) => `${severity} ${message.split(':')[0]}`)).toEqual([
      'info The next promotion from testing takes afterburn 5.7.0-1.fc40 (fast-track) back to 5.6.0-1.fc40 (base lock), unless testing has it by then.',
      'info The next promotion from testing takes afterburn-dracut 5.7.0-1.fc40 (fast-track) back to 5.6.0-1.fc40 (base lock), unless testing has it by then.',
      'info The next promotion from testing drops the pin of podman at 5',
    ]);
  });

  it('tells of an override that is gone before the base locks have caught up', async () => {
    const repo = streams();
    const path = join(repo, 'manifest-lock.overrides.yaml');
    const text = readFileSync(path, 'utf8');
    const [before, after] = [text.indexOf('  ignition:'), text.indexOf('  kdump-utils:')];
    writeFileSync(path, text.slice(0, before) + text.slice(after));
    const args = ['check', '--only', 'dropped-override', '--format', 'json'];
    const { findings } = reportOf(await example.run(args, { cwd: repo }));
    expect(findings.map(({ message, fixes }) => [message.split(' ')[0], fixes])).toEqual([
      ['ignition', ['Restore ignition 2.20.0-1.fc40 as it was']],
    ]);
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

/** What librpm's labelCompare finds older than on testing-devel and testing, in the base locks of x86_64. */
const BEHIND: Readonly<Record<string, readonly string[]>> = {
  'origin/next-devel': [
    ...['crypto-policies', 'libjcat', 'libnfsidmap', 'libtirpc', 'libuv', 'libxmlb', 'nfs-utils-coreos', 'vim-data'],
    'vim-minimal',
  ],
  'origin/next': [
    ...['amd-gpu-firmware', 'amd-ucode-firmware', 'containers-common', 'containers-common-extra', 'intel-gpu-firmware'],
    ...['libjcat', 'libuv', 'libxmlb', 'linux-firmware', 'linux-firmware-whence', 'nvidia-gpu-firmware'],
    ...['qed-firmware', 'vim-data', 'vim-minimal'],
  ],
};

describe('check of real branches', () => {
  itShared('finds nothing in Fedora CoreOS of October 2024 but what is older than on another stream', async () => {
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
      const { findings } = reportOf(result);
      const serious = findings.filter(({ severity }) => severity === 'error' || severity === 'warning');
      const behind = BEHIND[branch] ?? [];
      expect({
        branch,
        status: result.status,
        found: serious.map(({ code, message }) => `${code} ${message.split(' ')[0]}`),
      }).toEqual({
        branch,
        status: behind.length > 0 ? 1 : 0,
        found: behind.map(name => `stream-downgrade ${name}`),
      });
      checked.push(branch);
    }
    expect(checked.length).toBe(7);
  });
});
