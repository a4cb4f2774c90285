import { describe, expect, it } from 'vitest';
import { loadConfigRepo } from '../../../server/config-repo/load';
import { repositoryRequests } from '../../../server/config-repo/repository-requests';
import { memoryTree } from './memory-tree';

const REPO = `[main-repo]
baseurl=https://a.example/$releasever/$basearch/
[both]
baseurl=https://b.example/$basearch/
[pool]
baseurl=https://pool.example/$basearch/
`;

async function requests(manifest: string, own = ''): Promise<string[]> {
  const tree = memoryTree({ 'manifest.yaml': manifest, 'a.repo': REPO, '.manifest-lock.yaml': own });
  const repo = await loadConfigRepo(tree, { defaultRepositories: ['main-repo'] });
  return repositoryRequests(repo, 's390x').map(
    ({ role, config, variables }) =>
      `${role} ${config.id} ${variables.releasever} ${variables.basearch} ${variables.arch}`,
  );
}

describe('repositoryRequests', () => {
  it("gives the manifest's repositories, then the pool, each once", async () => {
    expect(await requests('releasever: 41\nrepos: [both, main-repo, both]\nlockfile-repos: [pool, both]')).toEqual([
      'repo both 41 s390x s390x',
      'repo main-repo 41 s390x s390x',
      'pool pool 41 s390x s390x',
    ]);
  });

  it('leaves out what has no address without a release version', async () => {
    expect(await requests('repos: [main-repo, both]\nlockfile-repos: [pool]')).toEqual([
      'repo both  s390x s390x',
      'pool pool  s390x s390x',
    ]);
  });

  it('falls back to the default repositories', async () => {
    expect(await requests('releasever: "41"\n')).toEqual(['repo main-repo 41 s390x s390x']);
  });

  it("asks the repositories of the repository's own file like the manifest's", async () => {
    const manifest = 'releasever: 41\nrepos: [main-repo]\nlockfile-repos: [pool, both]';
    expect(await requests(manifest, 'repositories: [both, main-repo]\n')).toEqual([
      'repo main-repo 41 s390x s390x',
      'repo both 41 s390x s390x',
      'pool pool 41 s390x s390x',
    ]);
  });
});
