/** Which repositories one basearch of a config repository can get packages from. */
import type { RepositoryRequest } from '../rpmmd/repositories';
import type { ConfigRepo } from './model';
import { needsReleasever } from './repo-files';

/**
 * The manifest's repositories, then its pool; one that is both is a repository. Left out, because they have no address,
 * are those that need a release version where none is known: `problems` says so.
 */
export function repositoryRequests(repo: ConfigRepo, basearch: string): RepositoryRequest[] {
  const { releasever } = repo;
  const variables = { releasever: releasever ?? '', basearch, arch: basearch };
  const repos = repo.repos(basearch).map(config => ({ config, variables, role: 'repo' as const }));
  const ids = new Set(repos.map(request => request.config.id));
  const pool = repo
    .pool(basearch)
    .filter(config => !ids.has(config.id))
    .map(config => ({ config, variables, role: 'pool' as const }));
  return [...repos, ...pool].filter(({ config }) => releasever !== undefined || !needsReleasever(config));
}
