/** Goes to a place of a document: what a code lens leads to, and where the user goes on after a code action. */
import { Position, Range, Uri, window, workspace } from 'vscode';
import type { UpdatePinParams } from '../../server/protocol';
import type { Command } from '../context';

export const reveal: Command = {
  needsServer: false,
  async run(_context, params) {
    const { uri, position } = params as UpdatePinParams;
    const at = new Position(position.line, position.character);
    const document = await workspace.openTextDocument(Uri.parse(uri));
    await window.showTextDocument(document, { selection: new Range(at, at) });
  },
};
