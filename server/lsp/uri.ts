/** URIs of documents and the paths they mean. */
import { relative } from 'node:path';
import { URI } from 'vscode-uri';
import { GIT_SCHEME } from '../protocol';

/** The file system path of a `file:` URI; undefined for other schemes. */
export function pathOf(uri: string): string | undefined {
  const parsed = URI.parse(uri);
  return parsed.scheme === 'file' ? parsed.fsPath : undefined;
}

/** True for a file as it is in a commit, which nobody edits. */
export function isReadOnly(uri: string): boolean {
  return uri.startsWith(`${GIT_SCHEME}:`);
}

/** Relative to `folder`, with `/`; unchanged for a file on its own. */
export function relativePath(folder: string | undefined, path: string): string {
  return folder === undefined ? path : relative(folder, path).replaceAll('\\', '/');
}
