/** Row 15: what a user downloads. Sizes of the production build that all benchmarks run against. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { print, printHeader, printSkipped } from './support/table';

/** Kilobytes. */
const LIMITS = {
  'client.js': 200,
  'server.js': 700,
  'cli.js': undefined,
  'cli-commands.js': undefined,
  'index-worker.js': undefined,
} as const;
const VSIX_LIMIT = 1500;

const kilobytes = (path: string): number => statSync(path).size / 1000;

export default function bench(): void {
  printHeader();
  for (const [file, limit] of Object.entries(LIMITS)) {
    const ours = kilobytes(join(__dirname, file));
    print({ row: '15', work: `dist/${file}, minified`, ours, unit: 'KB', ...(limit === undefined ? {} : { limit }) });
  }
  const root = process.cwd();
  const vsix = readdirSync(root).find(name => name.endsWith('.vsix'));
  if (vsix !== undefined && existsSync(join(root, vsix))) {
    print({ row: '15', work: vsix, ours: kilobytes(join(root, vsix)), unit: 'KB', limit: VSIX_LIMIT });
  } else {
    printSkipped('15', 'the .vsix', 'there is none: npm run package');
  }
}
