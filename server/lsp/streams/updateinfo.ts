/** The advisories of the repositories of a config repository, for the release that a comparison leads to. */
import { repositoryRequests } from '../../config-repo/repository-requests';
import { basearchesOfChanges } from '../../operations/diff/advisory-span';
import type { StreamDiff } from '../../operations/diff/diff';
import type { RepositoryUpdateinfo } from '../../rpmmd/repositories';
import type { Session } from '../session';
import type { ComparedRepository } from './repository';

/** Of as few basearches as will do. Without the network what is cached, and repositories on this machine. */
export async function updateinfoFor(
  session: Session,
  { config, services }: Pick<ComparedRepository, 'config' | 'services'>,
  diff: StreamDiff,
): Promise<readonly RepositoryUpdateinfo[]> {
  const released = { ...config, releasever: diff.to.releasever ?? config.releasever };
  const requests = basearchesOfChanges(diff, session.configuration.settings.primaryArch)
    .flatMap(basearch => repositoryRequests(released, basearch))
    // the pool is made of builds, not of updates
    .filter(({ role }) => role === 'repo');
  if (requests.length === 0) return [];
  return session.packageRepositories.updateinfo(requests, { offline: services === undefined });
}
