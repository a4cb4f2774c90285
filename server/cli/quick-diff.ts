/**
 * `diff` of two revisions with which all is well: what people and gates ask day by day. It needs git, JSON and YAML as `ci/overrides.py` writes it, and none of what
 * makes the whole program a megabyte to read. Anything else is left to the whole program, nothing having been written.
 */
import { gitTree } from '../config-repo/git-tree';
import { loadLockfiles } from '../config-repo/load-lockfiles';
import { basearchesOf, findLockfiles } from '../config-repo/lockfile-refs';
import { ownStream } from '../config-repo/own-stream';
import { DEFAULT_REPO_SETTINGS, REPO_SETTINGS_FILE } from '../config-repo/repo-settings';
import { worktree } from '../config-repo/worktree';
import { type GitRepository, isAbsent } from '../git/git';
import { lazyLockfile } from '../lockfile/lazy-lockfile';
import type { Lockfile, LockfileFormat } from '../lockfile/model';
import { scanYaml } from '../lockfile/scan-yaml';
import { buildLockfile } from '../lockfile/view';
import { findRef } from '../operations/diff/find-ref';
import { lockfileSide } from '../operations/diff/lockfile-side';
import type { DiffSide } from '../operations/diff/side';
import { sideLayers } from '../operations/diff/side-layers';
import { parseSideSpec } from '../operations/diff/side-spec';
import { splitSubcommand } from './args';
import { compareSides, type DiffPorts } from './diff-compare';
import { type DiffRequest, readRequest } from './diff-request';
import { rootBelow } from './diff-root';
import { findRepo } from './find-repo';
import type { ExitCode, Output, Ports } from './ports';

/** It takes the whole program: nothing of this is an error. */
class TakesMore extends Error {}

/** Undefined where it takes the whole program. */
export async function quickDiff(
  argv: readonly string[],
  ports: DiffPorts & Pick<Ports, 'cwd' | 'cacheFolder' | 'openGit'>,
): Promise<ExitCode | undefined> {
  const written: (() => Promise<boolean>)[] = [];
  const later = (output: Output): Output => ({
    isTerminal: output.isTerminal,
    write: text => {
      written.push(() => output.write(text));
      return Promise.resolve(true);
    },
  });
  let status: ExitCode;
  try {
    const { name, rest } = splitSubcommand(argv);
    if (name !== 'diff' || rest.some(word => word === '--help' || word === '-h')) return undefined;
    const request = readRequest(rest, ports);
    status = await compareRevisions(request, ports, { stdout: later(ports.stdout), stderr: later(ports.stderr) });
  } catch {
    // the whole program says what is wrong, in its own words
    return undefined;
  }
  for (const write of written) await write();
  return status;
}

async function compareRevisions(
  request: DiffRequest,
  { openGit }: Pick<Ports, 'openGit'>,
  output: DiffPorts,
): Promise<ExitCode> {
  const { settings, specs, advisories, changelog } = request;
  const revisions = [specs.from, specs.to].map(text => {
    const spec = parseSideSpec(text);
    if (spec.kind !== 'ref') throw new TakesMore();
    return { spec: text.trim(), revision: spec.revision };
  });
  if (advisories || changelog || settings.verbose) throw new TakesMore();
  const opening = openGit(settings.repo);
  const close = async (): Promise<void> => {
    const git = await opening;
    if (!isAbsent(git)) git.close();
  };
  try {
    const folder = await findRepo(settings.repo);
    const tree = worktree(folder);
    const names = await tree.list('');
    if (names.includes(REPO_SETTINGS_FILE)) throw new TakesMore();
    const repository = basearchesOf((await findLockfiles(tree, names)).lockfiles);
    const found = await opening;
    if (isAbsent(found)) throw new TakesMore();
    let refs: ReturnType<GitRepository['refs']> | undefined;
    const listRefs = (): ReturnType<GitRepository['refs']> => {
      refs ??= found.refs();
      return refs;
    };
    const git = { ...found, refs: listRefs };
    const root = rootBelow(git.prefix, settings.repo, folder);
    const [from, to] = await Promise.all(revisions.map(each => openRevision(each, git, root, repository)));
    if (!from || !to) throw new TakesMore();
    return await compareSides(from, to, request, () => Promise.resolve(undefined), output);
  } finally {
    await close();
  }
}

async function openRevision(
  { spec, revision }: { readonly spec: string; readonly revision: string },
  git: GitRepository,
  root: string,
  repository: readonly string[],
): Promise<DiffSide> {
  const found = await findRef(revision, git, DEFAULT_REPO_SETTINGS.streams);
  if ('failed' in found) throw new TakesMore();
  const { commit, label, stream: named } = found;
  const tree = gitTree(git, commit, root);
  const [info, names] = await Promise.all([git.commit(commit), tree.list('')]);
  const listed = await findLockfiles(tree, names);
  const [loaded, { stream = named, releasever, manifest }] = await Promise.all([
    loadLockfiles(tree, listed.lockfiles, parse),
    ownStream(tree, names),
  ]);
  const problems = [...listed.problems, ...loaded.problems].map(({ message }) => message);
  const layers = sideLayers({ lockfiles: listed.lockfiles, files: loaded.files, problems }, repository);
  const { basearches, files, hasBase, missing, notes } = layers;
  // what is not said by the manifest itself is said by what it includes
  if (!info || manifest !== undefined || !hasBase || missing.size > 0 || notes.length > 0) throw new TakesMore();
  const { committed } = info;
  return lockfileSide({ spec, kind: 'ref', label, commit, committed, stream, releasever, basearches, files });
}

function parse(text: string, format: LockfileFormat): Lockfile {
  const takesMore = (): never => {
    throw new TakesMore();
  };
  if (format === 'json') return lazyLockfile(text, takesMore) ?? takesMore();
  const tree = scanYaml(text);
  return tree ? buildLockfile(format, text, tree) : takesMore();
}
