/** Gathers what a hover has to wait for: services, the origin of an entry of another branch, a changelog. */
import type { CancellationToken } from 'vscode-languageserver';
import type { EntryOrigin } from '../config-repo/branches';
import { entryOrigins } from '../config-repo/entry-origins';
import { joinPath } from '../config-repo/paths';
import { isAbsent } from '../git/git';
import type { ChangelogEntry } from '../koji/koji';
import type { Entry } from '../lockfile/model';
import { type ChangelogRange, entriesAfterVersion, entriesSince } from '../operations/changelog-range';
import { reachOf } from '../operations/reach';
import { sourceBuildName } from '../operations/source-build';
import { wantedArch } from '../operations/target';
import { compareEvr } from '../rpm/evr';
import { splitNvr } from '../rpm/nvr';
import { newerCandidates } from '../rpmmd/candidates';
import { parseGitUri } from './git-uri';
import type { NewestChangelog } from './hover-changelog';
import { type HoverFacts, type Told, toldOf } from './hover-told';
import { folderOf, PATIENCE_MS, patiently } from './look-up';
import { messageOf } from './message-of';
import { layerFileOf, scopeOf } from './scope';
import type { Session } from './session';
import type { SessionServices } from './session-services';
import type { FileView } from './view';

export interface HoverSources extends Pick<Session, 'git' | 'now'> {
  readonly services: Pick<SessionServices, 'of' | 'factsFor' | 'changelog'>;
}

/** What the changelog gets where the rest took all the time: enough for what is known already. */
const LEAST_MS = 250;

/** Never rejects; takes some two seconds at most. What has not come by then goes on, and is there at the next look. */
export async function gatherHover(
  sources: HoverSources,
  view: FileView,
  entry: Entry,
  token: CancellationToken,
): Promise<HoverFacts> {
  const start = sources.now;
  const [services, origin] = await Promise.all([
    sources.services.factsFor(view, entry, token),
    // that git cannot tell is no reason to say nothing of the rest
    patiently(token, enough => Promise.race([originOf(sources, view, entry).catch(() => undefined), enough])),
  ]);
  const told = services && toldOf(view, entry, services);
  const newest = told?.facts.koji && newestBuild(view, entry, told);
  if (!newest || token.isCancellationRequested) return { services, origin, changelog: undefined };
  const problem = told.problems.get('koji');
  const patience = Math.max(PATIENCE_MS - (sources.now - start), LEAST_MS);
  const asked = changelogOf(sources, view, newest, told, token).catch(
    (error): NewestChangelog => ({ ...newest, kind: 'failed', message: messageOf(error) }),
  );
  const changelog = await patiently(token, enough => Promise.race([asked, enough]), patience);
  const waiting: NewestChangelog = { ...newest, kind: 'waiting' };
  // that Koji cannot be asked is told once
  const untold = problem !== undefined && changelog?.kind !== 'found';
  return { services, origin, changelog: untold ? undefined : (changelog ?? waiting) };
}

/** Of an entry as it is in a commit. */
async function originOf(sources: HoverSources, view: FileView, entry: Entry): Promise<EntryOrigin | undefined> {
  const at = view.readOnly ? parseGitUri(view.document.uri) : undefined;
  if (!at || view.name === undefined || view.name.layer === 'base') return undefined;
  const git = await sources.git(at.folder);
  if (!git || isAbsent(git)) return undefined;
  const file = layerFileOf(view);
  const origins = await entryOrigins(git, at.commit, joinPath(git.prefix, at.path), file);
  return origins.get(entry.name);
}

/** From which version and release to which build; undefined where nothing newer is known. */
function newestBuild(view: FileView, entry: Entry, told: Told): Pick<NewestChangelog, 'from' | 'to'> | undefined {
  if (!entry.version) return undefined;
  const { evr } = entry.version;
  const own = (told.source && splitNvr(told.source.nvr)?.vr) ?? evr.replace(/^\d+:/, '');
  const scope = scopeOf(view);
  const inRepositories = reachOf(scope, entry).basearches.flatMap(basearch => {
    const availability = scope.availability(basearch);
    if (!availability) return [];
    const [newest] = newerCandidates(availability, entry.name, evr, wantedArch(entry, basearch));
    return newest ? [sourceBuildName(newest.record.sourceRpm)?.nvr] : [];
  });
  const known = [...inRepositories, ...told.newer.map(({ nvr }) => nvr)].flatMap(nvr => {
    const split = nvr === undefined ? undefined : splitNvr(nvr);
    const same = split && (!told.source || split.name === told.source.name);
    return nvr !== undefined && same ? [{ nvr, vr: split.vr }] : [];
  });
  const newest = known.reduce<(typeof known)[number] | undefined>(
    (a, b) => (a && compareEvr(a.vr, b.vr) >= 0 ? a : b),
    undefined,
  );
  return newest && { from: own, to: newest.nvr };
}

async function changelogOf(
  sources: HoverSources,
  view: FileView,
  newest: Pick<NewestChangelog, 'from' | 'to'>,
  { build }: Told,
  token: CancellationToken,
): Promise<NewestChangelog> {
  const folder = folderOf(view);
  const koji = folder === undefined ? undefined : (await sources.services.of(folder))?.koji;
  const found = koji && (await koji.builds([newest.to])).get(newest.to)?.value;
  if (!found) return { ...newest, kind: 'absent' };
  const entries = (await sources.services.changelog(view, found.id, token))?.value;
  if (!entries) return { ...newest, kind: 'waiting' };
  const own = build?.kind === 'found' ? build.build.id : undefined;
  const older = async (): Promise<readonly ChangelogEntry[] | undefined> =>
    own === undefined ? [] : (await sources.services.changelog(view, own, token))?.value;
  const range = await rangeOf(entries, newest.from, older);
  return range ? { ...newest, ...range, kind: 'found', page: koji.page(found) } : { ...newest, kind: 'waiting' };
}

async function rangeOf(
  entries: readonly ChangelogEntry[],
  from: string,
  older: () => Promise<readonly ChangelogEntry[] | undefined>,
): Promise<ChangelogRange | undefined> {
  const exact = entriesAfterVersion(entries, from);
  if (exact) return exact;
  const known = await older();
  return known && entriesSince(entries, known, from);
}
