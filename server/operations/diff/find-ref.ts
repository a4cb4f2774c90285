/** Which commit a user means by the name of a stream or a revision, and what may have been meant by one that leads to none. */
import { nearest } from '../../config-repo/nearest';
import type { StreamPolicy } from '../../config-repo/repo-settings';
import { streamRef } from '../../config-repo/streams';
import type { GitRef, GitRepository } from '../../git/git';
import { inputFailure, type SideFailure } from './side-context';
import { quoted } from './side-spec';

export interface FoundRef {
  readonly commit: string;
  /** `testing`, `origin/testing`, `HEAD~1` */
  readonly label: string;
  /** Set where it was called by the name of a stream. */
  readonly stream: string | undefined;
}

/** The newest of a stream's branches, local or remote; of any other name what git makes of it. Rejects where git fails. */
export async function findRef(
  revision: string,
  git: GitRepository,
  policies: ReadonlyMap<string, StreamPolicy>,
): Promise<FoundRef | SideFailure> {
  const policy = policies.get(revision) ?? [...policies.values()].find(({ branch }) => branch === revision);
  const newest = policy && streamRef(policy, await git.refs());
  if (policy && newest) return { commit: newest.ref.commit, label: newest.label, stream: policy.name };
  const commit = await git.resolve(revision);
  if (commit !== undefined) return { commit, label: revision, stream: undefined };
  return inputFailure(await whyNone(revision, policy, git, policies));
}

async function whyNone(
  revision: string,
  policy: StreamPolicy | undefined,
  git: GitRepository,
  policies: ReadonlyMap<string, StreamPolicy>,
): Promise<string> {
  if (revision === 'HEAD') return 'HEAD has no commit yet';
  const early = git.shallow ? ' (this is a shallow clone: what is older than its history is not there)' : '';
  if (policy) {
    return `the stream ${policy.name} has no branch ${policy.branch} here, neither local nor remote: fetch it${early}`;
  }
  const refs = await git.refs();
  const branches = [...policies.values()].flatMap(stream => streamRef(stream, refs)?.label ?? []);
  const none = `${quoted(revision)} is no stream, branch or other revision here${early}`;
  const meant = await suggestions(revision, [...branches, ...refs.map(shortName)], git);
  if (meant.length > 0) return `${none}: did you mean ${oneOf(meant)}?`;
  return branches.length === 0 ? none : `${none}; the streams here are ${branches.join(', ')}`;
}

const MOST = 3;

/** At most three that lead to a commit: of that name on a remote, beginning with it, or like it. What follows the name (`~1`) stays. */
async function suggestions(revision: string, names: readonly string[], git: GitRepository): Promise<string[]> {
  const [name = ''] = /^[^~^@:]+/.exec(revision) ?? [];
  const rest = revision.slice(name.length);
  const found: string[] = [];
  for (const other of alike(name, names)) {
    if (found.length === MOST) break;
    if ((await git.resolve(other + rest)) !== undefined) found.push(other + rest);
  }
  return found;
}

/** The likeliest first. */
function* alike(name: string, names: readonly string[]): Generator<string> {
  const others = new Set(names.filter(other => other !== name));
  const begun = [...others].filter(other => other.endsWith(`/${name}`) || (name.length > 2 && other.startsWith(name)));
  begun.sort((a, b) => a.length - b.length);
  for (const other of begun) others.delete(other);
  yield* begun;
  for (let next = nearest(name, [...others]); next !== undefined; next = nearest(name, [...others])) {
    others.delete(next);
    yield next;
  }
}

function oneOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function shortName({ name }: GitRef): string {
  return name.replace(/^refs\/(?:heads|remotes|tags)\//, '');
}
