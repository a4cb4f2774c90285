/** "Pin Backport": pins or fast-tracks a build in this stream and in others. */
import { window } from 'vscode';
import type { PinApplyResult } from '../../server/protocol';
import type { Command } from '../context';
import { PinFlow, type PinStart } from '../pin/flow';
import { uriOf } from './of-file';

/** Callable with a `PinStart` (a code action, a tree item), or without for the package under the active editor's cursor. */
function command(type?: PinStart['type']): Command {
  return {
    needsServer: true,
    async run({ client }, params) {
      const uri = uriOf(params);
      if (uri === undefined) {
        void window.showInformationMessage('Pin Backport: open a manifest-lock file first.');
        return undefined;
      }
      const given = (params ?? {}) as Partial<PinStart>;
      const about = given.query === undefined && given.position === undefined ? atCursor(uri) : given;
      const result = await new PinFlow(client, { uri, type, ...about }).run();
      if (result) reportPin(result);
      return result;
    },
  };
}

export const pinBackport = command();
export const fastTrackUpdate = command('fast-track');

export function reportPin({ message, failed }: PinApplyResult): void {
  if (failed) void window.showErrorMessage(`Manifest Lock: ${message}`);
  else void window.showInformationMessage(message);
}

/** Where the cursor is in that document: the server knows what stands there. */
function atCursor(uri: string): Pick<PinStart, 'position'> {
  const editor = window.activeTextEditor;
  if (editor?.document.uri.toString() !== uri) return {};
  const { line, character } = editor.selection.active;
  return { position: { line, character } };
}
