/** The versions that one package has had on every stream, out of the first-parent history of their branches. */
import type { GitRepository } from '../../git/git';
import { list } from '../words';
import { dayOf } from './day';
import { HistoryMemory } from './history-memory';
import type { HistoryStream } from './history-streams';
import type { PackageHistory, StreamHistory } from './package-history';
import { DEFAULT_SINCE, type Since, sinceBefore } from './since';
import { readStreamLog, type StreamLog } from './stream-log';
import { type StreamSpans, streamSpans } from './stream-spans';
import { VersionReader } from './version-reader';

export interface ReadHistoryInput {
  readonly git: GitRepository;
  /** In promotion order; see `historyStreams`. */
  readonly streams: readonly HistoryStream[];
  /** Package. */
  readonly name: string;
  readonly basearch: string;
  /** Half a year where not said. */
  readonly since?: Since | undefined;
  /** Unix seconds. */
  readonly now: number;
  /** Kept between calls; a new one where not said. */
  readonly memory?: HistoryMemory;
  /** The config repository's folder, relative to the top of the tree; where not said, the one git was opened for. */
  readonly root?: string;
  readonly signal?: AbortSignal | undefined;
}

/** How far before `since` the commit is looked for that brought what stood then, in seconds. */
const LOOK_BACK = 366 * 86_400;

interface Window {
  readonly since: number;
  readonly until: number;
  readonly note: string | undefined;
}

/** Never rejects for a stream that cannot be read: it is a note, and the others are there. Rejects with the signal's reason. */
export async function readHistory(input: ReadHistoryInput): Promise<PackageHistory> {
  const { streams, name, basearch, signal } = input;
  const { since, until, note } = windowOf(input);
  const unread: string[] = [];
  const notes: string[] = [];
  const memory = input.memory ?? new HistoryMemory();
  const withoutBase: string[] = [];
  /** Labels of streams by the day on which their history begins. */
  const beginnings = new Map<string, string[]>();
  const found: StreamHistory[] = [];
  const logs = streams.map(({ tip }) => logOf(input, tip, since));
  // one after the other: they ask the same git process, and what one has read the next one need not
  for (const [i, stream] of streams.entries()) {
    signal?.throwIfAborted();
    try {
      const log = await logs[i];
      if (!log) continue;
      const result = await streamSpans(log, new VersionReader({ ...input, memory, log }), since);
      const overridesOnly = result.hasBaseLock ? {} : ({ overridesOnly: true } as const);
      found.push({ stream: stream.stream, label: stream.label, spans: result.spans, ...overridesOnly });
      if (result.beginning) {
        const date = dayOf(result.beginning.committed);
        beginnings.set(date, [...(beginnings.get(date) ?? []), stream.label]);
      }
      notes.push(...notesOf(stream.label, result, input));
      if (!result.hasBaseLock) withoutBase.push(stream.label);
    } catch (error) {
      signal?.throwIfAborted();
      unread.push(`${stream.label} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (withoutBase.length > 0) {
    const has = withoutBase.length === 1 ? 'has' : 'have';
    notes.push(`${list(withoutBase)} ${has} no base lock for ${basearch}: only overrides are known there.`);
  }
  const begun = [...beginnings].map(([date, labels]) => beginningNote(date, labels, input));
  return {
    ...{ name, basearch, since, until, streams: found },
    notes: [...(note === undefined ? [] : [note]), ...unread, ...begun, ...notes],
  };
}

function logOf({ git, basearch, root = git.prefix }: ReadHistoryInput, tip: string, since: number): Promise<StreamLog> {
  const log = readStreamLog(git, { tip, root, basearch, since: Math.max(0, since - LOOK_BACK) });
  // told when it is its turn
  log.catch(() => undefined);
  return log;
}

/** A clone that nobody has fetched into for long ends where its newest commit does: what came since is not known. */
function windowOf({ streams, since = DEFAULT_SINCE, now }: ReadHistoryInput): Window {
  const newest = Math.max(0, ...streams.map(({ committed }) => committed));
  const asked = sinceBefore(since, now);
  const recent = sinceBefore('at' in since ? DEFAULT_SINCE : since, now);
  if (newest === 0 || newest >= recent || ('at' in since && newest < asked)) {
    return { since: asked, until: now, note: undefined };
  }
  const note = `The newest commit of the streams is of ${dayOf(newest)}: what came since is not known here.`;
  return { since: sinceBefore(since, newest), until: newest, note };
}

/** "testing and stable: their history begins on 2024-09-01." */
function beginningNote(date: string, labels: readonly string[], { git }: ReadHistoryInput): string {
  const whose = labels.length === 1 ? 'its' : 'their';
  return `${list(labels)}: ${whose} history${git.shallow ? ' in this shallow clone' : ''} begins on ${date}.`;
}

function notesOf(label: string, result: StreamSpans, { name }: ReadHistoryInput): string[] {
  const { spans, openEnded, leftOut } = result;
  const [first] = spans;
  const notes: string[] = [];
  if (openEnded && first?.provenance !== undefined) {
    const version = first.evr ?? 'without a version';
    notes.push(`${label}: ${name} ${version} has stood since ${dayOf(first.since)} or longer.`);
  }
  for (const { commit, why } of leftOut) {
    notes.push(`${label}: commit ${commit.commit.slice(0, 10)} (${dayOf(commit.committed)}) is left out: ${why}.`);
  }
  if (first === undefined && leftOut.length === 0) notes.push(`${label}: no lockfile that can be read.`);
  return notes;
}
