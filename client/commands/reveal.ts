/** Goes to a place of a document: what a code lens leads to, and where the user goes on after a code action. */
import type { UpdatePinParams } from '../../server/protocol';
import type { Command } from '../context';
import { showPlace } from '../views/show-place';

export const reveal: Command = {
  needsServer: false,
  async run(_context, params) {
    const { uri, position } = params as UpdatePinParams;
    await showPlace({ uri, ...position });
  },
};
