/** What fell behind other streams, in all lockfiles of the repository: most of it stands in base locks. */
import { parseLockfileName } from '../lockfile/name';
import { behind } from '../operations/behind';
import { type CheckOptions, checkFile } from '../rules/check';
import type { RepoContext } from '../rules/rule';
import { streamDowngrade } from '../rules/stream-downgrade';
import type { FileFinding } from './findings';
import type { FileView } from './view';

/** Without what is ignored with a reason. */
export function behindFindings(view: FileView, severity: CheckOptions['severity']): FileFinding[] {
  const { repo } = view;
  if (!repo) return [];
  const concerned = filesBehind(repo);
  const files = repo.files.filter(({ path }) => concerned.has(path));
  return files.flatMap(({ path, lockfile }) => {
    const name = parseLockfileName(path.slice(path.lastIndexOf('/') + 1));
    return checkFile({ ...view, path, name, lockfile }, { severity, rules: [streamDowngrade] });
  });
}

/** The files that hold what is older: a healthy repository has none, and then no rule has to run. */
function filesBehind(repo: RepoContext): Set<string> {
  const { stream, streams } = repo.branches ?? {};
  const ahead = (stream?.notBehind ?? []).map(name => streams?.get(name)).filter(snapshot => snapshot !== undefined);
  const packages = ahead.flatMap(snapshot => behind(repo, snapshot, repo.config.basearches));
  return new Set(packages.flatMap(({ arches }) => arches.map(({ own }) => own.file.path)));
}
