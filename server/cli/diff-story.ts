/** What `diff` asks the network about: advisories and changelogs of what has changed. Loaded only where it is asked for. */
import { loadConfigRepo } from '../config-repo/load';
import type { AdvisoryAnswers, ChangeStory } from '../operations/diff/advisory';
import { loadStories, type Stories } from '../operations/diff/change-story';
import type { StreamDiff } from '../operations/diff/diff';
import { DEFAULT_SETTINGS } from '../protocol/settings';
import { advisoriesFor } from './advisories';
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

const OFFLINE = 'Koji is not asked: network access is off (--offline).';

/** Of the changes in `diff`. Never rejects for a service or repository that cannot be reached. */
export async function loadStory(
  diff: StreamDiff,
  place: Pick<DiffPlace, 'tree' | 'settings'>,
  wanted: Wanted,
  settings: Settings,
  ports: Ports,
): Promise<Told> {
  if (diff.sources.length === 0) return { advisories: undefined, stories: undefined, problems: [], unavailable: false };
  const advisories = wanted.advisories ? await askAdvisories(diff, place, settings, ports) : undefined;
  const told = wanted.changelog ? await askChangelogs(diff, advisories, place, settings, ports) : undefined;
  return {
    advisories,
    stories: told?.stories,
    problems: told?.problems ?? [],
    unavailable:
      advisories?.asked.length === 0 || (told !== undefined && told.problems.length > 0 && !hasChangelog(told)),
  };
}

async function askAdvisories(
  diff: StreamDiff,
  { tree }: Pick<DiffPlace, 'tree'>,
  settings: Settings,
  ports: Ports,
): Promise<AdvisoryAnswers> {
  const config = await loadConfigRepo(tree, { defaultRepositories: DEFAULT_SETTINGS.defaultRepositories });
  return advisoriesFor(diff, config, settings, ports);
}

async function askChangelogs(
  diff: StreamDiff,
  advisories: AdvisoryAnswers | undefined,
  place: Pick<DiffPlace, 'settings'>,
  settings: Settings,
  ports: Ports,
): Promise<Stories> {
  const opened = await servicesFor(place, settings, ports);
  if (!opened) return { stories: new Map(), problems: [OFFLINE] };
  const progress = new ProgressLine(ports);
  try {
    progress.show('Koji: changelogs');
    return await loadStories({ diff, sources: diff.sources, services: opened.services, advisories });
  } finally {
    await progress.clear();
    await opened.close();
  }
}

function hasChangelog({ stories }: Stories): boolean {
  return [...stories.values()].some(({ changelog }) => changelog !== undefined);
}
