/** Requests of the editor's own commands and panels: their failures are words for the user. */
import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { throwIfCancelled } from './answer';
import { messageOf } from './message-of';

/** What the user reads in place of an answer. */
export function failure(message: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}

/** A request of which a failure is told to the user as it is, and which ends when the user has gone on. */
export function asked<P, R>(answer: (params: P, signal: AbortSignal, token: CancellationToken) => Promise<R>) {
  return async (params: P, token: CancellationToken): Promise<R> => {
    const controller = new AbortController();
    const listener = token.onCancellationRequested(() => controller.abort());
    try {
      return await answer(params, controller.signal, token);
    } catch (error) {
      throwIfCancelled(token);
      if (error instanceof ResponseError) throw error;
      throw failure(messageOf(error));
    } finally {
      listener.dispose();
    }
  };
}
