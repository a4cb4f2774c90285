import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Example, makeExample } from '../../../scripts/make-example.mjs';
import { readRepoSettings } from '../../../server/config-repo/read-repo-settings';
import { itCreaterepo } from '../../support/judges';

/** 2026-03-01, 12:00 UTC. */
const NOW = Date.UTC(2026, 2, 1, 12);
const STREAMS = ['testing-devel', 'testing', 'stable', 'next-devel', 'next'];
const EXAMPLES = join(import.meta.dirname, '../../../examples');

let folder: string;
let example: Example;
beforeAll(() => {
  // a blank in the path must survive in the file:// URLs
  folder = mkdtempSync(join(tmpdir(), 'manifest-lock example-'));
  example = makeExample(join(folder, 'out'), NOW);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const repository = (path: string): string => join(example.repositories, path);

function primary(path: string): string {
  const repodata = repository(join(path, 'repodata'));
  const name = readdirSync(repodata).find(entry => entry.endsWith('-primary.xml.gz')) ?? 'no primary';
  return gunzipSync(readFileSync(join(repodata, name))).toString();
}

/** `name-epoch:version-release.arch` of every package, in file order. */
function nevras(path: string): string[] {
  const shape =
    /<name>([^<]+)<\/name>\s*<arch>([^<]+)<\/arch>\s*<version epoch="([^"]+)" ver="([^"]+)" rel="([^"]+)"\/>/g;
  return [...primary(path).matchAll(shape)].map(([, name, arch, e, v, r]) => `${name}-${e}:${v}-${r}.${arch}`);
}

function git(cwd: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd, encoding: 'utf8' }).trim();
}

describe('the services', () => {
  const settings = (made: Example) =>
    [made.configRepo, made.mistakes, made.syntaxError].map(
      path => readRepoSettings(readFileSync(join(path, '.manifest-lock.yaml'), 'utf8')).settings.services,
    );

  it('are off, on every stream', () => {
    const off = { koji: 'off', bodhi: 'off', builds: 'off' };
    expect(settings(example)).toEqual([off, off, off]);
    for (const stream of STREAMS) {
      expect(git(example.configRepo, 'show', `${stream}:.manifest-lock.yaml`)).toContain('koji: off');
    }
  });

  it('are those that are given', () => {
    const given = makeExample(join(folder, 'services'), NOW, { koji: 'http://127.0.0.1:1/kojihub' });
    const koji = { koji: 'http://127.0.0.1:1/kojihub', bodhi: 'off', builds: 'off' };
    expect(settings(given)).toEqual([koji, koji, koji]);
  });
});

