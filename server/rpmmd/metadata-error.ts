/** What is wrong with repository metadata that did arrive. */

/**
 * `malformed`: not what its format asks for; `truncated`: ends too early; `too-large`: beyond a bound;
 * `unsupported`: a form we do not read; `unsafe`: asks for something no repository may ask for.
 */
export type MetadataErrorKind = 'malformed' | 'truncated' | 'too-large' | 'unsupported' | 'unsafe';

/** `message` names the file and the cause; whoever loads a repository adds the repository's name. */
export class MetadataError extends Error {
  override readonly name = 'MetadataError';
  constructor(
    readonly kind: MetadataErrorKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A cached index that cannot be used (damaged, of another format version, of other metadata): build it again. */
export class CorruptIndexError extends Error {
  override readonly name = 'CorruptIndexError';
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Runs `work`; a MetadataError of it gets the URL of the file in place of its mere name. */
export function prefixed<T>(url: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw located(url, error);
  }
}

/** A MetadataError with the URL of the file in place of its mere name; anything else as it is. */
export function located(url: string, error: unknown): unknown {
  if (!(error instanceof MetadataError)) return error;
  const name = url.slice(url.lastIndexOf('/') + 1);
  const message = error.message.startsWith(name) ? url + error.message.slice(name.length) : `${url}: ${error.message}`;
  return new MetadataError(error.kind, message, { cause: error });
}
