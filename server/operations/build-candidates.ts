/** The builds that a package, an NVR, an update or an RPM of this machine could be pinned at, for somebody to choose from. */
import type { BodhiUpdate } from '../bodhi/bodhi';
import { distTag, isForRelease } from '../rpm/dist-tag';
import { compareEvr } from '../rpm/evr';
import { splitNvr } from '../rpm/nvr';
import type { Availability } from '../rpmmd/repositories';
import { bodhiRelease } from '../services/bodhi-release';
import { isLive } from '../services/entry-update';
import { parseSubject } from '../services/parse-subject';
import type { OverrideTarget } from './override-request';
import { type NamedBuild, type ResolveScope, resolveSubjects } from './resolve-subject';
import { SELF_RELEASED } from './self-released';
import { lockedSources, packagesBySource } from './source';
import { sourceBuildName } from './source-build';
import { list } from './words';

export interface BuildCandidate {
  /** What stands for it where builds are named: its NVR, the alias of an update, a path. */
  readonly subject: string;
  /** NVR of the source package; of an update with several builds all of them. */
  readonly nvr: string;
  /** Where it comes from: "Koji", "fedora-updates", "FEDORA-2024-f0fd63c638 (testing)", "testing", "local file". */
  readonly from: readonly string[];
  /** Date, who built it, whether it is unsigned; empty where nothing is known. */
  readonly detail: string;
  /** URL of its Bodhi update. */
  readonly bodhi?: string;
  /** Set where its update is on its way: what a fast-track runs ahead of. */
  readonly ahead?: true;
  readonly selfReleased: boolean;
  /** Why it cannot be pinned. */
  readonly refused?: string;
}

export interface BuildCandidates {
  /** Builds for the stream's release first, then those for other streams', then those for none; each part newest first. */
  readonly candidates: readonly BuildCandidate[];
  /** What could not be asked, and why nothing was found; a sentence each. */
  readonly notes: readonly string[];
}

/** A stream, and the version it has of a package on one basearch. */
export interface CandidateStream {
  /** As a user names it: `testing`, `origin/testing`. */
  readonly label: string;
  readonly releasever: string | undefined;
  evr(name: string, basearch: string): string | undefined;
}

export interface CandidateScope extends Omit<ResolveScope, 'findUpdates' | 'basearches'> {
  /** The stream that the builds are for. */
  readonly target: OverrideTarget;
  readonly availability: (basearch: string) => Availability | undefined;
  readonly streams: readonly CandidateStream[];
}

/** Koji lists builds for all releases; those for one of them are every fourth or so. */
const BUILDS_OF_KOJI = 60;

/** Never rejects for a service that fails: that is a note, and what others know is there. */
export async function buildCandidates(text: string, scope: CandidateScope): Promise<BuildCandidates> {
  const subject = parseSubject(text);
  if (subject.kind === 'bad') return { candidates: [], notes: [subject.message] };
  if (subject.kind === 'name') return ofPackage(subject.name, scope);
  const notes: string[] = [];
  const { basearches } = scope.target;
  const resolution = await attempt(
    () => resolveSubjects([text], { ...scope, basearches, findUpdates: true }),
    notes,
    scope,
  );
  if (!resolution) return { candidates: [], notes };
  if (resolution.kind !== 'resolved') return { candidates: [], notes: [...notes, resolution.message] };
  notes.push(...resolution.notes);
  const builds = resolution.subjects.flatMap(one => (one.kind === 'builds' ? one.builds : []));
  const found = new Found(scope);
  const oneOf = subject.kind === 'local' && builds.length > 1 ? addressOf(subject.path) : undefined;
  for (const one of builds) {
    const { nvr } = one.build;
    const itself = oneOf === undefined ? text : `${oneOf}#${encodeURIComponent(nvr)}`;
    addNamed(found, one, subject.kind === 'local' ? itself : nvr);
  }
  const each = found.all();
  const update = subject.kind === 'update' && each.length > 1 ? builds[0]?.update : undefined;
  return { candidates: update ? [wholeUpdate(update, each), ...each] : each, notes };
}

/** The `file://` URL of an absolute path. */
function addressOf(path: string): string | undefined {
  const slashes = path.replaceAll('\\', '/');
  if (!/^(?:\/|[A-Za-z]:\/)/.test(slashes)) return undefined;
  return `file://${slashes.startsWith('/') ? '' : '/'}${slashes.split('/').map(encodeURIComponent).join('/')}`;
}