describe('the repositories', () => {
  it('hold the builds of the table, one arch each, and noarch packages in both', () => {
    const podman = (path: string): string[] => nevras(path).filter(nevra => nevra.startsWith('podman-'));
    expect(podman('fedora/40/x86_64')).toEqual([
      'podman-5:5.0.1-1.fc40.x86_64',
      'podman-docker-5:5.0.1-1.fc40.noarch',
      'podman-remote-5:5.0.1-1.fc40.x86_64',
    ]);
    expect(podman('fedora-updates/40/aarch64')).toEqual([
      'podman-5:5.2.5-1.fc40.aarch64',
      'podman-docker-5:5.2.5-1.fc40.noarch',
      'podman-remote-5:5.2.5-1.fc40.aarch64',
    ]);
    expect(podman('fedora-coreos-pool/latest/x86_64').filter(nevra => nevra.endsWith('.noarch'))).toEqual([
      'podman-docker-5:5.2.1-1.fc40.noarch',
      'podman-docker-5:5.2.2-1.fc40.noarch',
      'podman-docker-5:5.2.3-1.fc40.noarch',
      'podman-docker-5:5.2.4-1.fc40.noarch',
    ]);
  });

  it('have packages of one basearch only there', () => {
    expect(nevras('fedora-updates/40/x86_64')).toContain('microcode_ctl-2:2.1-61.2.fc40.x86_64');
    expect(nevras('fedora-updates/40/aarch64').filter(nevra => nevra.startsWith('microcode_ctl'))).toEqual([]);
    expect(nevras('fedora/40/aarch64')).toContain('shim-aa64-0:15.8-3.aarch64');
    expect(nevras('fedora/40/aarch64').filter(nevra => nevra.startsWith('shim-x64'))).toEqual([]);
  });

  it('give the source package, licence, home page and dates', () => {
    const text = primary('fedora-updates/40/x86_64');
    const dracut = text.slice(text.indexOf('<name>afterburn-dracut<'), text.indexOf('<name>ignition<'));
    expect(dracut).toContain('<rpm:sourcerpm>rust-afterburn-5.7.0-1.fc40.src.rpm</rpm:sourcerpm>');
    expect(dracut).toContain('<rpm:license>Apache-2.0</rpm:license>');
    expect(dracut).toContain('<url>https://coreos.github.io/afterburn/</url>');
    // 2024-09-23 and the day after, UTC
    expect(dracut).toContain('<time file="1727136000" build="1727049600"/>');
  });

  it('hold every NEVRA that the lockfiles of the streams lock, in the repositories of their release', () => {
    for (const branch of STREAMS) {
      const release = branch.startsWith('next') ? 41 : 40;
      for (const arch of ['x86_64', 'aarch64']) {
        const available = new Set(
          [`fedora/${release}`, `fedora-updates/${release}`, 'fedora-coreos-pool/latest'].flatMap(path =>
            nevras(`${path}/${arch}`),
          ),
        );
        const base = git(example.configRepo, 'show', `${branch}:manifest-lock.${arch}.json`);
        const entries = Object.entries<{ evra: string }>(JSON.parse(base).packages);
        expect(entries.length).toBe(arch === 'x86_64' ? 35 : 34);
        const locked = entries.map(([name, { evra }]) => `${name} ${evra}`);
        const overrides = git(example.configRepo, 'show', `${branch}:manifest-lock.overrides.yaml`);
        for (const [, name, key, version] of overrides.matchAll(/^ {2}(\S+):\n {4}(evra?): (\S+)$/gm)) {
          locked.push(`${name} ${version}${key === 'evr' ? `.${arch}` : ''}`);
        }
        const missing = locked
          .map(text => text.replace(/ (\d+:)?/, (_, epoch = '0:') => `-${epoch}`))
          .filter(nevra => !available.has(nevra));
        expect({ branch, arch, missing }).toEqual({ branch, arch, missing: [] });
      }
    }
  });

  it('tell in updateinfo of the stable updates of their release, by basearch', () => {
    const updateinfo = (path: string): string => {
      const repodata = repository(join(path, 'repodata'));
      const name = readdirSync(repodata).find(entry => entry.endsWith('-updateinfo.xml.gz')) ?? 'no updateinfo';
      return gunzipSync(readFileSync(join(repodata, name))).toString();
    };
    const ids = (text: string): string[] => [...text.matchAll(/<id>([^<]+)<\/id>/g)].map(([, id]) => `${id}`);
    expect(ids(updateinfo('fedora-updates/41/x86_64'))).toEqual(['FEDORA-2024-0000000005']);
    const [intel, arm] = ['x86_64', 'aarch64'].map(arch => updateinfo(`fedora-updates/40/${arch}`)) as [string, string];
    const podman = intel.slice(
      intel.indexOf('<id>FEDORA-2024-0000000004<'),
      intel.indexOf('<id>FEDORA-2024-0000000006<'),
    );
    expect(podman).toContain('title="CVE-2024-9676 podman: symlink traversal in containers/storage"');
    expect(podman).toContain('<severity>Important</severity>');
    expect(podman.match(/<package name="[^"]+" version="5.2.5" release="1.fc40" epoch="5" arch="\w+"/g)).toEqual([
      '<package name="podman" version="5.2.5" release="1.fc40" epoch="5" arch="src"',
      '<package name="podman" version="5.2.5" release="1.fc40" epoch="5" arch="x86_64"',
      '<package name="podman-docker" version="5.2.5" release="1.fc40" epoch="5" arch="noarch"',
      '<package name="podman-remote" version="5.2.5" release="1.fc40" epoch="5" arch="x86_64"',
    ]);
    // a package of one basearch, and an update that is not stable
    expect(ids(intel).filter(id => !ids(arm).includes(id))).toEqual(['FEDORA-2024-0000000020']);
    expect(ids(intel)).not.toContain('FEDORA-2024-0000000001');
    expect(readdirSync(repository('fedora/40/x86_64/repodata')).filter(name => name.includes('updateinfo'))).toEqual(
      [],
    );
  });

  itCreaterepo('are what createrepo_c reads', () => {
    const script = `
import createrepo_c as cr, json, sys
base = sys.argv[1]
record = next(r for r in cr.Repomd(base + '/repodata/repomd.xml').records if r.type == 'primary')
packages = []
cr.xml_parse_primary(base + '/' + record.location_href, pkgcb=packages.append, do_files=False)
print(json.dumps([p.nevra() for p in packages if p.rpm_sourcerpm.startswith('selinux-policy-')]))`;
    const judge = (path: string): unknown =>
      JSON.parse(execFileSync('/usr/bin/python3', ['-c', script, repository(path)], { encoding: 'utf8' }));
    expect(judge('fedora-coreos-pool/latest/aarch64')).toEqual([
      'selinux-policy-0:40.20-1.fc40.noarch',
      'selinux-policy-targeted-0:40.20-1.fc40.noarch',
      'selinux-policy-0:40.27-1.fc40.noarch',
      'selinux-policy-targeted-0:40.27-1.fc40.noarch',
    ]);
  });
});

