/** What can be done in the Overrides view: to the view, and to one of its rows. */
import { UpdatePinRequest } from '../../server/protocol';
import type { Command } from '../context';
import { openAddress } from '../open-address';
import { PinFlow } from '../pin/flow';
import type { Node, OverrideNode } from '../views/overrides/nodes';
import { reportPin } from './pin-backport';
import { reportUpdate } from './report';

export const refreshOverrides: Command = { needsServer: true, run: async ({ overrides }) => overrides.refresh() };
export const groupByStream: Command = { needsServer: true, run: async ({ overrides }) => overrides.group('stream') };
export const groupByPackage: Command = { needsServer: true, run: async ({ overrides }) => overrides.group('package') };

export const openReason: Command = {
  needsServer: false,
  run: (_context, node) => openAddress(overrideOf(node)?.row.reason),
};

export const openUpdate: Command = {
  needsServer: false,
  run: (_context, node) => openAddress(overrideOf(node)?.row.bodhi?.url),
};

export const backportOverride: Command = {
  needsServer: true,
  async run({ client }, node) {
    const override = overrideOf(node);
    if (!override) return undefined;
    const { uri, source, type } = override.row;
    const result = await new PinFlow(client, {
      uri,
      query: source,
      type: type === 'pin' || type === 'fast-track' ? type : undefined,
    }).run();
    if (result) reportPin(result);
    return result;
  },
};

export const updateOverride: Command = {
  needsServer: true,
  async run({ client }, node) {
    const override = overrideOf(node);
    if (!override) return undefined;
    const { uri, line, character } = override.row;
    return reportUpdate(await client.sendRequest(UpdatePinRequest, { uri, position: { line, character } }));
  },
};

/** A menu hands over the row it was opened on; the palette nothing. */
function overrideOf(node: unknown): OverrideNode | undefined {
  const given = node as Node | undefined;
  return given?.kind === 'override' ? given : undefined;
}
