/** Addresses of read-only documents: a file as it is in a commit. The client asks the server for their text. */
import { URI } from 'vscode-uri';
import { GIT_SCHEME } from '../protocol';

export interface GitDocument {
  /** The config repository's folder, absolute. */
  readonly folder: string;
  /** Id of the commit. */
  readonly commit: string;
  /** Relative to the config repository's root, with `/`. */
  readonly path: string;
}

/**
 * `label` is shown to the user: `origin/testing-devel`. It stands in the last part of the path, as in `git show testing:FILE`: a tab has
 * nothing else, and a peek view cuts off what follows. The same document always has the same address.
 */
export function gitUri({ folder, commit, path }: GitDocument, label: string): string {
  const name = path.lastIndexOf('/') + 1;
  return URI.from({
    scheme: GIT_SCHEME,
    path: `/${path.slice(0, name)}${label.replaceAll(/[^\w./-]/g, '_')}:${path.slice(name)}`,
    query: JSON.stringify({ folder, commit, path }),
  }).toString();
}

/** Undefined for an address of another kind. */
export function parseGitUri(uri: string): GitDocument | undefined {
  const { scheme, query } = URI.parse(uri);
  if (scheme !== GIT_SCHEME) return undefined;
  const value: unknown = parseJson(query);
  if (typeof value !== 'object' || value === null) return undefined;
  const { folder, commit, path } = value as Readonly<Record<string, unknown>>;
  if (typeof folder !== 'string' || typeof commit !== 'string' || typeof path !== 'string') return undefined;
  return { folder, commit, path };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
