/** The one way out of the process: every service and repository is asked through this port. */
import { printable } from './printable';

export interface HttpRequest {
  readonly url: string;
  /** GET where not given. A POST asks a question, too (XML-RPC): it is retried like a GET, and only redirects that keep it (307, 308) are followed. */
  readonly method?: 'GET' | 'POST';
  /** Of a POST. */
  readonly body?: string;
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Upper bound of the body as transferred, in bytes. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
  /** Called as body bytes arrive; `total` is the announced length where there is one. */
  readonly onProgress?: ((received: number, total: number | undefined) => void) | undefined;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The whole body; empty for 304. Bytes as the server sent them (no transparent content decoding of .gz files). */
  readonly body: Buffer;
  /** The URL after redirects. */
  readonly url: string;
}

/** Why a request gave no usable answer. */
export type HttpErrorKind =
  | 'network-off'
  | 'untrusted'
  | 'timeout'
  | 'connect'
  | 'tls'
  | 'proxy'
  | 'too-large'
  | 'status'
  | 'aborted'
  | 'bad-url';

/** `message` names the URL and the cause in words a user can act on, on one line and without control characters. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  /** For how long the server asks not to be asked again, milliseconds. */
  readonly retryAfter: number | undefined;

  constructor(
    readonly kind: HttpErrorKind,
    readonly url: string,
    message: string,
    readonly status?: number,
    options?: ErrorOptions & { readonly retryAfter?: number | undefined },
  ) {
    super(printable(message), options);
    this.retryAfter = options?.retryAfter;
  }
}

/** Resolves for 200..299 and 304; everything else rejects with an HttpError (after retries where they make sense). */
export type HttpFetch = (request: HttpRequest) => Promise<HttpResponse>;

/** One finished request, for `--verbose` and the output channel. */
export interface HttpLogEntry {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly status: number | undefined;
  readonly bytes: number;
  readonly milliseconds: number;
  readonly error?: string;
}
