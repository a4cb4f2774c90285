/** "Refresh Package Metadata": asks every repository in use again. */
import { RefreshRequest } from '../../server/protocol';
import type { Command } from '../context';

const command = (allArches: boolean): Command => ({
  needsServer: true,
  run: ({ client }) => client.sendRequest(RefreshRequest, { allArches }),
});

export const refresh = command(false);
export const refreshAllArches = command(true);
