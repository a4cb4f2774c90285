/** manifestLock/pin/apply: writes what was planned. Commits first, in one transaction; then the working tree's files, in one edit. */
import type { Connection } from 'vscode-languageserver';
import { GitWriteError, type MadeCommit } from '../../git/git-writer';
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
  let made: readonly MadeCommit[] = [];
  if (commits.length > 0) {
    const writer = scope.session.gitWriter(folder);
    if (!writer) return nothing('git may not be run in this workspace.');
    try {
      made = await writer.commit(commits);
    } catch (error) {
      if (error instanceof GitWriteError) return nothing(error.message);
      throw error;
    }
  }
  const done = commits.map(({ stream, branch, ref }) => {
    return { stream, branch, commit: made.find(one => one.ref === ref)?.commit ?? '' };
  });
  const fault = await edit(files, views, scope);
  const committed = done.map(({ branch, commit }) => `${commit.slice(0, 10)} on ${branch}`);
  const edited = files.length > 0 && fault === undefined;
  return { edited, commits: done, message: messageFor(files, committed, fault), failed: fault !== undefined };
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

function messageFor(files: readonly PlannedFile[], committed: readonly string[], fault: string | undefined): string {
  const commits = committed.length === 0 ? [] : [`Committed ${list(committed)}; nothing was pushed.`];
  const paths = list(files.map(({ path }) => path));
  if (fault !== undefined) return [...commits, `${paths} was not edited: ${fault}.`].join(' ');
  return [...(files.length === 0 ? [] : [`Edited ${paths}.`]), ...commits].join(' ');
}
