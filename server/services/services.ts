/** The services a config repository is asked about. */
import type { Bodhi } from '../bodhi/bodhi';
import type { Builds } from '../builds/builds';
import type { Koji } from '../koji/koji';

/** Undefined for one that is switched off (`services: {koji: off}`, `--koji off`). */
export interface Services {
  readonly koji: Koji | undefined;
  readonly bodhi: Bodhi | undefined;
  readonly builds: Builds | undefined;
}
