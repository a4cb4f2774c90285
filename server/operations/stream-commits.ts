/** The commits that carry a change to the branches of other streams, or to new branches that stand on them. */
import { joinPath } from '../config-repo/paths';
import type { StreamTarget } from '../config-repo/stream-targets';
import type { GitRef } from '../git/git';
import type { NewCommit } from '../git/git-writer';
import type { PlannedFile } from './override-request';

/** One stream and what becomes of its files. */
export interface StreamEdit {
  readonly target: StreamTarget;
  readonly files: readonly Pick<PlannedFile, 'path' | 'after'>[];
  /** The whole message: title, blank line, body. */
  readonly message: string;
}

export interface StreamCommitsOptions {
  readonly newBranches?: NewBranches | undefined;
  /** The files are written as ci/overrides.py does: a byte order mark goes. */
  readonly canonical?: boolean | undefined;
}

/** Commits go to branches of their own: `backport/STREAM/SUBJECT`. */
export interface NewBranches {
  /** Where it is not `backport`. */
  readonly folder?: string;
  /** See `branchSubject`. */
  readonly subject: string;
  /** The branches there are: none is called like one of them. */
  readonly refs: readonly Pick<GitRef, 'name'>[];
}

export interface StreamCommit extends NewCommit {
  readonly stream: string;
  /** Short name of the branch. */
  readonly branch: string;
}

export interface StreamCommits {
  /** In the order of the edits. */
  readonly commits: readonly StreamCommit[];
  /** Streams that get none though their files would change. */
  readonly refused: readonly RefusedStream[];
}

export interface RefusedStream {
  readonly stream: string;
  /** Why, for a human. */
  readonly message: string;
}

const BRANCHES = 'refs/heads/';

/** The working tree gets no commit: its files are edited. Neither does a stream whose files stay as they are. */
export function streamCommits(
  edits: readonly StreamEdit[],
  { newBranches, canonical = false }: StreamCommitsOptions = {},
): StreamCommits {
  const commits: StreamCommit[] = [];
  const refused: RefusedStream[] = [];
  const taken = new Set(newBranches?.refs.flatMap(({ name }) => shortNames(name)));
  for (const { target, files, message } of edits) {
    const { place, policy, root } = target;
    if (place.kind === 'worktree' || files.length === 0) continue;
    const stream = policy.name;
    const parent = place.kind === 'branch' || newBranches ? place.parent : undefined;
    if (parent === undefined) {
      refused.push({ stream, message: place.kind === 'none' ? place.message : `${stream} has no branch` });
      continue;
    }
    const branch = newBranches ? freeName(stream, newBranches, taken) : undefined;
    if (branch !== undefined) taken.add(branch);
    const ref = branch === undefined && place.kind === 'branch' ? place.ref : `${BRANCHES}${branch}`;
    const expected = branch === undefined && place.kind === 'branch' ? place.expected : undefined;
    const changed = files.map(({ path, after }) => {
      return { path: joinPath(root, path), text: after, ...(canonical && { dropsMark: true }) };
    });
    commits.push({ stream, branch: ref.slice(BRANCHES.length), ref, expected, parent, message, files: changed });
  }
  return { commits, refused };
}

/** The short name of one new branch for a commit on `stream`. */
export function newBranch(stream: string, newBranches: NewBranches): string {
  return freeName(stream, newBranches, new Set(newBranches.refs.flatMap(({ name }) => shortNames(name))));
}

/** `backport/stable/kernel-6.11.4-201.fc40`, with a number where there is such a branch already, here or on a remote. */
function freeName(stream: string, { folder = 'backport', subject }: NewBranches, taken: ReadonlySet<string>): string {
  const [where, what] = [refPart(stream), refPart(subject)];
  // git keeps branches as files: where there is a branch `backport` there can be none below it
  const isBranch = taken.has(folder) || taken.has(`${folder}/${where}`);
  const name = isBranch ? `${folder}-${where}-${what}` : `${folder}/${where}/${what}`;
  const isFree = (candidate: string) => {
    return !taken.has(candidate) && ![...taken].some(other => other.startsWith(`${candidate}/`));
  };
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    if (isFree(candidate)) return candidate;
  }
}

/** What a new branch is called after: `kernel-6.11.4-201.fc40`, of several builds `podman-5.2.5-1.fc40-and-2-more`. */
export function branchSubject(nvrs: readonly string[]): string {
  const [first = 'overrides', ...more] = new Set(nvrs);
  return more.length === 0 ? first : `${first}-and-${more.length}-more`;
}

/** What a branch or a remote branch is called, of the latter without its remote. */
function shortNames(ref: string): string[] {
  const name = /^refs\/(?:heads|remotes\/[^/]+)\/(.+)$/.exec(ref)?.[1];
  return name === undefined ? [] : [name];
}

/** Versions may have `~` and `^`, which no ref can (git check-ref-format). */
function refPart(text: string): string {
  const plain = text
    .replace(/[^\w.+-]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/^[-.]+|[-.]+$/g, '')
    .replace(/\.lock$/, '-lock');
  return plain === '' ? 'change' : plain;
}
