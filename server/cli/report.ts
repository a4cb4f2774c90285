/** What goes to stderr besides an error that ends a subcommand. */

import { oneLine } from './check-output';
import type { OpenedRepo } from './open-repo';
import type { Ports } from './ports';
import { rangesIn } from './positions';

/** Mistakes in manifest, `.repo` files and the like: they limit what can be known, and are not findings. */
export async function reportProblems({ problems, tree }: OpenedRepo, ports: Pick<Ports, 'stderr'>): Promise<void> {
  for (const { path, span, message, severity } of problems) {
    if (severity === 'info') continue;
    // a file that cannot be read is the problem itself
    const text = span === undefined ? undefined : await tree.read(path).catch(() => undefined);
    const start = span === undefined || text === undefined ? undefined : rangesIn(text)(span).start;
    const place = start === undefined ? path : `${path}:${start.line + 1}:${start.character + 1}`;
    await complain([`${place}: ${message}`], ports);
  }
}

export async function complain(lines: readonly string[], ports: Pick<Ports, 'stderr'>): Promise<void> {
  for (const line of lines) await ports.stderr.write(`${oneLine(line)}\n`);
}

/** Texts of the files that findings point at besides lockfiles, by path: the manifest and what it includes. */
export async function textsOf({ context, tree }: OpenedRepo): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const path of context.config.sources) {
    // one that cannot be read is among the problems, and named there
    const text = await tree.read(path).catch(() => undefined);
    if (text !== undefined) texts.set(path, text);
  }
  return texts;
}
