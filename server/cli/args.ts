/** Command lines: options of a subcommand as one table, read by node:util and shown by `--help`. */
import { parseArgs } from 'node:util';

export interface Option {
  readonly type: 'string' | 'boolean';
  /** One letter. */
  readonly short?: string;
  /** Stands for the value in help and messages. */
  readonly argument?: string;
  readonly help: string;
  /** `--reason ''` says something, too. */
  readonly mayBeEmpty?: boolean;
}

export type OptionTable = Readonly<Record<string, Option>>;

export interface Definition<O extends OptionTable = OptionTable> {
  readonly name: string;
  /** One line, for the list of subcommands. */
  readonly summary: string;
  /** Positional arguments as the usage line shows them: `[FILE...]`. One usage line each. */
  readonly usage: readonly string[];
  /** Paragraphs below the options. */
  readonly notes?: string;
  readonly options: O;
}

export type Values<O extends OptionTable> = {
  readonly [K in keyof O]?: O[K]['type'] extends 'boolean' ? boolean : string;
};

/** A command line that says something we cannot do. Ends with exit status 2 and the usage. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Taken by every subcommand. */
export const COMMON_OPTIONS = {
  repo: { type: 'string', argument: 'DIR', help: 'config repository (default: the working directory)' },
  format: { type: 'string', argument: 'text|json', help: 'shape of the output (default: text)' },
  offline: { type: 'boolean', help: 'make no network request; use metadata that is cached' },
  koji: { type: 'string', argument: 'URL|off', help: "Koji's hub (default: the repository's, or Fedora's)" },
  bodhi: { type: 'string', argument: 'URL|off', help: 'Bodhi, likewise' },
  builds: { type: 'string', argument: 'URL|off', help: 'where builds of streams are published, likewise' },
  cache: { type: 'string', argument: 'DIR', help: 'folder for cached metadata' },
  verbose: { type: 'boolean', help: 'say on stderr what is fetched and read' },
  help: { type: 'boolean', short: 'h', help: 'show this' },
} as const satisfies OptionTable;

/** Throws a UsageError for unknown options, missing or unwanted values, and options given twice. Names may be cut short, as argparse and getopt have it. */
export function parseCommandLine<O extends OptionTable>(
  definition: Definition<O>,
  argv: readonly string[],
): { values: Values<O>; positionals: readonly string[] } {
  const { options } = definition;
  const args = completed(argv, Object.keys(options));
  const { tokens } = parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true });
  const values: Record<string, string | boolean> = {};
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (!option) throw new UsageError(`unknown option ${token.rawName}`);
    if (Object.hasOwn(values, token.name)) throw new UsageError(`${token.rawName} is given twice`);
    values[token.name] = optionValue(option, token.rawName, token.value, token.inlineValue === true);
  }
  return { values: values as Values<O>, positionals };
}

/** With the whole names of options that are cut short, where only one can be meant. */
function completed(argv: readonly string[], names: readonly string[]): string[] {
  const end = argv.indexOf('--');
  return argv.map((word, index) => {
    const [, name, rest = ''] = /^--([a-z][a-z-]*)(=.*)?$/s.exec(word) ?? [];
    if (name === undefined || names.includes(name) || (end >= 0 && index > end)) return word;
    const [meant, ...others] = names.filter(other => other.startsWith(name));
    return meant === undefined || others.length > 0 ? word : `--${meant}${rest}`;
  });
}

function optionValue(option: Option, name: string, value: string | undefined, inline: boolean): string | boolean {
  if (option.type === 'boolean') {
    if (inline) throw new UsageError(`${name} takes no value`);
    return true;
  }
  // `--only --format json` is a forgotten value, not a rule called "--format"
  if (value === undefined || (value === '' && !option.mayBeEmpty) || (!inline && value.startsWith('--'))) {
    throw new UsageError(`${name} needs a value: ${name} ${option.argument ?? 'VALUE'}`);
  }
  return value;
}

/** The first argument that is no common option or its value is the subcommand; the other ones are its arguments. */
export function splitSubcommand(argv: readonly string[]): { name: string | undefined; rest: readonly string[] } {
  const options = { ...COMMON_OPTIONS };
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true, tokens: true });
  const first = tokens.find(token => token.kind === 'positional');
  if (!first) return { name: undefined, rest: argv };
  return { name: argv[first.index], rest: argv.filter((_, index) => index !== first.index) };
}

/** The value of an option that names one of a few things. */
export function oneOf<T extends string>(name: string, value: string | undefined, allowed: readonly T[], other: T): T {
  if (value === undefined) return other;
  const found = allowed.find(word => word === value);
  if (found === undefined) throw new UsageError(`${name} must be ${listed(allowed)}, not ${JSON.stringify(value)}`);
  return found;
}

/** The parts of a comma-separated option, without blanks; undefined where it is not given. */
export function commaList(name: string, value: string | undefined): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const parts = value.split(',').map(part => part.trim());
  if (parts.includes('')) throw new UsageError(`${name}: empty entry in ${JSON.stringify(value)}`);
  return [...new Set(parts)];
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words[words.length - 1]}`;
}

/** `usage: manifest-lock check [options] [FILE...]`, a line each. */
export function usageLines(definition: Definition): string {
  const lines = definition.usage.map(usage => `manifest-lock ${definition.name} [options] ${usage}`.trimEnd());
  return lines.map((line, index) => `${index === 0 ? 'usage: ' : '       '}${line}\n`).join('');
}

export function helpText(definition: Definition): string {
  const rows = Object.entries(definition.options).map(([name, option]): [string, string] => {
    const short = option.short ? `-${option.short}, ` : '';
    const argument = option.argument ? ` ${option.argument}` : '';
    return [`${short}--${name}${argument}`, option.help];
  });
  const notes = definition.notes ? `\n${definition.notes}\n` : '';
  return `${usageLines(definition)}\n${definition.summary}\n\n${columns(rows)}${notes}`;
}

/** Two columns, indented; a left cell that is too wide has its line for itself. */
export function columns(rows: readonly (readonly [string, string])[]): string {
  const WIDEST = 28;
  const width = Math.max(...rows.map(([left]) => left.length).filter(length => length <= WIDEST), 0);
  return rows
    .map(([left, right]) => {
      const cell = left.length <= width ? left.padEnd(width) : `${left}\n${' '.repeat(width + 2)}`;
      return `  ${cell}  ${right}\n`;
    })
    .join('');
}
