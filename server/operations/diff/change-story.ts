/** What is told of the way from one version to the other: the changelog between them, and the pages of both builds. */
import { type ChangelogEntry, type Koji, KojiError } from '../../koji/koji';
import { problemText } from '../../services/facts-loader';
import type { Services } from '../../services/services';
import { type ChangelogRange, entriesAfterVersion, entriesSince } from '../changelog-range';
import type { AdvisoryAnswers, ChangeStory } from './advisory';
import type { SourceChange, StreamDiff } from './diff';
import { type BuildsOfChange, mainChange, sourceBuilds, vrOf } from './source-builds';

export interface StoryInput {
  readonly diff: StreamDiff;
  /** Those of it that are wanted. */
  readonly sources: readonly SourceChange[];
  /** Undefined: none may be asked, and whoever calls says why. */
  readonly services: Services | undefined;
  /** What is known of them by now. */
  readonly advisories?: AdvisoryAnswers | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Stories {
  /** By source package, one each. */
  readonly stories: ReadonlyMap<string, ChangeStory>;
  /** What is not known, and why; a sentence each. */
  readonly problems: readonly string[];
}

/**
 * The changelog of an upgrade is what the newer build has above the older one; of a downgrade what goes away with the newer one. Additions
 * and removals have none, nor has a rebuild that says nothing. Rejects only with the signal's reason.
 */
export async function loadStories({ sources, services, advisories, signal }: StoryInput): Promise<Stories> {
  const problems: string[] = [];
  const known = services?.koji ? await askKoji(sources, services.koji, problems, signal) : undefined;
  if (services && !services.koji) problems.push('Koji is not asked: it is off.');
  const stories = sources.map(({ source }): [string, ChangeStory] => {
    const found = known?.get(source);
    const of = [...(advisories?.bySource.get(source) ?? []), ...(advisories?.lost?.get(source) ?? [])];
    return [source, { advisories: of, changelog: found?.changelog, pages: { from: found?.from, to: found?.to } }];
  });
  return { stories: new Map(stories), problems };
}

interface Found {
  readonly changelog: readonly ChangelogEntry[] | undefined;
  /** Pages. */
  readonly from: string | undefined;
  readonly to: string | undefined;
}

async function askKoji(
  sources: readonly SourceChange[],
  koji: Koji,
  problems: string[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, Found>> {
  const found = new Map<string, Found>();
  const onFailure = ({ message }: KojiError): void =>
    void problems.push(problemText('koji', { message, partial: true }));
  try {
    const builds = await sourceBuilds(sources, koji, signal, onFailure);
    const page = (build: BuildsOfChange['from']): string | undefined => build && koji.page(build);
    for (const [source, { from, to }] of builds) {
      found.set(source, { changelog: undefined, from: page(from), to: page(to) });
    }
    const changelogs = await readChangelogs(sources, builds, koji, problems, signal);
    for (const [source, changelog] of changelogs) {
      const known = found.get(source);
      if (known) found.set(source, { ...known, changelog });
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof KojiError)) throw error;
    problems.push(problemText('koji', { message: error.message, partial: false }));
  }
  return found;
}

/** The older and the newer build of one change. */
interface Way {
  readonly source: string;
  readonly newer: { readonly id: number; readonly nvr: string };
  readonly older: { readonly id: number | undefined; readonly vr: string };
}

async function readChangelogs(
  sources: readonly SourceChange[],
  builds: ReadonlyMap<string, BuildsOfChange>,
  koji: Koji,
  problems: string[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, readonly ChangelogEntry[]>> {
  const onFailure = ({ message }: KojiError): void =>
    void problems.push(problemText('koji', { message, partial: true }));
  const ways = sources.flatMap(change => wayOf(change, builds.get(change.source), problems) ?? []);
  const ofNewer = await koji.changelogs(
    ways.map(({ newer }) => newer.id),
    signal,
    onFailure,
  );
  const found = new Map<string, readonly ChangelogEntry[]>();
  const open: Way[] = [];
  for (const way of ways) {
    const entries = ofNewer.get(way.newer.id)?.value;
    const range = entries && entriesAfterVersion(entries, way.older.vr);
    if (range) found.set(way.source, range.entries);
    else if (entries) open.push(way);
  }
  // the versions of these changelogs say less than those of the builds: what both have is not new
  const ids = open.map(({ older }) => older.id).filter(id => id !== undefined);
  const ofOlder = ids.length === 0 ? new Map() : await koji.changelogs(ids, signal, onFailure);
  for (const { source, newer, older } of open) {
    const own = older.id === undefined ? [] : (ofOlder.get(older.id)?.value ?? []);
    const range: ChangelogRange = entriesSince(ofNewer.get(newer.id)?.value ?? [], own, older.vr);
    if (range.bounded) found.set(source, range.entries);
    else problems.push(`The changelog of ${newer.nvr} does not tell where ${older.vr} stands in it.`);
  }
  return found;
}

/** Undefined where there is no way between two versions, or its newer end is not known. */
function wayOf(change: SourceChange, builds: BuildsOfChange | undefined, problems: string[]): Way | undefined {
  const main = mainChange(change);
  if (!main?.from || !main.to) return undefined;
  const [newerSide, olderSide] = main.kind === 'downgraded' ? (['from', 'to'] as const) : (['to', 'from'] as const);
  const newer = builds?.[newerSide];
  const older = builds?.[olderSide];
  if (!newer) {
    const had = main[newerSide];
    problems.push(`Koji has no build of ${change.source} ${had ? vrOf(had) : ''}: its changelog is not known.`);
    return undefined;
  }
  const had = main[olderSide];
  const vr = older ? `${older.version}-${older.release}` : had && vrOf(had);
  return vr === undefined ? undefined : { source: change.source, newer, older: { id: older?.id, vr } };
}
