import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { useExample } from '../support/example';

const example = useExample();
const OVERRIDES = 'manifest-lock.overrides.yaml';
let folder: string;
/** A copy for each test. */
let repo: string;
let copies = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'manifest-lock-update-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  repo = join(folder, String(++copies));
  cpSync(example.configRepo, repo, { recursive: true });
});

/** Changed lines of the working tree, `-` and `+` alone. */
function diff(): string[] {
  const text = execFileSync('git', ['diff', '--unified=0'], { cwd: repo, encoding: 'utf8' });
  return text.split('\n').filter(line => /^[-+](?![-+])/.test(line));
}

const update = (...args: string[]) => example.run(['update', ...args], { cwd: repo });

describe('update NAME', () => {
  it('replaces the bytes of the version alone', async () => {
    const { status, stdout, stderr } = await update('podman');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe(
      `${OVERRIDES}: podman 5:5.2.4-1.fc40 -> 5:5.2.5-1.fc40 (fedora-updates)\n` +
        'Looked up for x86_64, not for aarch64 (--arch all).\n',
    );
    expect(diff()).toEqual(['-    evr: 5:5.2.4-1.fc40', '+    evr: 5:5.2.5-1.fc40']);
  });

  it('takes along what is built from the same source', async () => {
    const { stdout } = await update('selinux-policy', '--arch', 'all', '--format', 'json');
    const common = { file: OVERRIDES, from: '40.20-1.fc40', to: '40.28-1.fc40', repository: 'fedora-updates' };
    expect(JSON.parse(stdout)).toEqual({
      changed: [
        { ...common, name: 'selinux-policy', source: 'selinux-policy' },
        { ...common, name: 'selinux-policy-targeted', source: 'selinux-policy' },
      ],
      left: [],
      notes: [],
      written: true,
    });
    expect(diff()).toEqual([
      '-    evra: 40.20-1.fc40.noarch',
      '+    evra: 40.28-1.fc40.noarch',
      '-    evra: 40.20-1.fc40.noarch',
      '+    evra: 40.28-1.fc40.noarch',
    ]);
  });

  it('knows source packages, and siblings that are both named', async () => {
    expect((await update('shim')).stdout).toBe(
      'manifest-lock.overrides.x86_64.yaml: shim-x64 15.6-2 -> 15.8-3 (fedora)\n',
    );
    await update('selinux-policy-targeted', 'selinux-policy');
    expect(diff().length).toBe(6);
  });

  it('moves a base lock only where no overrides have the name, and says what becomes of it', async () => {
    const { stdout } = await update('afterburn', '--arch', 'aarch64,x86_64');
    expect(stdout).toContain('manifest-lock.aarch64.json: afterburn-dracut 5.6.0-1.fc40 -> 5.7.0-1.fc40');
    expect(stdout).toContain('the next bump of the base locks writes them anew');
    expect(diff()).toContain('+      "evra": "5.7.0-1.fc40.x86_64",');
  });

  it('says what is the newest already', async () => {
    const { status, stdout } = await update('ignition');
    expect(status).toBe(0);
    expect(stdout).toBe(`${OVERRIDES}: The repositories have nothing newer than ignition 2.20.0-1.fc40.\n`);
    expect(diff()).toEqual([]);
  });

  it('writes nothing with --dry-run', async () => {
    const { stdout } = await update('podman', '--dry-run', '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({ changed: [{ name: 'podman' }], written: false });
    expect(diff()).toEqual([]);
  });

  it('shows with --dry-run the patch that makes the same of the files', async () => {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: repo, encoding: 'utf8' });
    const args = ['afterburn', 'podman', '--arch', 'aarch64,x86_64'];
    const { stdout } = await update(...args, '--dry-run');
    const json = await update(...args, '--dry-run', '--format', 'json');
    expect(stdout).toContain(`\n\n${JSON.parse(json.stdout).patch}`);
    execFileSync('git', ['apply', '--check', '-'], { cwd: repo, input: stdout });
    execFileSync('git', ['apply', '-'], { cwd: repo, input: stdout });
    const applied = git('diff');
    git('checkout', '--', '.');
    await update(...args);
    expect(git('diff')).toBe(applied);
    expect(git('diff', '--name-only')).toContain('manifest-lock.aarch64.json\n');
  });

  it('refuses a name that no lockfile has, and then changes nothing else either', async () => {
    const { status, stdout, stderr } = await update('podman', 'podmann');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toBe(`manifest-lock update: no lockfile of ${repo} has a package "podmann"\n`);
    expect(diff()).toEqual([]);
  });

  it('refuses a file with a syntax error', async () => {
    const path = join(repo, OVERRIDES);
    const broken = readFileSync(path, 'utf8').replace(/type: pin$/m, 'type: "pin" x');
    writeFileSync(path, broken);
    const { status, stderr } = await update('podman');
    expect(status).toBe(2);
    expect(stderr).toContain(`${OVERRIDES} has a syntax error, nothing is written: `);
    expect((await update('--all')).stderr).toBe(stderr);
    expect((await update('podmann')).stderr).toContain(`"podmann" (${OVERRIDES} has a syntax error)`);
    expect(readFileSync(path, 'utf8')).toBe(broken);
  });

  it('writes nothing where a repository could have something newer still', async () => {
    const path = join(repo, 'fedora.repo');
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('/fedora-updates/', '/nowhere/'));
    const { status, stderr } = await update('shim-x64');
    expect(status).toBe(3);
    expect(stderr).toContain('nothing is written: what is newest for x86_64 cannot be told');
    expect(diff().filter(line => line.includes('evr'))).toEqual([]);
  });
});

