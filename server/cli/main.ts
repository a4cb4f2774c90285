/** `manifest-lock SUBCOMMAND ...`: finds the subcommand, and turns what goes wrong into a message and an exit status. */
import { columns, helpText, splitSubcommand, UsageError, usageLines } from './args';
import { check } from './check';
import type { Command } from './command';
import { fastTrack } from './fast-track';
import { format } from './format';
import { graduate } from './graduate';
import { lsp } from './lsp';
import { outdated } from './outdated';
import { pin } from './pin';
import { type ExitCode, InputError, type Ports, UnavailableError } from './ports';
import { srpms } from './srpms';
import { update } from './update';
import { vercmp } from './vercmp';

const COMMANDS: readonly Command[] = [check, outdated, update, pin, fastTrack, srpms, graduate, format, vercmp, lsp];

const USAGE = 'usage: manifest-lock <subcommand> [options] [arguments]\n';

/** Runs one command line. Resolves to the exit status; rejects only for a defect of this program. */
export async function main(argv: readonly string[], ports: Ports): Promise<ExitCode> {
  const { name, rest } = splitSubcommand(argv);
  if (name === undefined) return withoutSubcommand(rest, ports);
  if (name === 'help') {
    const command = COMMANDS.find(({ definition }) => definition.name === rest[0]);
    await ports.stdout.write(command ? helpText(command.definition) : overview());
    return 0;
  }
  const command = COMMANDS.find(({ definition }) => definition.name === name);
  if (!command) {
    const names = COMMANDS.map(({ definition }) => definition.name).join(', ');
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
    await ports.stdout.write(overview());
    return 0;
  }
  if (argv.includes('--version') || argv.includes('-V')) {
    await ports.stdout.write(`manifest-lock ${ports.version}\n`);
    return 0;
  }
  await ports.stderr.write(`manifest-lock: a subcommand is missing\n${overview()}`);
  return 2;
}

function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return argv.slice(0, end === -1 ? undefined : end).some(word => word === '--help' || word === '-h');
}

function overview(): string {
  const rows = COMMANDS.map(({ definition }) => [definition.name, definition.summary] as const);
  return `${USAGE}
Checks rpm-ostree lockfiles (manifest-lock.*), shows newer NEVRAs, updates pins and carries them into streams.

${columns(rows)}
manifest-lock <subcommand> --help says more; manifest-lock --version prints the version.
Exit status: 0 nothing to report, 1 findings, 2 bad usage or unreadable input,
3 a repository or service could not be reached and was needed.
`;
}
