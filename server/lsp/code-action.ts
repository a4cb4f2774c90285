/** textDocument/codeAction and its resolve: fixes of the rules, and moves of pins to what the repositories have. */
import {
  type CodeAction,
  type CodeActionContext,
  CodeActionKind,
  type Diagnostic,
  type Range,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { FileEdit, Span } from '../lockfile/model';
import { updateTitle } from '../operations/update';
import type { Fix } from '../rules/rule';
import { mergeByFile, nonOverlapping, workspaceEdit } from './edits';
import { type FileFinding, findingsOf } from './findings';
import { entriesIn } from './locate';
import { planAllOf, plannerOf } from './scope';
import type { FileView } from './view';

export const FIX_ALL = `${CodeActionKind.SourceFixAll}.manifestLock`;

export interface CodeActionCapabilities {
  /** `workspace.workspaceEdit.documentChanges` */
  readonly documentChanges: boolean;
  /** `edit` may be left to codeAction/resolve. */
  readonly resolveEdit: boolean;
  readonly isPreferred: boolean;
}

/** `CodeAction.data` of an action whose edit is made when it is chosen. */
export interface CodeActionData {
  readonly uri: string;
  readonly version: number;
  readonly action: 'update-all';
}

interface Offer {
  readonly title: string;
  readonly kind: string;
  readonly edits: readonly FileEdit[];
  readonly preferred: boolean;
  readonly diagnostics: readonly Diagnostic[];
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
    const offers = [...ruleFixes(view, span, context), ...pinUpdates(view, span, context)];
    for (const offer of distinct(offers)) {
      const edit = workspaceEdit(view, offer.edits, can.documentChanges);
      if (edit) actions.push(toAction(offer, edit, can));
    }
    const all = updateAllAction(view, span, can);
    if (all) actions.push(all);
  }
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
  if (view.document.version !== data.version) return action;
  const edit = workspaceEdit(view, updateAllEdits(view), can.documentChanges);
  return edit ? { ...action, edit } : action;
}

/** True where `only` names the kind or one around it, or nothing. */
export function wants({ only }: CodeActionContext, kind: string): boolean {
  return only?.some(wanted => wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`)) ?? true;
}

/** Fixes that are never a guess, as far as they can be made together. */
export function fixAllEdits(findings: readonly FileFinding[]): FileEdit[] {
  const fixes = findings.flatMap(finding => finding.fixes?.filter(fix => fix.fixAll).slice(0, 1) ?? []);
  return nonOverlapping(fixes.map(fix => fix.edits));
}

function ruleFixes(view: FileView, span: Span, context: CodeActionContext): Offer[] {
  const offers: Offer[] = [];
  for (const finding of findingsOf(view)) {
    if (finding.span.start > span.end || finding.span.end < span.start) continue;
    const diagnostics = matching(view, context.diagnostics, finding);
    for (const fix of finding.fixes ?? []) offers.push(fixOffer(fix, diagnostics));
  }
  return offers;
}

function fixOffer(fix: Fix, diagnostics: readonly Diagnostic[]): Offer {
  const { title, edits, preferred = false } = fix;
  return { title, kind: CodeActionKind.QuickFix, edits, preferred, diagnostics };
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
    const kind = CodeActionKind.QuickFix;
    return [{ title: updateTitle(group), kind, edits: group.edits, preferred: false, diagnostics }];
  });
}

function distinct(offers: readonly Offer[]): Offer[] {
  const seen = new Map<string, Offer>();
  for (const offer of offers) {
    const key = JSON.stringify([offer.title, offer.edits]);
    const known = seen.get(key);
    seen.set(
      key,
      known ? { ...known, diagnostics: [...new Set([...known.diagnostics, ...offer.diagnostics])] } : offer,
    );
  }
  return [...seen.values()];
}

function toAction(offer: Offer, edit: WorkspaceEdit, can: CodeActionCapabilities): CodeAction {
  const action: CodeAction = { title: offer.title, kind: offer.kind, edit };
  if (offer.preferred && can.isPreferred) action.isPreferred = true;
  if (offer.diagnostics.length > 0) action.diagnostics = [...offer.diagnostics];
  return action;
}

function updateAllEdits(view: FileView): FileEdit[] {
  return mergeByFile(
    plannerOf(view)
      .planAll({ includePins: false })
      .groups.flatMap(group => group.edits),
  );
}

/** Offered on an entry that has something newer, where it is not the only one. */
function updateAllAction(view: FileView, span: Span, can: CodeActionCapabilities): CodeAction | undefined {
  const planner = plannerOf(view);
  if (!entriesIn(view.lockfile, span).some(entry => planner.choice(entry).target)) return undefined;
  const { groups } = planAllOf(view);
  const count = groups.reduce((sum, group) => sum + group.moves.length, 0);
  if (count === 0) return undefined;
  const action: CodeAction = { title: `Update all pins in this file (${count})`, kind: CodeActionKind.QuickFix };
  if (can.resolveEdit) {
    const { uri, version } = view.document;
    return { ...action, data: { uri, version, action: 'update-all' } satisfies CodeActionData };
  }
  const edit = workspaceEdit(view, updateAllEdits(view), can.documentChanges);
  return edit && { ...action, edit };
}
