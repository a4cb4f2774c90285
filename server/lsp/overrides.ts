/** manifestLock/overrides: every override of every stream of the config repositories in use, for the Overrides view. */
import type { RefSnapshot } from '../config-repo/branches';
import { entryOrigins } from '../config-repo/entry-origins';
import { joinPath } from '../config-repo/paths';
import { type GitRepository, isAbsent } from '../git/git';
import type { LayerFile } from '../lockfile/layers';
import { metadataText } from '../lockfile/metadata';
import type { Entry } from '../lockfile/model';
import { graduationOf } from '../operations/graduation';
import { lockedRelease } from '../operations/locked-release';
import type { FileScope } from '../operations/reach';
import { sourceOf } from '../operations/source';
import type { OverrideRow, OverridesOfRepository, OverridesOfStream, OverridesResult } from '../protocol';
import { liveEntries } from '../rules/support';
import { updateAlias } from '../services/entry-update';
import type { BodhiFacts } from '../services/facts';
import { type Story, storyInWorktree, storyOf } from './entry-story';
import { inOtherStream, type LockPlace, placeIn } from './lock-place';
import { messageOf } from './message-of';
import { availabilityIn } from './scope';
import type { Session } from './session';
import { updateStateText } from './update-state';
import type { FileView } from './view';

/** `changed` is called when it would be answered otherwise because Bodhi took its time. */
export async function overridesOf(session: Session, changed: () => void): Promise<OverridesResult> {
  const folders = await session.workspaceRepositories();
  const repositories = await Promise.all(folders.map(folder => ofRepository(session, folder, changed)));
  return { repositories: repositories.filter(found => found !== undefined) };
}

/** Undefined for a repository that cannot be read, which is told elsewhere, or has no lockfile. */
async function ofRepository(
  session: Session,
  folder: string,
  changed: () => void,
): Promise<OverridesOfRepository | undefined> {
  const views = (await session.viewsIn(folder)) ?? [];
  const [view] = views;
  if (!view?.repo) return undefined;
  const availability = availabilityIn(views);
  const notes: string[] = [];
  const git = await session.git(folder);
  if (git && isAbsent(git)) notes.push(git.message);
  const { branches, config } = view.repo;
  const own = worktreeStream(view, availability, branches?.stream?.name ?? config.stream ?? 'working tree');
  const order = [...config.settings.streams.keys()];
  const others = [...(branches?.streams ?? [])].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  const streams = await Promise.all(
    others.map(async ([name, snapshot]) => {
      try {
        const found = git && !isAbsent(git) ? git : undefined;
        return await otherStream(view, { name, snapshot, git: found, availability });
      } catch (error) {
        notes.push(`${snapshot.label}: ${messageOf(error)}`);
        return undefined;
      }
    }),
  );
  const all = [own, ...streams.filter(stream => stream !== undefined)];
  const aliases = new Set(all.flatMap(({ overrides }) => overrides.flatMap(({ bodhi }) => bodhi?.alias ?? [])));
  if (aliases.size === 0) return { folder, streams: all, notes };
  const updates = await session.services.updateFacts(folder, [...aliases], changed);
  if (updates?.problem !== undefined) notes.push(updates.problem);
  const known = [view.services?.bodhi, updates?.facts.bodhi].filter(bodhi => bodhi !== undefined);
  return { folder, streams: all.map(stream => withUpdates(stream, known)), notes };
}

/** With what Bodhi says of the updates that overrides name. */
function withUpdates(stream: OverridesOfStream, known: readonly BodhiFacts[]): OverridesOfStream {
  const overrides = stream.overrides.map(one => {
    if (!one.bodhi) return one;
    const { alias } = one.bodhi;
    const answers = known.map(bodhi => bodhi.update(alias)).filter(answer => answer !== undefined);
    const newest = answers.reduce<(typeof answers)[number] | undefined>(
      (best, answer) => (best && best.at >= answer.at ? best : answer),
      undefined,
    );
    if (!newest) return one;
    return { ...one, bodhi: { ...one.bodhi, state: newest.value ? updateStateText(newest.value) : 'no such update' } };
  });
  return { ...stream, overrides };
}

