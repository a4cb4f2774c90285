/** The custom requests of protocol.ts, and the same as `workspace/executeCommand` for other editors. */
import { type CancellationToken, type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import {
  RefreshRequest,
  type StatusParams,
  StatusRequest,
  UpdateAllRequest,
  UpdatePinRequest,
  type UpdateResult,
} from '../protocol';
import { viewOf } from './answer';
import type { Client } from './client';
import { workspaceEdit } from './edits';
import type { Session } from './session';
import { planUpdateAllPins } from './update-all';
import { nothing, type PlannedUpdate, planUpdatePin } from './update-pin';
import type { FileView } from './view';

/** Command ids for editors without our client, whose own commands have other ids. */
export const SERVER_COMMANDS = {
  updatePin: 'manifestLock.server.updatePin',
  updateAll: 'manifestLock.server.updateAll',
  refresh: 'manifestLock.server.refresh',
} as const;

export function registerCommands(connection: Connection, session: Session, client: Client): void {
  const update = async (
    uri: string,
    token: CancellationToken,
    plan: (view: FileView) => PlannedUpdate,
  ): Promise<UpdateResult> => {
    const view = await viewOf(session, uri, token);
    const { label, edits, result } = view ? plan(view) : nothing('Update', `${uri} is not an open lockfile.`);
    const edit = view && edits.length > 0 ? workspaceEdit(view, edits, client.codeActions.documentChanges) : undefined;
    if (!edit) return result;
    const { applied, failureReason = 'the editor gave no reason' } = await connection.workspace.applyEdit({
      label,
      edit,
    });
    return applied ? result : { changed: [], message: `The edit was not applied: ${failureReason}.` };
  };
  const refresh = async (allArches: boolean): Promise<StatusParams> => {
    await session.refresh({ allArches });
    return session.status();
  };

  connection.onRequest(UpdatePinRequest, ({ uri, position }, token) =>
    update(uri, token, view => planUpdatePin(view, position)),
  );
  connection.onRequest(UpdateAllRequest, ({ uri, includePins }, token) =>
    update(uri, token, view => planUpdateAllPins(view, includePins)),
  );
  connection.onRequest(RefreshRequest, ({ allArches }) => refresh(allArches));
  connection.onRequest(StatusRequest, () => session.status());

  connection.onExecuteCommand(async ({ command, arguments: [first] = [] }, token) => {
    const argument: Readonly<Record<string, unknown>> = typeof first === 'object' && first !== null ? first : {};
    if (command === SERVER_COMMANDS.refresh) return refresh(argument['allArches'] === true);
    const { uri } = argument;
    if (typeof uri !== 'string') throw new ResponseError(LSPErrorCodes.RequestFailed, `${command}: no uri given`);
    if (command === SERVER_COMMANDS.updateAll) {
      return update(uri, token, view => planUpdateAllPins(view, argument['includePins'] === true));
    }
    const position = argument['position'];
    if (command !== SERVER_COMMANDS.updatePin || !isPosition(position)) {
      throw new ResponseError(LSPErrorCodes.RequestFailed, `${command}: unknown, or given no position`);
    }
    return update(uri, token, view => planUpdatePin(view, position));
  });
}

function isPosition(value: unknown): value is { line: number; character: number } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'line' in value &&
    'character' in value &&
    typeof value.line === 'number' &&
    typeof value.character === 'number'
  );
}
