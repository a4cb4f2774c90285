/** A build service on loopback: `/prod/streams/<stream>/builds/...`, and next-devel's status of the pipeline. */
import type { JsonBehaviour, JsonServer } from './json-server.mjs';

export interface StreamData {
  /** Newest first. */
  readonly builds: readonly { readonly id: string; readonly arches: readonly string[] }[];
  /** Generated lockfiles by `<id>/<arch>`; that build's `meta.json` and `commitmeta.json` are made of them. */
  readonly generated?: Readonly<Record<string, { readonly packages: Readonly<Record<string, unknown>> }>>;
  /** Fields of `meta.json` besides the made ones, or instead, by `<id>/<arch>`. */
  readonly meta?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The whole `commitmeta.json`, by `<id>/<arch>`. */
  readonly commitmeta?: Readonly<Record<string, unknown>>;
}

/** By stream. */
export type BuildsData = Readonly<Record<string, StreamData>>;

export interface BuildServerOptions {
  /** Whether next-devel is open; not given: there is no such file. */
  readonly nextDevel?: boolean;
  /** What is said of files that are not there: 404 where not given; S3 says 403 where nobody may list. */
  readonly missing?: 403 | 404;
}

export interface BuildServer extends JsonServer {
  /** `next-devel/status.json` */
  readonly nextDevelUrl: string;
}

export type { JsonBehaviour };

export function startBuildServer(
  data?: BuildsData,
  behaviour?: JsonBehaviour,
  options?: BuildServerOptions,
): Promise<BuildServer>;
