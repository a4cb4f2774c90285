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
