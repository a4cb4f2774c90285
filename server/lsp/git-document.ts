/** manifestLock/gitDocument: the text of a file as it is in a commit. */
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { gitTree } from '../config-repo/git-tree';
import { insideRoot } from '../config-repo/paths';
import { isAbsent } from '../git/git';
import { parseGitUri } from './git-uri';
import { messageOf } from './message-of';
import type { Session } from './session';

const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Fails with words for a human where there is no such text, or it may not be asked for. */
export async function gitDocument(session: Session, uri: string): Promise<string> {
  const asked = parseGitUri(uri);
  if (!asked || !COMMIT.test(asked.commit) || insideRoot(asked.path) === undefined) {
    throw failure(`${uri} is not the address of a file in a commit.`);
  }
  const { folder, commit, path } = asked;
  const git = await session.git(folder);
  if (!git) {
    const untrusted = session.status().mode === 'restricted';
    throw failure(
      untrusted
        ? 'Git is not asked in a workspace that is not trusted.'
        : `${folder} is not a config repository of this workspace.`,
    );
  }
  if (isAbsent(git)) throw failure(git.message);
  const text = await gitTree(git, commit)
    .read(path)
    .catch(error => {
      throw failure(`${path} of ${commit.slice(0, 10)}: ${messageOf(error)}`);
    });
  if (text === undefined) throw failure(`${commit.slice(0, 10)} has no file ${path}.`);
  return text;
}

function failure(message: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}
