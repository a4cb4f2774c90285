/** What the stand-ins of services that answer GET requests with JSON have in common. */
import type { IncomingHttpHeaders } from 'node:http';

/** What to do instead of answering as it should. */
export type JsonBehaviour =
  /** With the service's own error body, or with the one given. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** A login page, as if it were the answer. */
  | { readonly kind: 'html' }
  /** Half of the answer, announced as the whole. */
  | { readonly kind: 'truncated' }
  /** Cuts the connection. */
  | { readonly kind: 'reset' }
  /** The answer as changed. */
  | { readonly kind: 'changed'; readonly change: (body: unknown) => unknown }
  /** The answer, once the promise is fulfilled. */
  | { readonly kind: 'hold'; readonly until: Promise<void> };

export interface JsonRequestSeen {
  /** Decoded, without query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
}

export interface JsonServer {
  /** `http://127.0.0.1:<port>`, no slash at the end. */
  readonly url: string;
  /** In the order of arrival. */
  readonly requests: readonly JsonRequestSeen[];
  /** From now on, for so many requests or always; undefined: as it should. */
  behave(behaviour: JsonBehaviour | undefined, times?: number): void;
  /** Fulfilled when that many requests (1 where not given) have arrived since the start. */
  arrived(count?: number): Promise<void>;
  close(): Promise<void>;
}

export interface JsonReply {
  readonly status: number;
  /** Sent as JSON where it is no string. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `errorBody` is what the service says along with a status of its own. */
export function startJsonServer(
  reply: (request: JsonRequestSeen) => JsonReply,
  errorBody: (status: number) => { readonly type: string; readonly text: string },
  behaviour?: JsonBehaviour,
): Promise<JsonServer>;
