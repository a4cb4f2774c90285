/** `diff FROM TO`: what changes between two streams, commits, the working tree, builds or a Koji tag. */
import type { Command } from './command';
import { definition, readRequest } from './diff-request';
import type { ExitCode, Ports } from './ports';

async function run(argv: readonly string[], ports: Ports): Promise<ExitCode> {
  const request = readRequest(argv, ports);
  // git takes a while to start: what there is to compare with is loaded meanwhile
  const opening = ports.openGit(request.settings.repo);
  const { runDiff } = await import('./diff-run');
  return runDiff(request, opening, ports);
}

export const diff: Command = { definition, run };
