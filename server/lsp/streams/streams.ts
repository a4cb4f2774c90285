/** manifestLock/streams: every stream of the config repositories in use, and what flows between them. */
import { BoundedMap } from '../../config-repo/bounded-map';
import type { LayerFile } from '../../lockfile/layers';
import type { Entry } from '../../lockfile/model';
import type { AdvisoryAnswers } from '../../operations/diff/advisory';
import type { StreamDiff } from '../../operations/diff/diff';
import { diffSides } from '../../operations/diff/diff-sides';
import type { DiffSide, SidePackage } from '../../operations/diff/side';
import { changeText, overrideText } from '../../operations/streams/change-text';
import { feedSigns, feedWords } from '../../operations/streams/flows-text';
import { type LoadedStreams, loadStreams, StreamCache, type StreamState } from '../../operations/streams/load-streams';
import { type Feed, type StreamFlow, streamFlows } from '../../operations/streams/stream-flows';
import type { StreamFeed, StreamFeedItem, StreamRow, StreamsOfRepository } from '../../protocol';
import { gitUri } from '../git-uri';
import { inOtherStream, type LockPlace, placeIn } from '../lock-place';
import { parseOnce } from '../parse-once';
import type { Session } from '../session';
import type { AdvisoriesInUse } from './advisories';
import { advisoryRow } from './compare-result';
import type { NextDevel } from './next-devel';
import { type ComparedRepository, comparedRepositories, withoutGit, withoutServices } from './repository';

/** More than a user has config repositories open. */
const FOLDERS = 8;

export interface StreamsInUseOptions {
  readonly session: Session;
  readonly advisories: AdvisoriesInUse;
  readonly nextDevel: NextDevel;
  /** The answer would be another one now, because a service took its time. */
  readonly late: () => void;
}

export class StreamsInUse {
  readonly #options: StreamsInUseOptions;
  readonly #caches = new BoundedMap<string, StreamCache>(FOLDERS);
  readonly #diffs = new WeakMap<DiffSide, WeakMap<DiffSide, StreamDiff>>();

  constructor(options: StreamsInUseOptions) {
    this.#options = options;
  }

