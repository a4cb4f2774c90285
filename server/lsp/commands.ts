/** The custom requests of protocol.ts, and the same as `workspace/executeCommand` for other editors. */
import { type CancellationToken, type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import {
  DropGraduatedRequest,
  FastTrackBehindRequest,
  RefreshRequest,
  type StatusParams,
  StatusRequest,
  UpdateAllRequest,
  UpdatePinRequest,
  type UpdateResult,
} from '../protocol';
import { viewOf } from './answer';
import type { Client } from './client';
import { SERVER_COMMANDS } from './command-ids';
import { planDropGraduated } from './drop-graduated';
import { workspaceEdit } from './edits';
import { planFastTrack } from './fast-track-behind';
import type { Session } from './session';
import { planUpdateAllPins } from './update-all';
import { nothing, type PlannedUpdate, planUpdatePin } from './update-pin';
import type { FileView } from './view';

type Plan = (view: FileView) => PlannedUpdate;

export function registerCommands(connection: Connection, session: Session, client: Client): void {
  const update = async (uri: string, token: CancellationToken, plan: Plan): Promise<UpdateResult> => {
    const first = await viewOf(session, uri, token);
    // half of the repositories would make half a plan
    if (first) await session.metadataKnown(first);
    const view = await viewOf(session, uri, token);
    const planned = view ? planIn(view, plan) : nothing('Update', `${uri} is not an open lockfile.`);
    const { label, edits, creates = [], result } = planned;
    if (!view || edits.length + creates.length === 0) return result;
    const { documentChanges, createFiles } = client.codeActions;
    if (creates.length > 0 && !createFiles) {
      const paths = creates.map(({ path }) => path).join(', ');
      return {
        changed: [],
        message: `The editor cannot make new files (${paths}); make them first, with packages: {}.`,
      };
    }
    const edit = workspaceEdit(view, edits, documentChanges, creates);
    if (!edit) return { changed: [], message: 'The text of a file that has to be changed is not known.' };
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
  connection.onRequest(DropGraduatedRequest, ({ uri, allFiles = false }, token) =>
    update(uri, token, view => planDropGraduated(view, { allFiles })),
  );
  connection.onRequest(FastTrackBehindRequest, ({ uri }, token) => update(uri, token, planFastTrack));
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
    if (command === SERVER_COMMANDS.dropGraduated) {
      return update(uri, token, view => planDropGraduated(view, { allFiles: argument['allFiles'] === true }));
    }
    const plan = FILE_COMMANDS[command];
    if (plan) return update(uri, token, plan);
    const position = argument['position'];
    if (command !== SERVER_COMMANDS.updatePin || !isPosition(position)) {
      throw new ResponseError(LSPErrorCodes.RequestFailed, `${command}: unknown, or given no position`);
    }
    return update(uri, token, view => planUpdatePin(view, position));
  });
}

function planIn(view: FileView, plan: Plan): PlannedUpdate {
  if (!view.readOnly) return plan(view);
  return nothing('Update', 'This is a file as it is in a commit. Open the one of the working tree to change it.');
}

/** Of a whole file, with nothing else to say. */
const FILE_COMMANDS: Readonly<Record<string, Plan>> = {
  [SERVER_COMMANDS.fastTrackBehind]: planFastTrack,
};

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
