import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RepositoryPackage, repositoryFiles } from '../../scripts/lib/rpm-md.mjs';
import { cli } from '../support/cli';
import { MANIFEST, repoFile } from '../support/fedora';

const COMMON = 'manifest-lock.overrides.yaml';
const X86_64 = 'manifest-lock.overrides.x86_64.yaml';
const AARCH64 = 'manifest-lock.overrides.aarch64.yaml';

const fastTrack = (name: string, version: string) => `  ${name}:
    ${version}
    metadata:
      type: fast-track
`;
const PODMAN = fastTrack('podman', 'evr: 5:5.2.5-1.fc40 # see 1809');
const IGNITION = fastTrack('ignition', 'evr: 2.20.0-1.fc40');
const BASH = `  bash:
    evr: 5.2.26-3.fc40
    metadata:
      reason: https://github.com/coreos/fedora-coreos-tracker/issues/1809
      type: pin
`;

const rpm = (name: string, evr: string, arch: string): RepositoryPackage => {
  const [, epoch = '0', version = '', release = ''] = /^(?:(\d+):)?(.*)-(.*)$/.exec(evr) ?? [];
  return { name, epoch, version, release, arch };
};
const locks = (versions: Readonly<Record<string, string>>) =>
  JSON.stringify({ packages: Object.fromEntries(Object.entries(versions).map(([name, evra]) => [name, { evra }])) });

let folder: string;
let repo: string;
let copies = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'manifest-lock-graduate-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(repo, path)), { recursive: true });
  writeFileSync(join(repo, path), content);
}
const text = (path: string): string => readFileSync(join(repo, path), 'utf8');

/** What fedora-updates has for a basearch. */
function serve(basearch: string, packages: readonly RepositoryPackage[]): void {
  for (const [path, data] of repositoryFiles(packages)) write(`repos/fedora-updates/${basearch}/${path}`, data);
}

beforeEach(() => {
  repo = join(folder, String(++copies));
  write('manifest.yaml', MANIFEST.replace(/lockfile-repos:\n.*\n/, ''));
  write('fedora.repo', repoFile(`${pathToFileURL(repo)}/repos/`));
  write(COMMON, `packages:\n${BASH}${PODMAN}`);
  for (const basearch of ['x86_64', 'aarch64']) {
    for (const [path, data] of repositoryFiles([])) write(`repos/fedora/${basearch}/${path}`, data);
    serve(basearch, [rpm('podman', '5:5.2.5-1.fc40', basearch), rpm('ignition', '2.20.0-1.fc40', basearch)]);
    write(
      `manifest-lock.${basearch}.json`,
      locks({ podman: `5:5.2.5-1.fc40.${basearch}`, ignition: `2.20.0-1.fc40.${basearch}` }),
    );
  }
});

const graduate = (...args: string[]) =>
  cli(['graduate', '--repo', repo, '--cache', join(repo, 'cache'), ...args], { cwd: folder });

