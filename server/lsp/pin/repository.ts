/** A config repository with all its streams, as the questions of "Pin Backport" need it. */

import { loadConfigRepo } from '../../config-repo/load';
import { loadStreamTargets } from '../../config-repo/load-stream-targets';
import type { ConfigRepo } from '../../config-repo/model';
import { rememberParse } from '../../config-repo/remember-parse';
import type { StreamTarget } from '../../config-repo/stream-targets';
import { streamOf } from '../../config-repo/streams';
import { type GitRef, isAbsent } from '../../git/git';
import type { LayerFile } from '../../lockfile/layers';
import { parseLockfile } from '../../lockfile/parse';
import type { Availability } from '../../rpmmd/repositories';
import type { Services } from '../../services/services';
import { failure } from '../request';
import { availabilityIn } from '../scope';
import type { Session } from '../session';

export interface PinRepository {
  /** Absolute. */
  readonly folder: string;
  /** What the working tree's basearches can get, as far as it is known. */
  readonly availability: (basearch: string) => Availability | undefined;
  readonly config: ConfigRepo;
  readonly files: readonly LayerFile[];
  readonly services: Services;
  /** The working tree's first. */
  readonly targets: readonly StreamTarget[];
  readonly refs: readonly GitRef[];
  /** What is not known, for a human; a sentence each. */
  readonly notes: readonly string[];
}

const NO_SERVICES: Services = { koji: undefined, bodhi: undefined, builds: undefined };

/** Branches have many files alike, and one flow asks several times. */
const parse = rememberParse(parseLockfile);

/** Fails with words for a human where the document is in no config repository, or nothing may be changed in it. */
export async function pinRepository(session: Session, uri: string): Promise<PinRepository> {
  const { mode } = session.status();
  if (mode === 'restricted') throw failure('The workspace is not trusted: no service is asked and git is not run.');
  const folder = await session.folderAround(uri);
  const views = (folder !== undefined && (await session.viewsIn(folder))) || [];
  const [view] = views;
  if (folder === undefined || !view?.repo) throw failure(`${uri} is in no config repository.`);
  const { config, files } = view.repo;
  const services = (await session.services.of(folder)) ?? NO_SERVICES;
  const known = { folder, availability: availabilityIn(views), config, files, services };
  const offline = mode === 'offline' ? ['Network access is off: no service is asked.'] : [];
  const git = await session.git(folder);
  const writer = session.gitWriter(folder);
  if (!git || !writer || isAbsent(git)) {
    const why = git && isAbsent(git) ? `Other streams are not known: ${git.message}.` : 'Other streams are not known.';
    return { ...known, targets: [worktreeTarget(config, files)], refs: [], notes: [...offline, why] };
  }
  const { defaultRepositories } = session.configuration.settings;
  const { targets, problems } = await loadStreamTargets({
    ...{ git, config, files, parse },
    checkedOut: await writer.checkedOut(),
    load: tree => loadConfigRepo(tree, { defaultRepositories }),
  });
  return { ...known, targets, refs: await git.refs(), notes: [...offline, ...problems] };
}

/** A folder without git: its files are all there is. */
function worktreeTarget(config: ConfigRepo, files: readonly LayerFile[]): StreamTarget {
  const name = config.stream ?? 'working tree';
  const policy = streamOf(config, undefined) ?? { name, branch: name, notBehind: [], promotesTo: [] };
  return { policy, label: 'working tree', place: { kind: 'worktree' }, config, files, root: '' };
}
