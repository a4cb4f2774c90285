/** manifestLock/history: which versions of a package streams have and had, for the page "Package History". */
import type { Connection } from 'vscode-languageserver';
import { HistoryMemory } from '../operations/history/history-memory';
import { type HistoryStream, historyStreams } from '../operations/history/history-streams';
import { isKnown, unknownName } from '../operations/history/known-name';
import { matrixSources, worktreeSource } from '../operations/history/matrix-sources';
import type { PackageHistory, PackageMatrix, VersionSpan } from '../operations/history/package-history';
import { type MatrixSource, packageMatrix } from '../operations/history/package-matrix';
import { readHistory } from '../operations/history/read-history';
import { DEFAULT_SINCE, sinceBefore } from '../operations/history/since';
import { list } from '../operations/words';
import { type HistoryParams, HistoryRequest, type HistoryResult, type HistorySpan } from '../protocol';
import { compareEvr } from '../rpm/evr';
import { placeAt } from './locate';
import { parseOnce } from './parse-once';
import { asked, failure } from './request';
import type { Session } from './session';
import { type ComparedRepository, comparedRepository, withoutGit } from './streams/repository';
import { pathOf } from './uri';

/** Somebody who looks at one package looks at the next one, and comes back. */
const memory = new HistoryMemory();

export function registerHistoryRequests(connection: Connection, session: Session): void {
  connection.onRequest(
    HistoryRequest,
    asked((params, signal) => historyOf(session, params, signal)),
  );
}

/** Fails with words for a human where there is no such package or repository, or git must not be run. */
export async function historyOf(session: Session, params: HistoryParams, signal: AbortSignal): Promise<HistoryResult> {
  const folder = await session.folderAround(params.uri);
  if (folder === undefined)
    throw failure(`${pathOf(params.uri) ?? params.uri} is in no config repository of this workspace.`);
  const repository = await comparedRepository(session, folder);
  const name = params.name === '' ? await nameAt(session, params) : params.name;
  const { primaryArch } = session.configuration.settings;
  const { since, arch } = params;
  return ask(repository, { name, since, arch, primaryArch, now: session.now / 1000, signal });
}

async function nameAt(session: Session, { uri, position }: HistoryParams): Promise<string> {
  const view = position && (await session.viewOfFile(uri));
  const place = view && placeAt(view.lockfile, view.document.lines.offsetAt(position));
  if (!place) throw failure('There is no package here: put the cursor on one.');
  return place.entry.name;
}

interface Asked {
  readonly name: string;
  readonly since: number | undefined;
  /** Undefined: the one that the user mostly looks at. */
  readonly arch: string | undefined;
  readonly primaryArch: string;
  /** Unix seconds. */
  readonly now: number;
  readonly signal: AbortSignal;
}

async function ask(repository: ComparedRepository, asked: Asked): Promise<HistoryResult> {
  const { folder, config, git } = repository;
  const { name, now, signal } = asked;
  const streams = git ? await historyStreams(git, config) : [];
  const { sources, problems } = await sourcesOf(repository, streams);
  const matrix = packageMatrix({ name, sources });
  const basearch = basearchOf(asked, matrix.basearches);
  const since = asked.since === undefined ? undefined : { at: asked.since };
  const history: PackageHistory = git
    ? await readHistory({ git, streams, name, basearch, since, now, memory, signal })
    : { name, basearch, since: sinceBefore(since ?? DEFAULT_SINCE, now), until: now, streams: [], notes: [] };
  if (!isKnown(matrix, history)) throw failure(unknownName(name, sources, history.since));
  const notes = [...new Set([...withoutGit(repository), ...repository.problems, ...problems, ...history.notes])];
  return { folder, ...resultOf(history, matrix), notes };
}

async function sourcesOf(
  { config, files, git }: ComparedRepository,
  streams: readonly HistoryStream[],
): Promise<{ readonly sources: readonly MatrixSource[]; readonly problems: readonly string[] }> {
  const worktree = { config, files };
  const { sources, problems } = git
    ? await matrixSources({ git, streams, worktree, parse: parseOnce })
    : { sources: [], problems: [] };
  if (streams.some(({ own }) => own)) return { sources, problems };
  // without a commit the files are all there is
  return { sources: [worktreeSource(config.stream ?? 'working tree', worktree), ...sources], problems };
}

function basearchOf({ arch, primaryArch }: Asked, locked: readonly string[]): string {
  const preferred = arch ?? primaryArch;
  if (locked.includes(preferred)) return preferred;
  if (arch !== undefined) throw failure(`The streams lock ${list(locked)}, not ${arch}.`);
  return locked[0] ?? preferred;
}

function resultOf(
  { name, basearch, since, until, streams }: PackageHistory,
  { basearches, rows }: PackageMatrix,
): Omit<HistoryResult, 'folder' | 'notes'> {
  const versions = new Set(streams.flatMap(({ spans }) => spans.flatMap(({ evr }) => evr ?? [])));
  return {
    ...{ name, basearch, basearches, since, until },
    streams: streams.map(({ stream, label, spans }) => ({ stream, label, spans: spans.map(spanOf) })),
    versions: [...versions].sort(compareEvr),
    matrix: rows.map(({ stream, label, versions: locked }) => {
      const byArch = [...locked].map(([arch, { evr, provenance, type }]) => {
        return [arch, { evr, provenance, ...(type === undefined ? {} : { type }) }] as const;
      });
      return { stream, label, versions: Object.fromEntries(byArch) };
    }),
  };
}

function spanOf({ evr, since, commit, subject, provenance, type, reason }: VersionSpan): HistorySpan {
  return {
    ...(evr === undefined ? {} : { evr }),
    ...{ since, commit, subject },
    ...(provenance === undefined ? {} : { provenance }),
    ...(type === undefined ? {} : { type }),
    ...(reason === undefined ? {} : { reason }),
  };
}
