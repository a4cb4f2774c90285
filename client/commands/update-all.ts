/** "Update All Pins in File": everything that has something newer; deliberate pins only when asked. */
import { window } from 'vscode';
import { UpdateAllRequest } from '../../server/protocol';
import type { Command } from '../context';
import { uriOf } from './of-file';
import { reportUpdate } from './report';

const command = (includePins: boolean): Command => ({
  needsServer: true,
  async run({ client }, params) {
    const uri = uriOf(params);
    if (uri === undefined) {
      void window.showInformationMessage('Update All Pins in File: open a manifest-lock file first.');
      return undefined;
    }
    return reportUpdate(await client.sendRequest(UpdateAllRequest, { uri, includePins }));
  },
});

export const updateAll = command(false);
export const updateAllIncludingPins = command(true);