function worktreeStream(view: FileView, availability: FileScope['availability'], stream: string): OverridesOfStream {
  const { files = [], branches, config } = view.repo ?? {};
  const rows = files.filter(isOverridesFile).flatMap(file => {
    const origins = branches?.origins(file.path);
    const scope = { file, files, basearches: config?.basearches ?? [], availability };
    return liveEntries(file).map(entry => {
      const story = storyInWorktree(entry, origins?.get(entry.name), branches?.before, file.path, view.now);
      return row(scope, entry, placeIn(view, file, entry), story);
    });
  });
  return { stream, label: 'working tree', worktree: true, overrides: sorted(rows) };
}

interface OtherStream extends Pick<FileScope, 'availability'> {
  readonly name: string;
  readonly snapshot: RefSnapshot;
  readonly git: GitRepository | undefined;
}

async function otherStream(
  view: FileView,
  { name: stream, snapshot, git, availability }: OtherStream,
): Promise<OverridesOfStream> {
  const { commit, files, basearches, label } = snapshot;
  // the repositories in use are those of this tree's release
  const same = lockedRelease(snapshot) === `fc${view.repo?.config.releasever}`;
  const rows = await Promise.all(
    files.filter(isOverridesFile).map(async file => {
      const origins = git && (await entryOrigins(git, commit, joinPath(git.prefix, file.path), file));
      const scope = { file, files, basearches, availability: same ? availability : () => undefined };
      return liveEntries(file).map(entry => {
        const story = storyOf(entry, origins?.get(entry.name), view.now);
        return row(scope, entry, inOtherStream(view, snapshot, file, entry), story);
      });
    }),
  );
  return { stream, label, worktree: false, overrides: sorted(rows.flat()) };
}

function isOverridesFile({ layer }: LayerFile): boolean {
  return layer !== 'base';
}

function row(
  scope: FileScope,
  entry: Entry,
  place: LockPlace | undefined,
  story: Story | undefined,
): OverrideRow | undefined {
  const { name, version } = entry;
  if (!place || !version) return undefined;
  const type = metadataText(entry, 'type');
  const reason = metadataText(entry, 'reason');
  const graduated = type === 'fast-track' ? graduatedState(scope, entry) : undefined;
  const bodhi = bodhiOf(metadataText(entry, 'bodhi'));
  return {
    name,
    source: sourceOf(scope, entry) ?? name,
    evr: version.evr,
    ...(scope.file.arch === undefined ? {} : { arch: scope.file.arch }),
    ...(type === undefined ? {} : { type }),
    ...(reason === undefined ? {} : { reason }),
    ...(story?.days === undefined ? {} : { age: story.days }),
    ...(story === undefined ? {} : { origin: story.text }),
    ...(bodhi === undefined ? {} : { bodhi }),
    ...(graduated === undefined ? {} : { graduated }),
    uri: place.uri,
    ...place.range.start,
  };
}

function graduatedState(scope: FileScope, entry: Entry): OverrideRow['graduated'] {
  const found = graduationOf(scope, entry);
  if (found?.kind === 'graduated') {
    return found.bases.length > 0 && found.olderBases.size === 0 ? 'base-locks' : 'repositories';
  }
  return scope.basearches.some(basearch => scope.availability(basearch)) ? 'no' : undefined;
}

/** Only of what is the link of an update (see `invalid-url`). */
function bodhiOf(url: string | undefined): OverrideRow['bodhi'] {
  const alias = url === undefined ? undefined : updateAlias(url);
  return url === undefined || alias === undefined ? undefined : { url, alias };
}

function sorted(rows: readonly (OverrideRow | undefined)[]): OverrideRow[] {
  return rows.filter(found => found !== undefined).sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
}