describe('graduate', () => {
  it('drops what repositories and base locks of all basearches have, and keeps every other byte', async () => {
    expect(await graduate()).toEqual({
      status: 0,
      stdout: `${COMMON}: podman 5:5.2.5-1.fc40 is dropped (fedora-updates, base lock 5:5.2.5-1.fc40)
${COMMON}: bash is a pin and stays.
`,
      stderr: '',
    });
    expect(text(COMMON)).toBe(`packages:\n${BASH}`);
  });

  it('goes through the files of single basearches, which the tool never does (row 8)', async () => {
    write(AARCH64, `packages:\n${IGNITION}`);
    write(X86_64, `packages:\n${IGNITION}`);
    serve('x86_64', [rpm('podman', '5:5.2.5-1.fc40', 'x86_64'), rpm('ignition', '2.19.0-1.fc40', 'x86_64')]);
    expect((await graduate('--eager')).stdout).not.toContain('ignition');
    const { status, stdout } = await graduate('--format', 'json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      dropped: [
        { file: AARCH64, name: 'ignition', evr: '2.20.0-1.fc40', base: '2.20.0-1.fc40', repository: 'fedora-updates' },
      ],
      stays: [
        {
          file: X86_64,
          name: 'ignition',
          evr: '2.20.0-1.fc40',
          message: 'ignition stays: fedora-updates has 2.19.0-1.fc40 for x86_64.',
        },
      ],
      pins: [{ file: COMMON, name: 'bash', evr: '5.2.26-3.fc40', message: 'bash is a pin and stays.' }],
      notes: [],
      written: true,
    });
    expect(text(AARCH64)).toBe('packages: {}\n');
    expect(text(X86_64)).toBe(`packages:\n${IGNITION}`);
  });

  it('waits for the base locks (row 3), but for --eager', async () => {
    write('manifest-lock.aarch64.json', locks({ podman: '5:5.2.4-1.fc40.aarch64' }));
    expect((await graduate()).stdout).toBe(`${COMMON}: podman stays: the base lock of aarch64 (5:5.2.4-1.fc40) is older.
${COMMON}: bash is a pin and stays.
Nothing has graduated.
`);
    const { stdout } = await graduate('--eager', '--dry-run');
    expect(stdout).toBe(`${COMMON}: podman 5:5.2.5-1.fc40 would be dropped (fedora-updates, base lock 5:5.2.5-1.fc40)
${COMMON}: bash is a pin and stays.
podman is downgraded until the next bump: the base lock of aarch64 (5:5.2.4-1.fc40) is older.

diff --git a/${COMMON} b/${COMMON}
--- a/${COMMON}
+++ b/${COMMON}
@@ -4,7 +4,3 @@
     metadata:
       reason: https://github.com/coreos/fedora-coreos-tracker/issues/1809
       type: pin
-  podman:
-    evr: 5:5.2.5-1.fc40 # see 1809
-    metadata:
-      type: fast-track
`);
    expect(text(COMMON)).toContain('podman');
  });

  it('holds back what never was ahead (row 11)', async () => {
    for (const basearch of ['x86_64', 'aarch64']) {
      serve(basearch, [rpm('podman', '5:5.3.0-1.fc40', basearch)]);
      write(`manifest-lock.${basearch}.json`, locks({ podman: `5:5.3.0-1.fc40.${basearch}` }));
    }
    const { stdout } = await graduate();
    expect(stdout).toContain('podman stays: 5:5.2.5-1.fc40 never was ahead (fedora-updates has 5:5.3.0-1.fc40)');
    expect(text(COMMON)).toContain('podman');
  });

  it('keeps what was not looked up', async () => {
    const { status, stdout } = await graduate('--arch', 'x86_64');
    expect(status).toBe(0);
    expect(stdout).toContain('podman stays: the repositories of aarch64 were not looked up.\n');
  });

  it('reads no repository where nothing could graduate', async () => {
    write(COMMON, `packages:\n${BASH}`);
    rmSync(join(repo, 'repos'), { recursive: true });
    expect(await graduate()).toEqual({
      status: 0,
      stdout: `${COMMON}: bash is a pin and stays.\nNothing has graduated.\n`,
      stderr: '',
    });
  });

  it('writes nothing where a repository that is needed is not reached', async () => {
    rmSync(join(repo, 'repos/fedora-updates/aarch64'), { recursive: true });
    const { status, stdout, stderr } = await graduate();
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toContain('nothing is written: what has graduated on aarch64 cannot be told');
    expect(text(COMMON)).toContain('podman');
    expect((await graduate('--eager')).status).toBe(0);
  });

  it('says which comments the canonical form loses', async () => {
    write(COMMON, `packages:\n${BASH}    # here to stay\n${PODMAN}`);
    const { stderr } = await graduate('--canonical', '--dry-run');
    expect(stderr).toBe(`${COMMON}:7: the comment would be lost: here to stay
${COMMON}:9: the comment would be lost: see 1809
`);
  });

  it('keeps what is silenced with a reason', async () => {
    write(COMMON, `packages:\n  # manifest-lock: ignore graduated until the barrier\n${PODMAN}`);
    expect((await graduate()).stdout).toContain('podman stays: "graduated" is ignored there (until the barrier).\n');
  });

  it.each<[string, string, RegExp]>([
    [COMMON, '', /nothing is written: manifest-lock\.overrides\.yaml:1: it is empty: it needs "packages: \{\}"\n$/],
    ['manifest-lock.aarch64.json', '{', /nothing is written: manifest-lock\.aarch64\.json:1: it does not parse: /],
    ['manifest.yaml', 'repos: [nowhere]\n', /the manifest names no repository that a \.repo file defines\n$/],
  ])('refuses a broken %s and changes no file', async (path, content, message) => {
    write(AARCH64, `packages:\n${IGNITION}`);
    write(path, content);
    const { status, stdout, stderr } = await graduate();
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(text(AARCH64)).toBe(`packages:\n${IGNITION}`);
  });

  it.each<[string[], string]>([
    [['podman'], 'unexpected argument "podman"'],
    [['--eager', '--arch', 'all'], '--eager looks into one basearch: --arch ARCH'],
    [['--arch', 'riscv64'], '--arch: the repository locks x86_64, aarch64, not riscv64'],
  ])('refuses %j', async (args, message) => {
    const { status, stderr } = await graduate(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('graduate --eager', () => {
  it('asks the repositories of the basearch it is told', async () => {
    serve('x86_64', []);
    expect((await graduate('--eager')).stdout).toContain('podman stays: no repository has it for x86_64.');
    expect((await graduate('--eager', '--arch', 'aarch64')).stdout).toContain('podman 5:5.2.5-1.fc40 is dropped');
  });

  it('takes the manifest at its word', async () => {
    write('manifest.yaml', MANIFEST.replace('  - fedora-updates', '  - fedora-testing'));
    expect((await graduate('--eager')).stderr).toContain('no .repo file defines fedora-testing');
    write('manifest.yaml', 'releasever: 40\n');
    expect((await graduate('--eager')).stderr).toContain('the manifest names no repositories (repos)');
    // a production branch, whose manifest names none
    expect((await graduate()).stdout).toContain('podman 5:5.2.5-1.fc40 is dropped');
  });

  it('needs no file at all', async () => {
    rmSync(join(repo, COMMON));
    expect(await graduate('--eager')).toEqual({ status: 0, stdout: 'Nothing has graduated.\n', stderr: '' });
  });
});
