/**
 * manifestLock/pin/apply: writes what was planned, all or nothing. The commits are made, then the editor edits the working tree's files,
 * and when it has, the branches move in one transaction.
 */
import type { Connection } from 'vscode-languageserver';
import { GitWriteError } from '../../git/git-writer';
import type { PlannedFile } from '../../operations/override-request';
import type { BackportChange } from '../../operations/plan-backport';
import type { PinApplyResult } from '../../protocol';
import { list } from '../../rules/support';
import type { CodeActionCapabilities } from '../code-action';
import { workspaceEdit } from '../edits';
import { messageOf } from '../message-of';
import type { Session } from '../session';
import type { FileView } from '../view';

/** As it was shown to the user. */
export interface PinPlan {
  /** Absolute. */
  readonly folder: string;
  readonly changes: readonly BackportChange[];
}

export interface ApplyScope {
  readonly connection: Pick<Connection, 'workspace'>;
  readonly session: Session;
  readonly can: CodeActionCapabilities;
}

const LABEL = 'Pin Backport';

export async function applyPlan({ folder, changes }: PinPlan, scope: ApplyScope): Promise<PinApplyResult> {
  const files = changes.find(({ target }) => target.place.kind === 'worktree')?.plan.files ?? [];
  const views = (await scope.session.viewsIn(folder)) ?? [];
  const obstacle = whyNotEditable(files, views, scope.can);
  if (obstacle !== undefined) return nothing(obstacle);
  const commits = changes.flatMap(({ commit }) => commit ?? []);
  const writer = scope.session.gitWriter(folder);
  if (commits.length > 0 && !writer) return nothing('git may not be run in this workspace.');
  let edited = false;
  const editAll = async (): Promise<void> => {
    const fault = await edit(files, views, scope);
    if (fault !== undefined) throw new GitWriteError(`${pathsOf(files)} was not edited: ${fault}.`);
    edited = files.length > 0;
  };
  try {
    const made = commits.length > 0 && writer ? await writer.commit(commits, { alongside: editAll }) : [];
    if (commits.length === 0) await editAll();
    const done = commits.map(({ stream, branch, ref }) => {
      return { stream, branch, commit: made.find(one => one.ref === ref)?.commit ?? '' };
    });
    return { edited, commits: done, message: messageFor(files, done), failed: false };
  } catch (error) {
    if (!(error instanceof GitWriteError)) throw error;
    if (!edited) return nothing(error.message);
    const branches = list(commits.map(({ branch }) => branch));
    const message = `Edited ${pathsOf(files)}, which Undo takes back; nothing was committed to ${branches}: ${error.message}`;
    return { edited, commits: [], message, failed: true };
  }
}

function nothing(reason: string): PinApplyResult {
  return { edited: false, commits: [], message: `Nothing was written: ${reason}`, failed: true };
}

/** What the plan was made for must be what stands there. */
function whyNotEditable(
  files: readonly PlannedFile[],
  views: readonly FileView[],
  can: CodeActionCapabilities,
): string | undefined {
  for (const { path, before } of files) {
    const text = views.find(view => view.path === path)?.document.text;
    if (text !== before) return `${path} was changed in the meantime.`;
    if (before === undefined && !can.createFiles) return `the editor cannot make the new file ${path}.`;
  }
  return undefined;
}

/** What kept the editor from it; undefined where all went well, or there was nothing to do. */
async function edit(
  files: readonly PlannedFile[],
  [view]: readonly FileView[],
  { connection, can }: ApplyScope,
): Promise<string | undefined> {
  if (files.length === 0 || !view) return undefined;
  const edits = files.filter(({ before }) => before !== undefined);
  const creates = files.flatMap(({ path, before, after }) => (before === undefined ? [{ path, text: after }] : []));
  const made = workspaceEdit(view, edits, can.documentChanges, creates);
  if (!made) return 'the text of a file that has to be changed is not known';
  try {
    const { applied, failureReason } = await connection.workspace.applyEdit({ label: LABEL, edit: made });
    return applied ? undefined : (failureReason ?? 'the editor gave no reason');
  } catch (error) {
    return messageOf(error);
  }
}

function messageFor(files: readonly PlannedFile[], made: PinApplyResult['commits']): string {
  const committed = made.map(({ branch, commit }) => `${commit.slice(0, 10)} on ${branch}`);
  const commits = committed.length === 0 ? [] : [`Committed ${list(committed)}; nothing was pushed.`];
  return [...(files.length === 0 ? [] : [`Edited ${pathsOf(files)}.`]), ...commits].join(' ');
}

function pathsOf(files: readonly PlannedFile[]): string {
  return list(files.map(({ path }) => path));
}
