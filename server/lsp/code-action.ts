/** textDocument/codeAction and its resolve: fixes of the rules, moves of pins, and what is done to a whole file. */
import {
  type CodeAction,
  type CodeActionContext,
  CodeActionKind,
  type Command,
  type Diagnostic,
  type Range,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { FileEdit, Span } from '../lockfile/model';
import { updateTitle } from '../operations/update';
import type { Fix } from '../rules/rule';
import { BULK_ACTIONS, type BulkAction, type BulkName } from './bulk-action';
import { type NewFile, nonOverlapping, workspaceEdit } from './edits';
import { type FileFinding, findingsOf } from './findings';
import { ignoreOffer } from './ignore-action';
import { entriesIn } from './locate';
import { plannerOf } from './scope';
import type { FileView } from './view';

export const FIX_ALL = `${CodeActionKind.SourceFixAll}.manifestLock`;

export interface CodeActionCapabilities {
  /** `workspace.workspaceEdit.documentChanges` */
  readonly documentChanges: boolean;
  /** Edits may make files: `resourceOperations` has `create`, and `documentChanges` are taken. */
  readonly createFiles: boolean;
  /** `edit` may be left to codeAction/resolve. */
  readonly resolveEdit: boolean;
  readonly isPreferred: boolean;
  /** Our client, whose commands an action may run. */
  readonly own: boolean;
}

/** `CodeAction.data` of an action whose edit is made when it is chosen. */
export interface CodeActionData {
  readonly uri: string;
  readonly version: number;
  readonly action: BulkName;
}

interface Offer {
  readonly title: string;
  readonly edits: readonly FileEdit[];
  readonly creates?: readonly NewFile[];
  readonly preferred: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** Run by our client after the edit. */
  readonly command?: Command;
}

export function doCodeActions(
  view: FileView,
  range: Range,
  context: CodeActionContext,
  can: CodeActionCapabilities,
): CodeAction[] {
  const span = view.document.lines.span(range);
  const actions: CodeAction[] = [];
  if (wants(context, CodeActionKind.QuickFix)) {
    const told = toldIn(view, span, context);
    const add = (offers: readonly Offer[]): void => {
      for (const offer of distinct(offers)) {
        const action = toAction(view, offer, can);
        if (action) actions.push(action);
      }
    };
    add([...ruleFixes(told), ...pinUpdates(view, span, context)]);
    for (const bulk of Object.values(BULK_ACTIONS)) {
      const action = bulkAction(view, span, bulk, can);
      if (action) actions.push(action);
    }
    add(told.map(({ finding, diagnostics }) => ignoreOffer(view, finding, diagnostics)).filter(offer => !!offer));
  }
  if (can.own && wants(context, CodeActionKind.Refactor)) actions.push(...pinActions(view, span));
  if (wants(context, FIX_ALL)) {
    const edits = fixAllEdits(findingsOf(view));
    const edit = edits.length > 0 ? workspaceEdit(view, edits, can.documentChanges) : undefined;
    if (edit) actions.push({ title: 'Fix all that has only one right answer', kind: FIX_ALL, edit });
  }
  return actions;
}

/** The edit of an action that was left to be resolved; unchanged where the document has changed since. */
export function resolveCodeAction(view: FileView, action: CodeAction, can: CodeActionCapabilities): CodeAction {
  const data = action.data as CodeActionData;
  const bulk = BULK_ACTIONS[data.action];
  if (view.document.version !== data.version || !bulk) return action;
  const edit = bulkEdit(view, bulk, can);
  return edit ? { ...action, edit } : action;
}

/** True where `only` names the kind or one around it, or nothing. */
export function wants({ only }: CodeActionContext, kind: string): boolean {
  return only?.some(wanted => wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`)) ?? true;
}

/** Fixes that are never a guess, as far as they can be made together. */
function fixAllEdits(findings: readonly FileFinding[]): FileEdit[] {
  const fixes = findings.flatMap(finding => finding.fixes?.filter(fix => fix.fixAll && !fix.creates).slice(0, 1) ?? []);
  return nonOverlapping(fixes.map(fix => fix.edits));
}

/** The one package that is pointed at; which build, and where it goes, is asked for then. */
function pinActions(view: FileView, span: Span): CodeAction[] {
  const [entry, ...others] = entriesIn(view.lockfile, span);
  if (!entry || others.length > 0 || view.mode === 'restricted') return [];
  const { uri, lines } = view.document;
  const position = lines.positionAt(entry.member.key.span.start);
  const title = 'Pin this package...';
  const command = { title, command: 'manifestLock.pinBackport', arguments: [{ uri, position }] };
  return [{ title, kind: CodeActionKind.Refactor, command }];
}

interface ToldFinding {
  readonly finding: FileFinding;
  readonly diagnostics: readonly Diagnostic[];
}

function toldIn(view: FileView, span: Span, context: CodeActionContext): ToldFinding[] {
  return findingsOf(view)
    .filter(finding => finding.span.start <= span.end && finding.span.end >= span.start)
    .map(finding => ({ finding, diagnostics: matching(view, context.diagnostics, finding) }));
}

function ruleFixes(told: readonly ToldFinding[]): Offer[] {
  return told.flatMap(({ finding, diagnostics }) => (finding.fixes ?? []).map(fix => fixOffer(fix, diagnostics)));
}

function fixOffer({ title, edits, creates = [], preferred = false }: Fix, diagnostics: readonly Diagnostic[]): Offer {
  return { title, edits, creates, preferred, diagnostics };
}

/** The client's diagnostics that a finding was told as. */
function matching(view: FileView, diagnostics: readonly Diagnostic[], finding: FileFinding): Diagnostic[] {
  const range = view.document.lines.range(finding.span);
  return diagnostics.filter(
    diagnostic => diagnostic.code === finding.code && JSON.stringify(diagnostic.range) === JSON.stringify(range),
  );
}

function pinUpdates(view: FileView, span: Span, context: CodeActionContext): Offer[] {
  const planner = plannerOf(view);
  return entriesIn(view.lockfile, span).flatMap(entry => {
    const plan = entry.superseded ? undefined : planner.plan(entry);
    if (plan?.kind !== 'update') return [];
    const { group } = plan;
    const newer = findingsOf(view).filter(
      ({ code, package: name }) => code === 'newer-available' && name === entry.name,
    );
    const diagnostics = newer.flatMap(finding => matching(view, context.diagnostics, finding));
    return [{ title: updateTitle(group), edits: group.edits, preferred: false, diagnostics }];
  });
}

function distinct(offers: readonly Offer[]): Offer[] {
  const seen = new Map<string, Offer>();
  for (const offer of offers) {
    const key = JSON.stringify([offer.title, offer.edits, offer.creates ?? []]);
    const known = seen.get(key);
    seen.set(
      key,
      known ? { ...known, diagnostics: [...new Set([...known.diagnostics, ...offer.diagnostics])] } : offer,
    );
  }
  return [...seen.values()];
}

/** Undefined for what the client cannot do. */
function toAction(view: FileView, offer: Offer, can: CodeActionCapabilities): CodeAction | undefined {
  const edit = editOf(view, offer, can);
  if (!edit) return undefined;
  const action: CodeAction = { title: offer.title, kind: CodeActionKind.QuickFix, edit };
  if (offer.preferred && can.isPreferred) action.isPreferred = true;
  if (offer.diagnostics.length > 0) action.diagnostics = [...offer.diagnostics];
  if (offer.command && can.own) action.command = offer.command;
  return action;
}

function editOf(
  view: FileView,
  { edits, creates = [] }: Pick<Offer, 'edits' | 'creates'>,
  can: CodeActionCapabilities,
): WorkspaceEdit | undefined {
  if (creates.length > 0 && !can.createFiles) return undefined;
  return workspaceEdit(view, edits, can.documentChanges, creates);
}

function bulkAction(view: FileView, span: Span, bulk: BulkAction, can: CodeActionCapabilities): CodeAction | undefined {
  if (!bulk.isAbout(view, span)) return undefined;
  const count = bulk.count(view);
  if (count === 0) return undefined;
  const action: CodeAction = { title: `${bulk.title} (${count})`, kind: CodeActionKind.QuickFix };
  if (can.resolveEdit) {
    const { uri, version } = view.document;
    return { ...action, data: { uri, version, action: bulk.name } satisfies CodeActionData };
  }
  const edit = bulkEdit(view, bulk, can);
  return edit && { ...action, edit };
}

function bulkEdit(view: FileView, bulk: BulkAction, can: CodeActionCapabilities): WorkspaceEdit | undefined {
  const planned = bulk.plan(view);
  return planned.edits.length + (planned.creates?.length ?? 0) > 0 ? editOf(view, planned, can) : undefined;
}
