/** `manifest-lock SUBCOMMAND ...`: finds the subcommand, and turns what goes wrong into a message and an exit status. */
import { columns, helpText, splitSubcommand, UsageError, usageLines } from './args';
import type { Command } from './command';
import { type ExitCode, InputError, type Ports, UnavailableError } from './ports';

/** In the order of the help. What one subcommand needs is not loaded for another: that would be most of a cold start. */
const COMMANDS: ReadonlyMap<string, () => Promise<Command>> = new Map([
  ['check', async () => (await import('./check')).check],
  ['diff', async () => (await import('./diff')).diff],
  ['outdated', async () => (await import('./outdated')).outdated],
  ['history', async () => (await import('./history')).history],
  ['update', async () => (await import('./update')).update],
  ['pin', async () => (await import('./pin')).pin],
  ['fast-track', async () => (await import('./fast-track')).fastTrack],
  ['srpms', async () => (await import('./srpms')).srpms],
  ['graduate', async () => (await import('./graduate')).graduate],
  ['streams', async () => (await import('./streams')).streams],
  ['promote', async () => (await import('./promote')).promote],
  ['format', async () => (await import('./format')).format],
  ['vercmp', async () => (await import('./vercmp')).vercmp],
  ['lsp', async () => (await import('./lsp')).lsp],
]);

const USAGE = 'usage: manifest-lock <subcommand> [options] [arguments]\n';

/** Runs one command line. Resolves to the exit status; rejects only for a defect of this program. */
export async function main(argv: readonly string[], ports: Ports): Promise<ExitCode> {
  const { name, rest } = splitSubcommand(argv);
  if (name === undefined) return withoutSubcommand(rest, ports);
  if (name === 'help') {
    const command = await COMMANDS.get(rest[0] ?? '')?.();
    await ports.stdout.write(command ? helpText(command.definition) : await overview());
    return 0;
  }
  const command = await COMMANDS.get(name)?.();
  if (!command) {
    const names = [...COMMANDS.keys()].join(', ');
    await ports.stderr.write(`manifest-lock: no subcommand ${JSON.stringify(name)}: there are ${names}\n${USAGE}`);
    return 2;
  }
  if (asksForHelp(rest)) {
    await ports.stdout.write(helpText(command.definition));
    return 0;
  }
  try {
    return await command.run(rest, ports);
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof InputError || error instanceof UnavailableError)) throw error;
    await ports.stderr.write(`manifest-lock ${name}: ${error.message}\n`);
    if (error instanceof UsageError) await ports.stderr.write(usageLines(command.definition));
    return error instanceof UnavailableError ? 3 : 2;
  }
}

async function withoutSubcommand(argv: readonly string[], ports: Ports): Promise<ExitCode> {
  if (asksForHelp(argv)) {
    await ports.stdout.write(await overview());
    return 0;
  }
  if (argv.includes('--version') || argv.includes('-V')) {
    await ports.stdout.write(`manifest-lock ${ports.version}\n`);
    return 0;
  }
  await ports.stderr.write(`manifest-lock: a subcommand is missing\n${await overview()}`);
  return 2;
}

function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return argv.slice(0, end === -1 ? undefined : end).some(word => word === '--help' || word === '-h');
}

async function overview(): Promise<string> {
  const commands = await Promise.all([...COMMANDS.values()].map(load => load()));
  const rows = commands.map(({ definition }) => [definition.name, definition.summary] as const);
  return `${USAGE}
Checks rpm-ostree lockfiles (manifest-lock.*), shows newer NEVRAs, updates pins and carries them into streams.

${columns(rows)}
manifest-lock <subcommand> --help says more; manifest-lock --version prints the version.
Exit status: 0 nothing to report, 1 findings, 2 bad usage or unreadable input,
3 a repository or service could not be reached and was needed.
`;
}