describe('update NAME --to EVR', () => {
  it('goes to a version of the pool, older too', async () => {
    expect((await update('podman', '--to', '5:5.2.2-1.fc40')).stdout).toContain('5:5.2.4-1.fc40 -> 5:5.2.2-1.fc40\n');
    expect(diff()).toEqual(['-    evr: 5:5.2.4-1.fc40', '+    evr: 5:5.2.2-1.fc40']);
  });

  it('warns of a version that nothing has', async () => {
    const { status, stdout } = await update('podman', '--to', '5:5.2.55-1.fc40');
    expect(status).toBe(0);
    expect(stdout).toContain('No known repository has podman 5:5.2.55-1.fc40.');
  });

  it('says when it is there already', async () => {
    const { stdout } = await update('podman', '--to', '5:5.2.4-1.fc40');
    expect(stdout).toBe(`${OVERRIDES}: podman is at 5:5.2.4-1.fc40 already.\n`);
  });

  it.each(['5.2.5', '5:5.2.5-1.fc40.x86_64', 'x y-1'])('refuses %j', async evr => {
    const { status, stdout } = await update('podman', '--to', evr);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(diff()).toEqual([]);
  });
});

describe('update --all', () => {
  it('leaves pins alone and says so', async () => {
    const { status, stdout } = await update('--all', '--arch', 'all');
    expect(status).toBe(0);
    expect(stdout).toContain(`${OVERRIDES}: podman is a pin.\n`);
    expect(diff()).toEqual([]);
  });

  it('moves fast-tracks, and pins where asked, in all overrides files', async () => {
    const path = join(repo, OVERRIDES);
    const text = readFileSync(path, 'utf8').replace('evr: 5:5.2.4-1.fc40', "evr: '5:5.2.3-1.fc40' # see 1809");
    writeFileSync(path, text.replace(/(1809\n +type:) pin/, '$1 fast-track'));
    await update('--all');
    expect(diff()).toContain("+    evr: '5:5.2.5-1.fc40' # see 1809");
    expect(readFileSync(path, 'utf8')).toContain('evra: 40.20-1.fc40.noarch');
    await update('--all', '--include-pins');
    expect(readFileSync(path, 'utf8')).not.toContain('40.20-1.fc40');
    expect(readFileSync(join(repo, 'manifest-lock.overrides.x86_64.yaml'), 'utf8')).toContain('evra: 15.8-3.x86_64\n');
  });

  it('says when there is nothing to do', async () => {
    await update('--all', '--include-pins');
    expect((await update('--all')).stdout).toBe('Nothing to update.\n');
  });
});
