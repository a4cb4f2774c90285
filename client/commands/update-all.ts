/** "Update All Pins in File": everything that has something newer; deliberate pins only when asked. */
import { window } from 'vscode';
import { UpdateAllRequest } from '../../server/protocol';
import type { Command } from '../context';
import { isLockfile, reportUpdate } from './report';

const command = (includePins: boolean): Command => ({
  needsServer: true,
  async run({ client }) {
    const document = window.activeTextEditor?.document;
    if (!document || !isLockfile(document)) {
      void window.showInformationMessage('Update All Pins in File: open a manifest-lock file first.');
      return undefined;
    }
    return reportUpdate(await client.sendRequest(UpdateAllRequest, { uri: document.uri.toString(), includePins }));
  },
});

export const updateAll = command(false);
export const updateAllIncludingPins = command(true);
