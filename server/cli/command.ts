/** What a subcommand is. One subcommand, one file; `main.ts` lists them. */
import type { Definition } from './args';
import type { ExitCode, Ports } from './ports';

export interface Command {
  readonly definition: Definition;
  /** `argv`: everything on the command line but the subcommand's name. */
  run(argv: readonly string[], ports: Ports): Promise<ExitCode>;
}
