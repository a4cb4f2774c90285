import type { IncomingHttpHeaders } from 'node:http';

/** An RPM of a build, `src` included, in the hub's order. */
export interface KojiRowData {
  readonly name: string;
  /** Null (as is none) where the spec file has no Epoch. */
  readonly epoch?: number | null;
  readonly version: string;
  readonly release: string;
  readonly arch: string;
}

/** What is left out is that of a build nothing is wrong with: complete, in the pool, signed. */
export interface KojiBuildData {
  readonly rows?: readonly KojiRowData[];
  /** 2500001 and up in the order of the builds where not given. */
  readonly id?: number;
  readonly state?: 'building' | 'complete' | 'deleted' | 'failed' | 'canceled';
  /** That of the source RPM where not given. */
  readonly epoch?: number | null;
  /** `kojibuilder` where not given. */
  readonly owner?: string;
  /** Unix milliseconds, or a date as text; 2024-10-21 16:00 UTC where not given. */
  readonly completion?: number | string;
  /** `coreos-pool` and, by a dist tag `.fcN`, `fN-updates` where not given. None of a build that is not complete. */
  readonly tags?: readonly string[];
  /** Key ids of all RPMs, or by `N-V-R.A`; `a15b79cc` where not given, `[]` for unsigned. */
  readonly signatures?: readonly string[] | Readonly<Record<string, readonly string[]>>;
  /** Newest first; `at` in Unix milliseconds. None where not given. */
  readonly changelog?: readonly { readonly at: number; readonly author: string; readonly text: string }[];
}

/** By NVR of the source package; a list is the rows of a build nothing is wrong with. */
export type KojiData = Readonly<Record<string, readonly KojiRowData[] | KojiBuildData>>;

export type KojiBehaviour =
  /** An answer of the web server in front of the hub, such as 503, or 429 with `retry-after`. */
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** A login page with status 200. */
  | { readonly kind: 'html' }
  | { readonly kind: 'body'; readonly body: string }
  /** Ends in the middle of the XML. */
  | { readonly kind: 'truncated' }
  /** Cuts the connection. */
  | { readonly kind: 'reset' }
  /** Answers once the promise is fulfilled. */
  | { readonly kind: 'hold'; readonly until: Promise<void> }
  /** Numbers as texts and the other way round. */
  | { readonly kind: 'wrong-types' }
  /** A fault instead of an answer; 1000 (GenericError) where no code is given, 1014 is ServerOffline. */
  | { readonly kind: 'fault'; readonly code?: number; readonly message: string }
  /** Calls of a multiCall fail by themselves; with `only`, those whose parameters as JSON have that text. */
  | { readonly kind: 'fault-calls'; readonly code?: number; readonly message: string; readonly only?: string };

export interface KojiHubRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** What was asked; those of a multiCall one by one. */
  readonly calls: readonly { readonly method: string; readonly params: readonly unknown[] }[];
}

export interface KojiHub {
  /** `http://127.0.0.1:<port>/kojihub` */
  readonly url: string;
  /** In the order of arrival. */
  readonly requests: KojiHubRequest[];
  /** From now on, for so many requests or always; undefined: as it should. */
  behave(behaviour: KojiBehaviour | undefined, times?: number): void;
  /** Fulfilled when that many requests (1 where not given) have arrived since the start. */
  arrived(count?: number): Promise<void>;
  close(): Promise<void>;
}

export function startKojiHub(data: KojiData, behaviour?: KojiBehaviour): Promise<KojiHub>;