describe('the config repositories', () => {
  it('name the local repositories by an absolute file:// URL', () => {
    for (const root of [example.configRepo, example.mistakes]) {
      const text = readFileSync(join(root, 'fedora.repo'), 'utf8');
      const url = pathToFileURL(example.repositories).href;
      expect(text).toContain(`baseurl=${url}/fedora-updates/$releasever/$basearch/\n`);
      expect(text.slice(0, 9)).toBe('[fedora]\n');
      expect(text).not.toContain('@');
    }
  });

  it('are git repositories on testing-devel, with edits in that of the mistakes only', () => {
    for (const root of [example.configRepo, example.mistakes]) {
      expect(git(root, 'rev-parse', '--abbrev-ref', 'HEAD')).toBe('testing-devel');
    }
    expect(git(example.configRepo, 'status', '--porcelain')).toBe('');
    expect(git(example.mistakes, 'diff', '--name-only').split('\n')).toEqual([
      'manifest-lock.overrides.x86_64.yaml',
      'manifest-lock.overrides.yaml',
    ]);
    const changed = git(example.mistakes, 'diff', '--unified=0').split('\n');
    expect(changed.filter(line => /^-(?!-)/.test(line))).toEqual([
      '-  selinux-policy-targeted:',
      '-    evra: 40.28-1.fc40.noarch',
      '-    metadata:',
      '-      reason: https://github.com/coreos/fedora-coreos-tracker/issues/1758',
      '-      type: pin',
      '-    evr: 2:9.1.785-1.fc40',
    ]);
    expect(changed).toContain('+    evr: 2:9.1.719-1.fc40');
    expect(changed).toContain('+  libuv:');
  });

  it('have a history of 100 days, the mistakes one of two', () => {
    const log = (root: string, ref: string): string[] => git(root, 'log', '--format=%cI', ref).split('\n');
    const [yesterday, first] = ['2026-02-28T12:00:00+00:00', '2025-11-21T12:00:00+00:00'];
    const tips = STREAMS.map(stream => log(example.configRepo, stream)[0]?.slice(0, 10));
    expect(tips).toEqual(['2026-02-28', '2026-02-16', '2026-02-16', '2026-02-28', '2026-02-24']);
    for (const stream of STREAMS) {
      const days = log(example.configRepo, stream);
      expect(days.at(-1)).toBe(first);
      expect(days.length).toBeGreaterThan(5);
      expect(days.slice().sort().reverse()).toEqual(days);
    }
    expect(log(example.mistakes, 'HEAD')).toEqual([yesterday, first]);
    const pins = git(example.mistakes, 'show', 'HEAD~1:manifest-lock.overrides.yaml').match(/^ {2}[\w-]+:$/gm);
    expect(pins).toEqual(['  rpm-ostree:']);
  });

  it('end with what the folders of the streams have', () => {
    for (const stream of STREAMS) {
      const folder = join(EXAMPLES, stream === 'testing-devel' ? 'fedora-coreos' : `streams/${stream}`);
      for (const name of ['manifest.yaml', 'manifest-lock.overrides.yaml']) {
        const text = execFileSync('git', ['show', `${stream}:${name}`], { cwd: example.configRepo, encoding: 'utf8' });
        expect({ stream, text }).toEqual({ stream, text: readFileSync(join(folder, name), 'utf8') });
      }
    }
    const base = 'manifest-lock.x86_64.json';
    expect(`${git(example.configRepo, 'show', `testing-devel:${base}`)}\n`).toBe(
      readFileSync(join(EXAMPLES, 'fedora-coreos', base), 'utf8'),
    );
  });

  it('have promotions that name a commit of the source, whose tree they have but for the manifest', () => {
    const titles = STREAMS.flatMap(stream => git(example.configRepo, 'log', '--format=%H %s', stream).split('\n'));
    const promotions = new Map(
      titles.flatMap(line => {
        const [, id = '', from = '', source = ''] =
          /^(\w+) tree: promote changes from (\S+) at (\w{40})$/.exec(line) ?? [];
        return id === '' ? [] : [[id, { from, source }] as const];
      }),
    );
    expect(promotions.size).toBeGreaterThan(20);
    expect(titles.filter(line => line.includes('promote changes')).length).toBe(promotions.size);
    for (const [id, { from, source }] of promotions) {
      expect(
        git(example.configRepo, 'branch', '--contains', source, '--format=%(refname:short)').split('\n'),
      ).toContain(from);
      const changed = git(example.configRepo, 'diff', '--name-only', source, id);
      expect({ id, changed }).toEqual({ id, changed: 'manifest.yaml' });
      expect(git(example.configRepo, 'diff', '--name-only', `${id}~1`, id)).toContain('manifest-lock.x86_64.json');
    }
  });

  it('show how long a pin held, and where', () => {
    const held = (stream: string): string[] => {
      const log = git(example.configRepo, 'log', '--reverse', '--format=%H %cs', stream).split('\n');
      const pinned = log.filter(line =>
        git(example.configRepo, 'show', `${line.slice(0, 40)}:manifest-lock.overrides.yaml`).includes(
          '  kernel:\n    evr: 6.8.11-300.fc40\n    metadata:\n      reason: https://',
        ),
      );
      return pinned.map(line => line.slice(41));
    };
    expect(held('testing-devel')).toEqual(['2025-12-04', '2025-12-07']);
    expect(['testing', 'stable', 'next', 'next-devel'].map(held)).toEqual([
      ['2025-12-08'],
      ['2025-12-22'],
      ['2025-12-08'],
      [],
    ]);
  });

  it('have a branch for each stream, with its own manifest and locks', () => {
    const branches = git(example.configRepo, 'branch', '--format=%(refname:short)').split('\n');
    expect(branches.sort()).toEqual([...STREAMS].sort());
    const show = (path: string): string => git(example.configRepo, 'show', path);
    for (const branch of STREAMS) {
      expect(show(`${branch}:manifest.yaml`)).toContain(`stream: ${branch}\n`);
    }
    expect(show('next-devel:manifest.yaml')).toContain('releasever: 41\n');
    const lock = JSON.parse(show('next-devel:manifest-lock.aarch64.json'));
    expect(lock.packages['passt-selinux']).toEqual({
      evra: '0^20240906.g6b38f07-1.fc41.noarch',
      metadata: { sourcerpm: 'passt' },
    });
    expect(lock.packages['shim-aa64'].evra).toBe('15.8-3.aarch64');
    expect(lock.metadata).toEqual({ generated: '2024-09-17T00:00:00Z' });
    // that of x86_64 is on testing-devel alone
    const files = STREAMS.map(branch => git(example.configRepo, 'ls-tree', '--name-only', branch));
    expect(files.map(names => names.includes('overrides.x86_64'))).toEqual([true, false, false, false, false]);
  });
});

describe('making it again', () => {
  it('at the same time gives the same commits and drops what was changed in between', () => {
    const out = join(folder, 'again');
    const first = makeExample(out, NOW);
    const head = git(first.configRepo, 'rev-parse', 'HEAD');
    writeFileSync(join(first.configRepo, 'manifest-lock.overrides.yaml'), 'packages: {}\n');
    const second = makeExample(out, NOW);
    expect(git(second.configRepo, 'rev-parse', 'HEAD')).toBe(head);
    expect(git(second.configRepo, 'status', '--porcelain')).toBe('');
  });

  it('refuses a folder that holds something else', () => {
    const other = join(folder, 'other');
    execFileSync('mkdir', [other]);
    writeFileSync(join(other, 'thesis.txt'), 'mine');
    expect(() => makeExample(other)).toThrow(`${other} holds something that is no example`);
    expect(readFileSync(join(other, 'thesis.txt'), 'utf8')).toBe('mine');
  });
});
