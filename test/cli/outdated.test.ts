import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useExample } from '../support/example';

const example = useExample();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'manifest-lock-outdated-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Row {
  readonly name: string;
  readonly arch: string;
  readonly newest: string;
}

describe('outdated', () => {
  it('has a row a package and basearch, with what counts there and where the newer one is', async () => {
    const { status, stdout, stderr } = await example.run(['outdated', '--arch', 'all', '--format', 'json']);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    const rows: Row[] = JSON.parse(stdout).packages;
    expect(rows.length).toBe(43);
    expect(rows.filter(({ name }) => ['podman', 'shim-x64', 'afterburn-dracut'].includes(name))).toEqual([
      ...['x86_64', 'aarch64'].map(arch => ({
        name: 'afterburn-dracut',
        arch,
        layer: 'base',
        locked: '5.6.0-1.fc40',
        newest: '5.7.0-1.fc40',
        repository: 'fedora-updates',
        source: 'rust-afterburn',
      })),
      ...['x86_64', 'aarch64'].map(arch => ({
        name: 'podman',
        arch,
        layer: 'overrides',
        locked: '5:5.2.4-1.fc40',
        newest: '5:5.2.5-1.fc40',
        repository: 'fedora-updates',
        source: 'podman',
      })),
      {
        name: 'shim-x64',
        arch: 'x86_64',
        layer: 'arch-overrides',
        locked: '15.6-2',
        newest: '15.8-3',
        repository: 'fedora',
        source: 'shim',
      },
    ]);
  });

  it('looks into one basearch unless asked, and prints a table', async () => {
    const { stdout } = await example.run(['outdated']);
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(/^PACKAGE +ARCH +LOCKED +IN +NEWEST +REPOSITORY$/);
    expect(lines.slice(1, -1).every(line => line.includes(' x86_64 '))).toBe(true);
    expect(stdout).toMatch(/^podman +x86_64 +5:5\.2\.4-1\.fc40 +overrides +5:5\.2\.5-1\.fc40 +fedora-updates$/m);
  });

  it('lists every newer EVR with --all, newest first', async () => {
    const repo = join(folder, 'old');
    cpSync(example.configRepo, repo, { recursive: true });
    writeFileSync(
      join(repo, 'manifest-lock.overrides.yaml'),
      'packages:\n  nano:\n    evr: 7.2-1.fc40\n    metadata:\n      type: pin\n      reason: https://example.org/\n',
    );
    const { stdout } = await example.run(['outdated', '--all', '--format', 'json'], { cwd: repo });
    const rows: Row[] = JSON.parse(stdout).packages;
    expect(rows.filter(({ name }) => name === 'nano').map(({ newest }) => newest)).toEqual([
      '7.2-7.fc40',
      '7.2-6.fc40',
    ]);
  });

  it('ends with 0 where everything is the newest', async () => {
    const args = ['outdated', '--format', 'json', '--arch', 'aarch64'];
    const repo = join(folder, 'new');
    cpSync(example.configRepo, repo, { recursive: true });
    for (const name of ['manifest-lock.aarch64.json', 'manifest-lock.x86_64.json']) {
      writeFileSync(join(repo, name), '{"packages": {"bash": {"evr": "5.2.26-3.fc40"}}}');
    }
    writeFileSync(join(repo, 'manifest-lock.overrides.yaml'), 'packages: {}\n');
    expect(await example.run(args, { cwd: repo })).toEqual({ status: 0, stdout: '{"packages":[]}\n', stderr: '' });
  });

  it('ends with 3 where a repository could have had more', async () => {
    const repo = join(folder, 'unreachable');
    cpSync(example.configRepo, repo, { recursive: true });
    const text = readFileSync(join(repo, 'fedora.repo'), 'utf8').replaceAll('/fedora-updates/', '/nowhere/');
    writeFileSync(join(repo, 'fedora.repo'), text);
    const { status, stdout, stderr } = await example.run(['outdated', '--format', 'json'], { cwd: repo });
    expect(status).toBe(3);
    expect(JSON.parse(stdout).packages.map(({ name }: Row) => name)).toEqual(['shim-x64']);
    expect(stderr).toMatch(/^fedora-updates x86_64: /m);
    expect(stderr).toMatch(/the list for x86_64 is not complete\n$/);
  });

  it('ends with 3 offline where nothing is cached, and makes no request', async () => {
    const repo = join(folder, 'offline');
    cpSync(example.configRepo, repo, { recursive: true });
    for (const name of ['fedora.repo', 'fedora-coreos-pool.repo']) {
      const text = readFileSync(join(repo, name), 'utf8').replace(
        /^baseurl=.*$/gm,
        'baseurl=http://127.0.0.1:1/$basearch/',
      );
      writeFileSync(join(repo, name), text);
    }
    const { status, stdout, stderr } = await example.run(['outdated', '--offline'], { cwd: repo });
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toContain('--offline');
    expect(stderr).not.toContain('ECONNREFUSED');
    expect(stderr).toContain('no package metadata for x86_64');
  });

  it('refuses a repository of which a layer cannot be read', async () => {
    const repo = join(folder, 'unreadable');
    cpSync(example.configRepo, repo, { recursive: true });
    writeFileSync(join(repo, 'manifest-lock.overrides.aarch64.yaml'), Buffer.from([0xff, 0xfe]));
    expect(await example.run(['outdated'], { cwd: repo })).toEqual({
      status: 2,
      stdout: '',
      stderr: 'manifest-lock outdated: cannot read manifest-lock.overrides.aarch64.yaml: it is not UTF-8 text\n',
    });
  });

  it('says so where the manifest names no repository that is defined', async () => {
    const repo = join(folder, 'undefined');
    cpSync(example.configRepo, repo, { recursive: true });
    rmSync(join(repo, 'fedora.repo'));
    const { status, stderr } = await example.run(['outdated'], { cwd: repo });
    expect(status).toBe(2);
    expect(stderr).toContain('x86_64: the manifest names no repository that a .repo file defines');
  });
});
