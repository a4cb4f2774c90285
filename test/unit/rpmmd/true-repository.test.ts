import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRepositories } from '../../../server/rpmmd/create-repositories';
import { buildIndex } from '../../../server/rpmmd/indexer';
import type { RepositoryRequest, RepositoryState } from '../../../server/rpmmd/repositories';
import { canBuildRpms } from '../../support/judges';
import { repoConfig } from '../../support/repo-config';
import { BUILD_TIME, buildRpms, describeEachCompression, makeTrueRepository } from '../../support/true-repository';

let folder: string;
let rpms: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'manifest-lock-rpms-'));
  if (canBuildRpms) rpms = buildRpms(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(repository: string): Promise<RepositoryState> {
  const request: RepositoryRequest = {
    config: repoConfig('true', pathToFileURL(repository).href),
    variables: { releasever: '40', basearch: 'x86_64', arch: 'x86_64' },
    role: 'repo',
  };
  const repositories = createRepositories({
    fetch: ({ url }) => Promise.reject(new Error(`no network for ${url}`)),
    cacheFolder: join(folder, 'cache'),
    runIndexer: buildIndex,
    now: Date.now,
    trustFileUrls: () => true,
  });
  const [state] = await repositories.load([request], {});
  if (!state) throw new Error('no state');
  return state;
}

describe('a repository of real RPMs that createrepo_c describes', () => {
  describeEachCompression(compression => {
    let state: RepositoryState;
    beforeAll(async () => {
      const repository = join(folder, compression);
      makeTrueRepository(rpms, repository, compression);
      state = await read(repository);
    });

    it('is ready, with every package', () => {
      const { status, error, revision } = state;
      expect({ status, error, revision }).toEqual({ status: 'ready', error: undefined, revision: '1729526400' });
      expect(state.index?.size).toBe(14);
    });

    it('has all EVRs of a name, newest first as rpm sorts them', () => {
      const evrs = (name: string) => state.index?.find(name).map(({ evr }) => evr);
      expect(evrs('plain')).toEqual(['5.2.26-3.fc40', '5.2.15-1.fc40']);
      expect(evrs('marks')).toEqual(['1.0^20240101gitabcdef0-1.fc40', '1.0-1.fc40', '1.0~rc1-1.fc40']);
      expect(evrs('epochs')).toEqual(['2:0.1-0.1.fc40', '1:2.0-10.fc40', '9.0-1.fc40']);
      expect(evrs('nothing')).toEqual([]);
    });

    it('knows subpackages by their source', () => {
      const names = state.index?.findBySource('family').map(({ name, evr }) => `${name} ${evr}`);
      expect(names?.sort()).toEqual([
        'family 5:5.2.4-1.fc40',
        'family 5:5.2.5-1.fc40',
        'family-libs 5:5.2.4-1.fc40',
        'family-libs 5:5.2.5-1.fc40',
        'other-name 5:5.2.4-1.fc40',
        'other-name 5:5.2.5-1.fc40',
      ]);
      expect(state.index?.find('other-name')[0]?.sourceRpm).toBe('family-5.2.5-1.fc40.src.rpm');
    });

    it('gives texts, dates, size and checksum of the RPM itself', () => {
      const record = state.index?.find('family')[0];
      const file = readFileSync(join(rpms, 'family-5.2.5-1.fc40.noarch.rpm'));
      expect(record).toMatchObject({
        arch: 'noarch',
        summary: 'Pods & <containers> "quoted", naïve',
        license: 'MIT AND Apache-2.0',
        url: 'https://family.example.org/?a=1&b=2',
        location: 'family-5.2.5-1.fc40.noarch.rpm',
        buildTime: BUILD_TIME,
        size: file.length,
        checksum: `sha256:${createHash('sha256').update(file).digest('hex')}`,
      });
    });
  });
});