function addNamed(found: Found, { build, koji, update }: NamedBuild, subject: string): void {
  found.add(build.nvr, build.name, {
    subject,
    from: koji ? 'Koji' : 'local file',
    completed: koji?.build.completed,
    owner: koji?.build.owner,
    epoch: koji?.build.epoch ?? undefined,
  });
  if (update) found.addUpdate(update, build.nvr, build.name);
}

/** Fast-tracked as one: its builds were tested together. */
function wholeUpdate(update: BodhiUpdate, builds: readonly BuildCandidate[]): BuildCandidate {
  const { alias, url, status } = update;
  const refused = builds.find(build => build.refused !== undefined);
  return {
    subject: alias,
    nvr: builds.map(({ nvr }) => nvr).join(', '),
    from: [`${alias} (${status})`],
    detail: `all ${builds.length} builds`,
    bodhi: url,
    ...(isOnItsWay(update) && { ahead: true as const }),
    selfReleased: builds.every(({ selfReleased }) => selfReleased),
    ...(refused?.refused !== undefined && { refused: `${refused.nvr}: ${refused.refused}` }),
  };
}

async function ofPackage(name: string, scope: CandidateScope): Promise<BuildCandidates> {
  const { services, target, streams, signal } = scope;
  const notes: string[] = [];
  const found = new Found(scope);
  const source = sourceOf(name, scope);
  const { koji, bodhi } = services;
  const release = bodhiRelease(target.releasever);
  const [builds, updates] = await Promise.all([
    koji && attempt(async () => (await koji.buildsOf(source, BUILDS_OF_KOJI, signal)).value, notes, scope),
    bodhi && release !== undefined
      ? attempt(() => bodhi.updatesOfPackages([source], release, signal, one => notes.push(one.message)), notes, scope)
      : undefined,
  ]);
  for (const { nvr, completed, owner, epoch } of builds ?? []) {
    found.add(nvr, source, { from: 'Koji', completed, owner, epoch: epoch ?? undefined });
  }
  // a repository says when a package was built, Koji when all of them were
  for (const basearch of target.basearches) addRepositories(found, source, scope.availability(basearch));
  for (const update of updates?.get(source)?.value ?? []) {
    for (const { nvr } of update.builds) if (splitNvr(nvr)?.name === source) found.addUpdate(update, nvr, source);
  }
  for (const stream of streams) addStream(found, name, source, stream, target);
  if (!koji) notes.push('Koji is not asked: its builds are missing here.');
  if (!bodhi) notes.push('Bodhi is not asked: its updates are missing here.');
  const candidates = found.all();
  if (candidates.length === 0) notes.push(`No build of a package ${name} is known.`);
  return { candidates, notes };
}

function sourceOf(name: string, { target, availability }: CandidateScope): string {
  for (const basearch of target.basearches) {
    for (const { index } of availability(basearch)?.repositories ?? []) {
      const [record] = index?.find(name) ?? [];
      if (record) return record.source;
    }
  }
  for (const basearch of target.basearches) {
    const source = lockedSources(target, basearch).get(name);
    if (source !== undefined) return source;
  }
  return name;
}

function addRepositories(found: Found, source: string, availability: Availability | undefined): void {
  for (const { id, index } of availability?.repositories ?? []) {
    for (const { sourceRpm, buildTime } of index?.findBySource(source) ?? []) {
      const build = sourceBuildName(sourceRpm);
      if (build) found.add(build.nvr, source, { from: id, completed: buildTime * 1000 });
    }
  }
}

/** A binary may have a version of its own: only what is known of a build tells that the stream has it. */
function addStream(found: Found, name: string, source: string, stream: CandidateStream, target: OverrideTarget): void {
  for (const basearch of target.basearches) {
    const binaries = [name, source, ...(packagesBySource(lockedSources(target, basearch)).get(source) ?? [])];
    for (const binary of binaries) {
      const vr = stream.evr(binary, basearch)?.replace(/^\d+:/, '');
      if (vr === undefined) continue;
      const nvr = `${source}-${vr}`;
      if (binary !== source && !found.has(nvr)) continue;
      found.add(nvr, source, { from: stream.label });
      break;
    }
  }
}

