/** `vercmp [A B]`: compares EVRs as RPM does. */
import { compareEvr, type Order } from '../rpm/evr';
import { COMMON_OPTIONS, type Definition, oneOf, parseCommandLine, UsageError } from './args';
import type { Command } from './command';
import { type ExitCode, InputError, type Ports } from './ports';

const OPTIONS = { format: COMMON_OPTIONS.format, help: COMMON_OPTIONS.help };

const definition: Definition<typeof OPTIONS> = {
  name: 'vercmp',
  summary: 'compares EVRs as RPM does: prints -1 (the first is older), 0 or 1',
  usage: ['A B', '< PAIRS'],
  options: OPTIONS,
  notes: 'Without arguments, pairs are read from stdin: one a line, separated by a tab; one answer a line.',
};

interface Comparison {
  readonly a: string;
  readonly b: string;
  readonly order: Order;
}

/** Pairs from the stream, in portions as they arrive. Throws an InputError that names the line. */
async function* readPairs(input: AsyncIterable<Uint8Array>): AsyncGenerator<Comparison[]> {
  const decoder = new TextDecoder();
  let rest = '';
  let number = 0;
  const compare = (line: string): Comparison => {
    number++;
    const fields = (line.endsWith('\r') ? line.slice(0, -1) : line).split('\t');
    const [a, b] = fields;
    if (a === undefined || b === undefined || fields.length !== 2) {
      const found = fields.length === 1 ? 'no tab' : `${fields.length - 1} tabs`;
      throw new InputError(`line ${number}: expected two versions separated by a tab, found ${found}`);
    }
    return { a, b, order: compareEvr(a, b) };
  };
  for await (const chunk of input) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* comparisons(lines, compare);
  }
  rest += decoder.decode();
  if (rest !== '') yield* comparisons([rest], compare);
}

/** What came before a malformed line is still answered. */
function* comparisons(lines: readonly string[], compare: (line: string) => Comparison): Generator<Comparison[]> {
  const done: Comparison[] = [];
  try {
    for (const line of lines) done.push(compare(line));
  } catch (error) {
    yield done;
    throw error;
  }
  yield done;
}

async function run(argv: readonly string[], ports: Ports): Promise<ExitCode> {
  const { values, positionals } = parseCommandLine(definition, argv);
  const format = oneOf('--format', values.format, ['text', 'json'], 'text');
  const [a, b] = positionals;
  if (positionals.length > 2) throw new UsageError(`two versions are compared, not ${positionals.length}`);
  if (a !== undefined && b === undefined) throw new UsageError(`nothing to compare ${JSON.stringify(a)} with`);
  const given = a === undefined || b === undefined ? undefined : [[{ a, b, order: compareEvr(a, b) }]];
  const collected: Comparison[] = [];
  for await (const portion of given ?? readPairs(ports.stdin)) {
    if (format === 'json') {
      for (const comparison of portion) collected.push(comparison);
    } else if (!(await ports.stdout.write(portion.map(({ order }) => `${order}\n`).join('')))) {
      return 0;
    }
  }
  if (format === 'json') await ports.stdout.write(`${JSON.stringify({ comparisons: collected })}\n`);
  return 0;
}

export const vercmp: Command = { definition, run };
