/** Advisories of a comparison for a subcommand: asks repositories and Bodhi, unless offline. */
import type { ConfigRepo } from '../config-repo/model';
import { repositoryRequests } from '../config-repo/repository-requests';
import { loadAdvisories } from '../operations/diff/advisories';
import type { AdvisoryAnswers } from '../operations/diff/advisory';
import { basearchesOfChanges } from '../operations/diff/advisory-span';
import type { StreamDiff } from '../operations/diff/diff';
import type { RepositoryUpdateinfo } from '../rpmmd/repositories';
import { progressText } from './metadata';
import type { Ports } from './ports';
import { ProgressLine } from './progress-line';
import { servicesFor } from './services';
import type { Settings } from './settings';

/** Asked for what every basearch has. */
const PREFERRED = 'x86_64';

/**
 * `config`: the configuration of the side that the comparison leads to. Never rejects for what cannot be reached: `problems` of the
 * answer say so.
 */
export async function advisoriesFor(
  diff: StreamDiff,
  config: ConfigRepo,
  settings: Settings,
  ports: Ports,
): Promise<AdvisoryAnswers> {
  const updateinfo = await updateinfoFor(diff, config, settings, ports);
  const opened = await servicesFor(config, settings, ports);
  const progress = new ProgressLine(ports);
  try {
    if (!opened) {
      const notAsked = ['Bodhi is not asked: network access is off (--offline).'];
      return await loadAdvisories({ diff, services: undefined, updateinfo, notAsked });
    }
    progress.show('Bodhi: advisories');
    return await loadAdvisories({ diff, services: opened.services, updateinfo });
  } finally {
    await progress.clear();
    await opened?.close();
  }
}

/**
 * The advisories of the repositories of `config`, for the release that the comparison leads to, and for as few basearches as will do. The pool is left
 * out: it is made of builds, not of updates.
 */
export async function updateinfoFor(
  diff: StreamDiff,
  config: ConfigRepo,
  { cacheFolder, offline, verbose }: Settings,
  ports: Ports,
): Promise<readonly RepositoryUpdateinfo[]> {
  const released = { ...config, releasever: diff.to.releasever ?? config.releasever };
  const requests = basearchesOfChanges(diff, PREFERRED)
    .flatMap(basearch => repositoryRequests(released, basearch))
    .filter(({ role }) => role === 'repo');
  if (requests.length === 0) return [];
  const lines: string[] = [];
  const log = (line: string): void => {
    if (verbose) lines.push(line);
  };
  const opened = await ports.openRepositories({ cacheFolder, offline, log });
  const progress = new ProgressLine(ports);
  try {
    return await opened.repositories.updateinfo(requests, {
      offline,
      onProgress: step => progress.show(progressText(step)),
    });
  } finally {
    await progress.clear();
    await opened.close();
    for (const line of lines) await ports.stderr.write(`${line}\n`);
  }
}