interface Facts {
  readonly subject?: string;
  readonly from: string;
  /** Unix milliseconds. */
  readonly completed?: number | undefined;
  readonly owner?: string | undefined;
  readonly epoch?: number | undefined;
}

interface Merged {
  readonly nvr: string;
  readonly source: string;
  subject: string;
  readonly from: Set<string>;
  completed: number | undefined;
  owner: string | undefined;
  epoch: number | undefined;
  update: BodhiUpdate | undefined;
}

/** What several places say of builds, by NVR. */
class Found {
  readonly #byNvr = new Map<string, Merged>();
  readonly #releasever: string | undefined;
  readonly #streams: readonly CandidateStream[];

  constructor({ target, streams }: CandidateScope) {
    this.#releasever = target.releasever;
    this.#streams = streams;
  }

  has(nvr: string): boolean {
    return this.#byNvr.has(nvr);
  }

  add(nvr: string, source: string, { subject = nvr, from, completed, owner, epoch }: Facts): void {
    const known = this.#of(nvr, source);
    known.subject = subject;
    known.from.add(from);
    known.completed ??= completed;
    known.owner ??= owner;
    known.epoch ??= epoch;
  }

  addUpdate(update: BodhiUpdate, nvr: string, source: string): void {
    const known = this.#of(nvr, source);
    known.from.add(`${update.alias} (${update.status})`);
    known.update ??= update;
  }

  all(): BuildCandidate[] {
    const merged = [...this.#byNvr.values()];
    // an epoch changes once in a decade, and not every place says it
    const usual = merged.find(({ epoch }) => epoch !== undefined)?.epoch ?? 0;
    const evr = ({ nvr, epoch }: Merged): string => `${epoch ?? usual}:${splitNvr(nvr)?.vr ?? ''}`;
    const sorted = merged.sort((a, b) => compareEvr(evr(b), evr(a)));
    const groups: Record<Fitting['fits'], BuildCandidate[]> = { stream: [], others: [], none: [] };
    for (const one of sorted) {
      const fitting = this.#fitting(one.nvr);
      groups[fitting.fits].push(candidateOf(one, fitting));
    }
    return [...groups.stream, ...groups.others, ...groups.none];
  }

  #fitting(nvr: string): Fitting {
    if (isForRelease(nvr, this.#releasever)) return { fits: 'stream', words: '' };
    const others = this.#streams.filter(({ releasever }) => isForRelease(nvr, releasever)).map(({ label }) => label);
    const tag = distTag(nvr);
    return others.length > 0
      ? { fits: 'others', words: `built for ${tag}: ${list(others)}` }
      : { fits: 'none', words: `built for ${tag}, not for release ${this.#releasever}` };
  }

  #of(nvr: string, source: string): Merged {
    const known = this.#byNvr.get(nvr) ?? {
      ...{ nvr, source, subject: nvr, from: new Set<string>() },
      ...{ completed: undefined, owner: undefined, epoch: undefined, update: undefined },
    };
    this.#byNvr.set(nvr, known);
    return known;
  }
}

/** Whether a build is for the release of the stream, of other streams, of none. */
interface Fitting {
  readonly fits: 'stream' | 'others' | 'none';
  /** For whom it was built, where that is not the stream. */
  readonly words: string;
}

function candidateOf(
  { nvr, source, subject, from, completed, owner, update }: Merged,
  { fits, words }: Fitting,
): BuildCandidate {
  const unsigned = update?.builds.some(build => build.nvr === nvr && !build.signed) === true;
  const detail = [
    fits === 'others' ? words : '',
    completed === undefined ? '' : new Date(completed).toISOString().slice(0, 10),
    owner === undefined ? '' : `by ${owner}`,
    unsigned ? 'unsigned' : '',
  ];
  return {
    ...{ subject, nvr, from: [...from], detail: detail.filter(part => part !== '').join(', ') },
    ...(update && { bodhi: update.url }),
    ...(update && isOnItsWay(update) && { ahead: true as const }),
    selfReleased: SELF_RELEASED.has(source),
    ...(fits === 'none' && { refused: words }),
  };
}

function isOnItsWay(update: BodhiUpdate): boolean {
  return isLive(update) && update.status !== 'stable';
}

async function attempt<T>(ask: () => Promise<T>, notes: string[], { signal }: CandidateScope): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (signal?.aborted) throw error;
    notes.push(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}
