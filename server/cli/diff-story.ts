/** What `diff` asks the network about: advisories and changelogs of what has changed. Loaded only where it is asked for. */
import { loadConfigRepo } from '../config-repo/load';
import type { ConfigRepo } from '../config-repo/model';
import { repositoryRequests } from '../config-repo/repository-requests';
import { loadAdvisories } from '../operations/diff/advisories';
import type { AdvisoryAnswers, ChangeStory } from '../operations/diff/advisory';
import { loadStories } from '../operations/diff/change-story';
import type { StreamDiff } from '../operations/diff/diff';
import { DEFAULT_SETTINGS } from '../protocol/settings';
import type { RepositoryUpdateinfo } from '../rpmmd/repositories';
import type { DiffPlace } from './diff-place';
import type { Ports } from './ports';
import { ProgressLine } from './progress-line';
import { servicesFor } from './services';
import type { Settings } from './settings';

export interface Wanted {
  readonly advisories: boolean;
  readonly changelog: boolean;
}

export interface Told {
  readonly advisories: AdvisoryAnswers | undefined;
  readonly stories: ReadonlyMap<string, ChangeStory> | undefined;
  /** What keeps the changelogs from being known; a sentence each. */
  readonly problems: readonly string[];
  /** True where nothing could be asked at all. */
  readonly unavailable: boolean;
}

const OFFLINE = 'No service is asked: network access is off (--offline).';

/** Of the changes in `diff`. Never rejects for a service or repository that cannot be reached. */
export async function loadStory(
  diff: StreamDiff,
  { tree, settings: own }: Pick<DiffPlace, 'tree' | 'settings'>,
  wanted: Wanted,
  settings: Settings,
  ports: Ports,
): Promise<Told> {
  const progress = new ProgressLine(ports);
  const opened = await servicesFor({ settings: own }, settings, ports);
  const services = opened?.services;
  const notAsked = opened ? [] : [OFFLINE];
  try {
    const known = wanted.advisories ? await askAdvisories() : undefined;
    if (!wanted.changelog) return { ...known, advisories: known, stories: undefined, problems: [], ...failed(known) };
    progress.show('asking Koji for changelogs');
    const { stories, problems } = await loadStories({ diff, sources: diff.sources, services, advisories: known });
    const untold = diff.sources.length > 0 && [...stories.values()].every(({ changelog }) => changelog === undefined);
    const all = [...(known ? [] : notAsked), ...problems];
    return {
      advisories: known,
      stories,
      problems: all,
      unavailable: failed(known).unavailable || (untold && all.length > 0),
    };
  } finally {
    await progress.clear();
    await opened?.close();
  }

  async function askAdvisories(): Promise<AdvisoryAnswers> {
    progress.show('asking for advisories');
    const config = await loadConfigRepo(tree, { defaultRepositories: DEFAULT_SETTINGS.defaultRepositories });
    const updateinfo = await updateinfoFor(diff, config, settings, ports, progress);
    return loadAdvisories({ diff, services, updateinfo, notAsked });
  }
}

function failed(known: AdvisoryAnswers | undefined): { readonly unavailable: boolean } {
  return { unavailable: known !== undefined && known.asked.length === 0 };
}

/** An update is for all basearches: those of four would be fetched four times. */
async function updateinfoFor(
  { to, basearches }: StreamDiff,
  config: ConfigRepo,
  { offline, cacheFolder, verbose }: Settings,
  ports: Ports,
  progress: ProgressLine,
): Promise<readonly RepositoryUpdateinfo[]> {
  const primary = DEFAULT_SETTINGS.primaryArch;
  const basearch = basearches.includes(primary) ? primary : basearches[0];
  if (basearch === undefined) return [];
  const released = { ...config, releasever: to.releasever ?? config.releasever };
  // the pool is made of builds, not of updates
  const requests = repositoryRequests(released, basearch).filter(({ role }) => role === 'repo');
  const lines: string[] = [];
  const log = (line: string): void => {
    if (verbose) lines.push(line);
  };
  const opened = await ports.openRepositories({ cacheFolder, offline, log });
  try {
    progress.show('reading the advisories of repositories');
    return await opened.repositories.updateinfo(requests, { offline });
  } finally {
    await opened.close();
    await progress.clear();
    for (const line of lines) await ports.stderr.write(`${line}\n`);
  }
}
