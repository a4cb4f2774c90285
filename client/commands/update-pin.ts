/** "Update Pin": moves the package under the cursor, with its siblings, to the newest NEVRA. */
import { window } from 'vscode';
import { type UpdatePinParams, UpdatePinRequest } from '../../server/protocol';
import type { Command } from '../context';
import { isLockfile, reportUpdate } from './report';

/** Callable with `UpdatePinParams` (a link or another extension), or without for the active editor's cursor. */
export const updatePin: Command = {
  needsServer: true,
  async run({ client }, params) {
    const target = given(params) ?? atCursor();
    if (!target) {
      void window.showInformationMessage('Update Pin: open a manifest-lock file and put the cursor on a package.');
      return undefined;
    }
    return reportUpdate(await client.sendRequest(UpdatePinRequest, target));
  },
};

/** A context menu hands over the resource, a `Uri`, which says nothing that the cursor does not. */
function given(params: unknown): UpdatePinParams | undefined {
  const { uri, position } = (params ?? {}) as Partial<UpdatePinParams>;
  return typeof uri === 'string' && position ? { uri, position } : undefined;
}

function atCursor(): UpdatePinParams | undefined {
  const editor = window.activeTextEditor;
  if (!editor || !isLockfile(editor.document)) return undefined;
  const { line, character } = editor.selection.active;
  return { uri: editor.document.uri.toString(), position: { line, character } };
}
