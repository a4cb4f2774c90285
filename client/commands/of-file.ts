/** Commands that do one thing to a whole lockfile: the server plans and has the edit applied, this one asks and tells. */
import { window } from 'vscode';
import type { RequestType } from 'vscode-languageclient';
import {
  DropGraduatedRequest,
  FastTrackBehindRequest,
  type FileParams,
  type UpdateResult,
} from '../../server/protocol';
import type { Command } from '../context';
import { isLockfile, reportUpdate } from './report';

/** Callable with `{uri}` (a code lens), or without (the command palette) for the active editor; then with `more` besides. */
function command<P extends FileParams>(
  title: string,
  request: RequestType<P | FileParams, UpdateResult, void>,
  more?: Omit<P, 'uri'>,
): Command {
  return {
    needsServer: true,
    async run({ client }, params) {
      const uri = uriOf(params);
      if (uri === undefined) {
        void window.showInformationMessage(`${title}: open a manifest-lock file first.`);
        return undefined;
      }
      return reportUpdate(await client.sendRequest(request, params === undefined ? { ...more, uri } : { uri }));
    },
  };
}

/** The document that a command is about: the one it was given, else the active lockfile. */
export function uriOf(params: unknown): string | undefined {
  // a context menu hands over the resource, a `Uri`, which is the active editor's
  const given = (params as Partial<FileParams> | undefined)?.uri;
  if (typeof given === 'string') return given;
  const document = window.activeTextEditor?.document;
  return document && isLockfile(document) ? document.uri.toString() : undefined;
}

export const dropGraduated = command('Drop Graduated Fast-tracks', DropGraduatedRequest, { allFiles: true });
export const fastTrackBehind = command('Fast-track Packages That Fell Behind', FastTrackBehindRequest);