  /** Fails with words for a human where the workspace is not trusted. */
  async all(): Promise<StreamsOfRepository[]> {
    const repositories = await comparedRepositories(this.#options.session);
    return Promise.all(repositories.map(repository => this.#of(repository)));
  }

  /** What flows in one repository, by what is known now. */
  async flows(repository: ComparedRepository): Promise<{ flows: StreamFlow[]; loaded: LoadedStreams }> {
    const loaded = await this.load(repository);
    const flows = streamFlows({
      ...{ streams: loaded.streams, policies: repository.config.settings.streams },
      nextDevelOpen: this.#options.nextDevel.known(repository, this.#options.late),
      diff: (from, to) => this.#diff(from, to),
    });
    return { flows, loaded };
  }

  load({ folder, git, config, files }: ComparedRepository): Promise<LoadedStreams> {
    const cache = this.#caches.get(folder, () => new StreamCache());
    return loadStreams({ git, config, files, cache, parse: parseOnce });
  }

  async #of(repository: ComparedRepository): Promise<StreamsOfRepository> {
    const { folder, name } = repository;
    const { flows, loaded } = await this.flows(repository);
    const known = flows.map(flow => flow.feeds.map(feed => this.#advisoriesOf(repository, feed)));
    const problems = known.flat().flatMap(answers => answers?.problems ?? []);
    const notes = [...withoutGit(repository), ...loaded.problems];
    const offline = flows.some(({ feeds }) => feeds.length > 0) ? withoutServices(repository) : [];
    const streams = flows.map((flow, i) => streamRow(repository, flow, known[i] ?? []));
    return { folder, name, streams, notes: [...new Set([...notes, ...offline, ...problems])] };
  }

  /** Of the feed that the next promotion comes from: others are of interest only to who compares them. */
  #advisoriesOf(repository: ComparedRepository, { likely, diff }: Feed): AdvisoryAnswers | undefined {
    const { advisories, late } = this.#options;
    return likely && diff.changes.length > 0 ? advisories.known(repository, diff, late) : undefined;
  }

  /** Sides of commits are the same values as long as they are kept. */
  #diff(from: DiffSide, to: DiffSide): StreamDiff {
    const known = this.#diffs.get(from) ?? new WeakMap<DiffSide, StreamDiff>();
    this.#diffs.set(from, known);
    const diff = known.get(to) ?? diffSides(from, to);
    known.set(to, diff);
    return diff;
  }
}

function streamRow(
  repository: ComparedRepository,
  { state, overrides, closed, locks, feeds }: StreamFlow,
  advisories: readonly (AdvisoryAnswers | undefined)[],
): StreamRow {
  const { policy, label, spec, worktree, side, commit } = state;
  const { releasever } = side;
  return {
    ...{ stream: policy.name, label, spec, worktree, overrides, closed, locks },
    ...(releasever === undefined ? {} : { releasever }),
    ...(commit ? { commit: { id: commit.id, subject: commit.subject, committed: commit.committed } } : {}),
    feeds: feeds.map((feed, i) => streamFeed(repository, state, feed, advisories[i])),
    uri: uriOf(repository, state),
  };
}

function streamFeed(
  repository: ComparedRepository,
  state: StreamState,
  feed: Feed,
  advisories: AdvisoryAnswers | undefined,
): StreamFeed {
  const { from, likely, diff, downgrades, lost } = feed;
  const placed = (found: SidePackage | undefined) => placeOf(repository, state, found);
  return {
    ...{ from: from.policy.name, spec: from.spec, likely, summary: diff.summary },
    ...{ signs: feedSigns(feed), words: feedWords(feed) },
    downgrades: downgrades.map(({ change, reason }) => {
      const { name, source, arches } = change;
      const lowered = [...arches.values()].find(({ kind }) => kind === 'downgraded');
      const text = changeText(change, ({ kind }) => kind === 'downgraded');
      return { name, source, text, ...(reason === undefined ? {} : { reason }), ...placed(lowered?.from) };
    }),
    lostOverrides: lost.map(change => {
      const { name, source } = change;
      const { reason } = change.from?.provenance.kind === 'override' ? change.from.provenance : {};
      const text = overrideText(change, diff.basearches);
      return { name, source, text, ...(reason === undefined ? {} : { reason }), ...placed(change.from) };
    }),
    ...(advisories ? { security: securityOf(diff, advisories, placed) } : {}),
  };
}

/** Sources that get a security fix. */
function securityOf(
  { sources }: StreamDiff,
  { bySource }: AdvisoryAnswers,
  placed: (found: SidePackage | undefined) => Pick<StreamFeedItem, 'uri' | 'line' | 'character'>,
): NonNullable<StreamFeed['security']> {
  return sources.flatMap(({ source, packages: [first] }) => {
    const fixes = (bySource.get(source) ?? []).filter(({ type }) => type === 'security');
    if (!first || fixes.length === 0) return [];
    const [change] = first.arches.values();
    const text = changeText(first, () => true);
    return [{ name: first.name, source, text, advisories: fixes.map(advisoryRow), ...placed(change?.from) }];
  });
}

/** Of an entry of the stream itself. */
function placeOf(
  repository: ComparedRepository,
  state: StreamState,
  found: SidePackage | undefined,
): Pick<StreamFeedItem, 'uri' | 'line' | 'character'> {
  const provenance = found?.provenance;
  if (provenance?.kind !== 'base' && provenance?.kind !== 'override') return {};
  const place = lockPlace(repository, state, provenance.file, provenance.entry);
  return place ? { uri: place.uri, ...place.range.start } : {};
}

function lockPlace(
  { view }: ComparedRepository,
  { worktree, commit, label }: StreamState,
  file: LayerFile,
  entry: Entry,
): LockPlace | undefined {
  if (worktree) return placeIn(view, file, entry);
  return commit && inOtherStream(view, { commit: commit.id, label }, file, entry);
}

/** Of its overrides, where it has some. */
function uriOf(
  { view, folder }: ComparedRepository,
  { worktree, commit, label, files }: StreamState,
): string | undefined {
  const file = files.find(({ layer, arch }) => layer !== 'base' && arch === undefined) ?? files[0];
  if (!file) return undefined;
  if (worktree) return view.file(file.path).uri;
  return commit && gitUri({ folder, commit: commit.id, path: file.path }, label);
}
