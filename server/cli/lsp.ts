/** `lsp --stdio`: the language server, for any editor. */
import { COMMON_OPTIONS, type Definition, parseCommandLine, UsageError } from './args';
import type { Command } from './command';
import type { ExitCode, Ports } from './ports';

const OPTIONS = {
  stdio: { type: 'boolean', help: 'speak LSP on stdin and stdout (the only transport)' },
  help: COMMON_OPTIONS.help,
} as const;

const definition: Definition<typeof OPTIONS> = {
  name: 'lsp',
  summary: 'runs the language server, for any editor',
  usage: ['--stdio'],
  options: OPTIONS,
  notes: 'Network, cache folder and the like are settings that the editor hands over (manifestLock.*).',
};

async function run(argv: readonly string[], ports: Ports): Promise<ExitCode> {
  const { values, positionals } = parseCommandLine(definition, argv);
  if (positionals.length > 0) throw new UsageError(`unexpected argument ${JSON.stringify(positionals[0])}`);
  if (!values.stdio) throw new UsageError('--stdio is missing: there is no other transport');
  await ports.serveLsp();
  return 0;
}

export const lsp: Command = { definition, run };
