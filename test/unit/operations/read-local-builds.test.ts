import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RepositoryPackage, repositoryFiles } from '../../../scripts/lib/rpm-md.mjs';
import { readLocalBuilds } from '../../../server/operations/read-local-builds';
import { createRepositories } from '../../../server/rpmmd/create-repositories';
import { buildIndex } from '../../../server/rpmmd/indexer';
import { canBuildRpms } from '../../support/judges';
import { PODMAN, type RpmTags, rpmFile } from '../../support/rpm-file';
import { buildRpms, makeTrueRepository } from '../../support/true-repository';

let top: string;
let folder: string;
let count = 0;
beforeAll(() => {
  top = mkdtempSync(join(tmpdir(), 'manifest-lock-local-'));
});
afterAll(() => rmSync(top, { recursive: true, force: true }));
beforeEach(() => {
  // a name that a `.repo` file would take for a variable
  folder = join(top, `$basearch ${++count}`);
});

function write(path: string, content: string | Buffer): string {
  const absolute = join(folder, path);
  mkdirSync(dirname(absolute), { recursive: true });
  writeFileSync(absolute, content);
  return absolute;
}

function read(...paths: readonly string[]) {
  const repositories = createRepositories({
    fetch: () => Promise.reject(new Error('this machine alone is read')),
    cacheFolder: join(folder, 'cache'),
    runIndexer: buildIndex,
    now: () => 0,
    trustFileUrls: () => true,
  });
  return readLocalBuilds(paths, { basearches: ['x86_64', 'aarch64'], repositories });
}

const PACKAGE: RepositoryPackage = {
  name: 'podman',
  epoch: 5,
  version: '5.2.5',
  release: '1.fc40',
  arch: 'x86_64',
};
function serve(path: string, packages: readonly RepositoryPackage[]): void {
  for (const [name, data] of repositoryFiles(packages)) write(join(path, name), data);
}

describe('readLocalBuilds', () => {
  it('reads RPM files', async () => {
    const arm: RpmTags = { ...PODMAN, arch: 'aarch64' };
    const one = write('a.rpm', Buffer.concat([rpmFile(PODMAN), Buffer.alloc(200_000, 7)]));
    const other = write('b.rpm', rpmFile(arm));
    const rpm = { name: 'podman', epoch: 5, version: '5.2.5', release: '1.fc40' };
    expect(await read(one, other)).toEqual([
      {
        nvr: 'podman-5.2.5-1.fc40',
        name: 'podman',
        rpms: [
          { ...rpm, arch: 'x86_64' },
          { ...rpm, arch: 'aarch64' },
        ],
        local: [one, other],
      },
    ]);
  });

  it('reads a header that is longer than what it looks at first', async () => {
    const long = write('a.rpm', rpmFile({ ...PODMAN, summary: 'x'.repeat(500_000) }));
    expect(await read(long)).toMatchObject([{ nvr: 'podman-5.2.5-1.fc40' }]);
  });

  it('reads the RPMs of a folder', async () => {
    write('rpms/a.rpm', rpmFile(PODMAN));
    write('rpms/b.rpm', rpmFile({ ...PODMAN, name: 'podman-docs', arch: 'noarch' }));
    write('rpms/README', 'not one');
    const rpms = join(folder, 'rpms');
    const [build] = await read(rpms);
    expect(build).toMatchObject({ rpms: [{ name: 'podman' }, { name: 'podman-docs' }], local: [rpms] });
  });

  it('reads a repository, and one of a folder a basearch', async () => {
    serve('one', [PACKAGE]);
    serve('many/x86_64', [PACKAGE]);
    serve('many/aarch64', [{ ...PACKAGE, arch: 'aarch64' }]);
    const arches = async (path: string) => {
      const builds = await read(join(folder, path));
      return builds.map(({ nvr, rpms }) => [nvr, rpms.map(({ epoch, arch }) => `${epoch}:${arch}`)]);
    };
    expect(await arches('one')).toEqual([['podman-5.2.5-1.fc40', ['5:x86_64']]]);
    expect(await arches('many')).toEqual([['podman-5.2.5-1.fc40', ['5:x86_64', '5:aarch64']]]);
  });

  it.each<[string, () => string, string]>([
    ['a path that is not there', () => join(folder, 'none.rpm'), 'there is no such file or folder'],
    ['a file that is none', () => write('a.rpm', 'hello, world'), 'not an RPM (it does not begin as one)'],
    ['an empty file', () => write('a.rpm', ''), 'not an RPM (0 bytes)'],
    ['half a file', () => write('a.rpm', rpmFile(PODMAN).subarray(0, 200)), 'not an RPM (cut off after 200 bytes)'],
    ['an empty folder', () => dirname(write('x/README', '')), 'there are neither RPMs nor repodata in it'],
    [
      'a source RPM alone',
      () => write('a.rpm', rpmFile({ ...PODMAN, sourcePackage: 1 })),
      'no package that can be locked',
    ],
  ])('refuses %s', async (_, make, message) => {
    mkdirSync(folder);
    const path = make();
    await expect(read(path)).rejects.toThrow(`${path}: ${message}`);
  });

  it('refuses a repository that is broken or empty', async () => {
    serve('empty', []);
    const repomd = write('broken/repodata/repomd.xml', '<repomd/>');
    await expect(read(join(folder, 'empty'))).rejects.toThrow(`${join(folder, 'empty')}: the repository is empty`);
    const broken = dirname(dirname(repomd));
    await expect(read(broken)).rejects.toThrow(`${broken}: local x86_64: `);
  });
});

describe.skipIf(!canBuildRpms)(
  `of real packages${canBuildRpms ? '' : ' (skipped: no rpmbuild or createrepo_c)'}`,
  () => {
    it('finds the same builds in the files and in the repository made of them', async () => {
      // rpmbuild cannot work where a folder is called as those of the other tests
      const plain = join(top, 'built');
      mkdirSync(plain);
      const rpms = buildRpms(plain);
      const repository = join(plain, 'repository');
      makeTrueRepository(rpms, repository, 'gz');
      const summary = (builds: Awaited<ReturnType<typeof read>>) =>
        builds.map(({ nvr, rpms: all }) => `${nvr}: ${all.map(({ name, epoch }) => `${epoch}:${name}`).sort()}`).sort();
      const found = summary(await read(rpms));
      expect(found).toContain('family-5.2.5-1.fc40: 5:family,5:family-libs,5:other-name');
      expect(found).toContain('plain-5.2.26-3.fc40: null:plain');
      expect(found).toHaveLength(10);
      expect(summary(await read(repository))).toEqual(found);
    }, 60_000);
  },
);
