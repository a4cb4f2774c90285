/** Parse times of a base lock as each parser takes it: what a keystroke costs before any rule runs. */
import { Bench } from 'tinybench';
import type { LockfileFormat } from '../../server/lockfile/model';
import { parseLockfile } from '../../server/lockfile/parse';
import { parseYamlFully } from '../../server/lockfile/parse-yaml';
import { scanYaml } from '../../server/lockfile/scan-yaml';

export interface ParseTime {
  readonly input: string;
  readonly kilobytes: number;
  readonly parser: string;
  /** Median milliseconds of one parse. */
  readonly milliseconds: number;
}

/** A lock of the shape coreos-assembler generates: 440 packages are 55 KB, as the real ones. */
export function syntheticLock(packages: number, format: LockfileFormat): string {
  const entries = Array.from({ length: packages }, (_, i) => {
    const name = `package-${String(i).padStart(5, '0')}${'-libs'.repeat(i % 3)}`;
    const epoch = i % 8 === 0 ? `${(i % 5) + 1}:` : '';
    const evra = `${epoch}${i % 40}.${i % 11}.${i % 7}-${(i % 9) + 1}.fc40.x86_64`;
    return [name, { evra, metadata: { sourcerpm: `package-${i % 97}-${i % 40}.${i % 11}-1.fc40.src.rpm` } }] as const;
  });
  const generated = '2024-10-20T00:00:00Z';
  if (format === 'json') {
    return `${JSON.stringify({ packages: Object.fromEntries(entries), metadata: { generated } }, null, 2)}\n`;
  }
  const lines = entries.map(
    ([name, { evra, metadata }]) =>
      `  ${name}:\n    evra: ${evra}\n    metadata:\n      sourcerpm: ${metadata.sourcerpm}\n`,
  );
  return `packages:\n${lines.join('')}metadata:\n  generated: ${generated}\n`;
}

/** Measures all parsers on a lock of 440 packages and on one ten times as large. */
export async function benchLockfiles(milliseconds = 1000): Promise<ParseTime[]> {
  const bench = new Bench({ time: milliseconds, warmupTime: milliseconds / 4 });
  const inputs = new Map<string, Omit<ParseTime, 'milliseconds'>>();
  const add = (input: string, text: string, parser: string, parse: (text: string) => unknown): void => {
    const name = `${input}, ${parser}`;
    inputs.set(name, { input, kilobytes: Math.round(text.length / 1000), parser });
    bench.add(name, () => {
      parse(text);
    });
  };
  for (const [size, packages] of [
    ['base lock', 440],
    ['tenfold', 4400],
  ] as const) {
    const json = syntheticLock(packages, 'json');
    const yaml = syntheticLock(packages, 'yaml');
    add(`${size} as JSON`, json, 'parseLockfile', text => parseLockfile(text, 'json'));
    add(`${size} as YAML`, yaml, 'parseLockfile', text => parseLockfile(text, 'yaml'));
    add(`${size} as YAML`, yaml, 'line scanner', scanYaml);
    add(`${size} as YAML`, yaml, 'yaml', parseYamlFully);
  }
  await bench.run();
  return bench.tasks.flatMap(task => {
    const input = inputs.get(task.name);
    const { result } = task;
    return input && 'latency' in result ? [{ ...input, milliseconds: result.latency.p50 }] : [];
  });
}

/** One line a measurement. */
export function formatTimes(times: readonly ParseTime[]): string {
  const rows = times.map(({ input, kilobytes, parser, milliseconds }) =>
    [
      input.padEnd(20),
      `${kilobytes} KB`.padStart(8),
      parser.padEnd(14),
      `${milliseconds.toFixed(2)} ms`.padStart(12),
    ].join('  '),
  );
  return rows.join('\n');
}

export default async function run(): Promise<void> {
  console.log(formatTimes(await benchLockfiles()));
}
