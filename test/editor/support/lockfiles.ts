/** Opening lockfiles of the example and asking for what a user sees in them. */
import { strict as assert } from 'node:assert';
import {
  type CodeAction,
  commands,
  type Diagnostic,
  type InlayHint,
  languages,
  Position,
  Range,
  type TextDocument,
  window,
  workspace,
} from 'vscode';
import { eventually, exampleFile } from './extension';

/** Opens and shows a file of the example, as it is on disk. */
export async function open(path: string): Promise<TextDocument> {
  const document = await workspace.openTextDocument(exampleFile(path));
  await window.showTextDocument(document);
  if (document.isDirty) await commands.executeCommand('workbench.action.files.revert');
  return document;
}

/** Throws away what a test changed, so that nothing is asked when the window closes. */
export async function revert(): Promise<void> {
  await commands.executeCommand('workbench.action.files.revert');
}

/** The position of `text`, from its first occurrence after `after`. */
export function positionOf(document: TextDocument, text: string, after = ''): Position {
  const from = document.getText().indexOf(after);
  const at = document.getText().indexOf(text, from);
  assert.ok(from >= 0 && at >= 0, `no ${JSON.stringify(text)} after ${JSON.stringify(after)}`);
  return document.positionAt(at);
}

export function ours(document: TextDocument): Diagnostic[] {
  return languages.getDiagnostics(document.uri).filter(({ source }) => source === 'manifest-lock');
}

export function codeOf({ code }: Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

export function hints(document: TextDocument): Thenable<InlayHint[]> {
  const all = new Range(new Position(0, 0), document.positionAt(document.getText().length));
  return commands.executeCommand<InlayHint[]>('vscode.executeInlayHintProvider', document.uri, all);
}

/** The one action of that title at a position; waits for it. */
export function action(document: TextDocument, at: Position, title: string, kind = 'quickfix'): Promise<CodeAction> {
  return eventually(async () => {
    const range = new Range(at, at);
    const offered = await commands.executeCommand<CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      range,
      kind,
      50,
    );
    const found = offered.filter(candidate => candidate.title === title);
    assert.equal(found.length, 1, `offered: ${offered.map(candidate => candidate.title).join(' | ')}`);
    return found[0] as CodeAction;
  });
}

export async function apply({ edit }: CodeAction): Promise<void> {
  assert.ok(edit, 'the action has no edit');
  assert.ok(await workspace.applyEdit(edit), 'the edit was refused');
}
