/** What is said of a stream that is changed, whatever changes it. */
import type { StreamTarget } from '../config-repo/stream-targets';
import type { RefusedStream, StreamCommit } from '../operations/stream-commits';
import type { ExitCode, Ports } from './ports';
import { complain } from './report';
import type { Settings } from './settings';

/** A stream as it will be, or is. */
export interface ReportedPlace {
  readonly stream: string;
  /** Short name of the branch that gets the commit; of the working tree that which is checked out. */
  readonly branch: string;
  readonly worktree: boolean;
  /** Undefined in the working tree, before it is made, and where nothing changes. */
  readonly commit: string | undefined;
  /** Paths of the files that change, relative to the repository. */
  readonly files: readonly string[];
  /** Of the commit; of the working tree what could be written when it is committed. */
  readonly message: string;
  /** From its files to what they would be, as `git apply` takes it; undefined where it was not asked for (`--dry-run`). */
  readonly patch?: string | undefined;
}

/** Before anything is written. */
export function reportedPlace(
  { policy, place, label }: StreamTarget,
  commit: StreamCommit | undefined,
  files: readonly { readonly path: string }[],
  message: string,
): ReportedPlace {
  const worktree = place.kind === 'worktree';
  return {
    stream: policy.name,
    branch: commit?.branch ?? (worktree ? label : policy.branch),
    worktree,
    commit: undefined,
    files: files.map(({ path }) => path),
    message,
  };
}

/** "stable: would be committed to stable". */
export function headline({ stream, branch, worktree, commit, files }: ReportedPlace, written: boolean): string {
  if (files.length === 0) return `${stream}: nothing to change`;
  if (worktree) return `${stream}: the working tree ${written ? 'is' : 'would be'} changed`;
  return commit === undefined
    ? `${stream}: would be committed to ${branch}`
    : `${stream}: commit ${commit} on ${branch}`;
}

/** Of a stream whose files would change: the message that the commit would have. */
export function messageLines({ files, message }: ReportedPlace): string[] {
  if (files.length === 0) return [];
  const lines = message.trimEnd().split('\n');
  return ['commit message:', ...lines.map(line => `    ${line}`)];
}

/** Nothing is written where a stream refuses; `json` has the reasons for a program. */
export async function refuseAll(
  refused: readonly RefusedStream[],
  json: string,
  { format }: Settings,
  ports: Ports,
): Promise<ExitCode> {
  if (format === 'json') await ports.stdout.write(json);
  await complain([...refused.map(({ stream, message }) => `${stream}: ${message}`), 'nothing is written'], ports);
  return 2;
}
