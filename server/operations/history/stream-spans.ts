/** How long each version of a package stood on one branch. */
import type { VersionSpan } from './package-history';
import type { LoggedCommit, StreamLog } from './stream-log';
import { sameVersion, type Version, type VersionReader } from './version-reader';

export interface StreamSpans {
  /** Oldest first. */
  readonly spans: readonly VersionSpan[];
  /** True where the first span may have begun before what its commit says: that is the oldest one looked at. */
  readonly openEnded: boolean;
  /** The oldest commit there is, where the spans begin with it. */
  readonly beginning: LoggedCommit | undefined;
  /** Commits left out for a file that does not parse, and what is wrong: "manifest-lock.x86_64.json does not parse (line 3)". */
  readonly leftOut: readonly { readonly commit: LoggedCommit; readonly why: string }[];
  /** Whether the newest commit has base locks. */
  readonly hasBaseLock: boolean;
}

/** Commits looked at in one go for the one that brought what stood at the beginning. */
const STEP = 32;

/** `since`: Unix seconds; commits before it are looked at as far as the first span reaches back. */
export async function streamSpans(log: StreamLog, reader: VersionReader, since: number): Promise<StreamSpans> {
  const { before, commits } = log;
  const start = commits.findLastIndex(({ committed }) => committed < since) + 1;
  const shown = commits.slice(start);
  const newest = commits.at(-1) ?? before;
  const older = [...(before ? [before] : []), ...commits.slice(0, start)].reverse();
  await reader.prepare([...shown, ...(newest ? [newest] : [])]);
  const first = await standing(older, reader);
  // what has not been there has no commit that brought it: the one before the first lockfile may be of any time
  const spans = first ? [{ ...first, since: Math.min(first.since, since) }] : [];
  const leftOut: { commit: LoggedCommit; why: string }[] = [];
  const told = new Set<unknown>();
  for (const commit of shown) {
    const found = reader.version(commit);
    if ('broken' in found) {
      const state = commit.files.get(found.broken.fileName);
      // as long as it stays broken, it is the one commit that broke it
      if (!told.has(state)) leftOut.push({ commit, why: `${found.broken.fileName} ${found.why}` });
      told.add(state);
      continue;
    }
    const last = spans.at(-1);
    if (last && sameVersion(last, found)) continue;
    const span = spanOf(commit, found);
    // committer dates of one line do not always ascend
    spans.push({ ...span, since: Math.max(span.since, last?.since ?? 0) });
  }
  const oldest = before ? undefined : commits[0];
  const begins = start === 0 || first?.provenance !== undefined;
  return {
    spans,
    openEnded: first !== undefined && first.commit === before?.commit,
    beginning: oldest && begins && spans[0]?.commit === oldest.commit ? oldest : undefined,
    leftOut,
    hasBaseLock: newest !== undefined && reader.hasBaseLock(newest),
  };
}

/** What stood after the first of `older` (newest first), with the commit that brought it. Broken ones are passed over. */
async function standing(older: readonly LoggedCommit[], reader: VersionReader): Promise<VersionSpan | undefined> {
  let span: VersionSpan | undefined;
  for (let at = 0; at < older.length; at += STEP) {
    const step = older.slice(at, at + STEP);
    await reader.prepare(step);
    for (const commit of step) {
      const found = reader.version(commit);
      if ('broken' in found) continue;
      if (span && !sameVersion(span, found)) return span;
      span = spanOf(commit, found);
      // nobody asks since when something has not been there
      if (found.provenance === undefined) return span;
    }
  }
  return span;
}

function spanOf({ commit, committed, subject }: LoggedCommit, version: Version): VersionSpan {
  return { ...version, since: committed, commit, subject };
}
