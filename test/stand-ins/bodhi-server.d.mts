/** A Bodhi on loopback: `/updates/`, `/updates/<alias>` and `/releases/` as Bodhi 8 answers them. */
import type { JsonBehaviour, JsonServer } from './json-server.mjs';

/** What is not given has the defaults of an update that has run its way (see `toUpdateBody`). */
export interface UpdateData {
  readonly status: string;
  /** `F40` */
  readonly release: string;
  readonly builds: readonly { readonly nvr: string; readonly [field: string]: unknown }[];
  readonly bugs?: readonly { readonly bug_id: number; readonly [field: string]: unknown }[];
  /** Any other field of Bodhi's own body. */
  readonly [field: string]: unknown;
}

/** By alias, newest first where no dates are given. */
export type BodhiData = Readonly<Record<string, UpdateData>>;

export interface BodhiOptions {
  /** Names of releases that are there besides those of the updates. */
  readonly releases?: readonly string[];
  /** Recorded bodies of `/updates/` and `/releases/`, whose updates and releases are served as they are. */
  readonly recorded?: readonly unknown[];
  /** Rows on a page at most, whatever is asked for. */
  readonly pageSize?: number;
}

export type { JsonBehaviour, JsonServer };

export function startBodhi(data?: BodhiData, behaviour?: JsonBehaviour, options?: BodhiOptions): Promise<JsonServer>;

/** The body of one update; `index` counts from the newest. */
export function toUpdateBody(alias: string, data: UpdateData, index?: number): Record<string, unknown>;
