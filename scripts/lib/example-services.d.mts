import type { JsonServer } from '../../test/stand-ins/bodhi-server.mjs';
import type { BuildServer } from '../../test/stand-ins/build-server.mjs';
import type { KojiHub } from '../../test/stand-ins/koji-hub.mjs';

export interface RunningServices {
  readonly koji: KojiHub;
  readonly bodhi: JsonServer;
  readonly builds: BuildServer;
  /** As `makeExample` takes them. */
  readonly urls: { readonly koji: string; readonly bodhi: string; readonly builds: string };
  close(): Promise<void>;
}

/** Starts stand-ins on loopback, filled from the tables in `examples` (default: the project's). */
export function startExampleServices(examples?: string): Promise<RunningServices>;
