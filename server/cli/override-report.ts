/** What `pin` and `fast-track` say: the same as JSON and as text. */
import { printable } from '../http/printable';
import { effectWords } from '../operations/effect-words';
import type { PlannedEntry } from '../operations/override-request';
import type { RefusedStream } from '../operations/stream-commits';
import type { StreamEffect } from '../operations/stream-effects';
import { versionsByArch } from '../operations/words';
import { headline, messageLines, type ReportedPlace } from './stream-report';

/** A stream as it will be, or is. */
export interface ReportedStream extends ReportedPlace {
  readonly entries: readonly PlannedEntry[];
  readonly effects: readonly StreamEffect[];
  readonly notes: readonly string[];
}

export interface OverrideReport {
  readonly targets: readonly ReportedStream[];
  readonly refused: readonly RefusedStream[];
  readonly notes: readonly string[];
  readonly written: boolean;
}

/** The members of `--format json`, in that order. */
export function overrideJson({ targets, refused, notes, written }: OverrideReport): string {
  const rows = targets.map(
    ({ stream, branch, worktree, commit = null, files, entries, effects, message, notes: own, patch }) => {
      return {
        ...{ stream, branch, worktree, commit, files },
        entries: entries.map(({ name, path, version, from, change, effect }) => {
          const versions = [...from].map(([arch, evr]) => [arch, evr ?? null] as const);
          return { name, file: path, version, from: Object.fromEntries(versions), change, effect };
        }),
        ...{ effects: effects.map(effectWords), message, notes: own },
        ...(patch !== undefined && { patch }),
      };
    },
  );
  return `${JSON.stringify({ targets: rows, refused, notes, written })}\n`;
}

export interface TextOptions {
  /** Name the streams; a working tree on its own needs none. */
  readonly named: boolean;
  /** Show commit messages. */
  readonly messages: boolean;
}

export function overrideText(report: OverrideReport, { named, messages }: TextOptions): string {
  const lines: string[] = [];
  for (const target of report.targets) {
    const indent = named ? '  ' : '';
    if (named) lines.push(`${headline(target, report.written)}:`);
    const own = [...entryLines(target.entries), ...effectLines(target), ...target.notes];
    if (messages) own.push(...messageLines(target));
    lines.push(...own.map(line => `${indent}${line}`));
  }
  lines.push(...report.notes);
  return lines.map(line => `${printable(line).trimEnd()}\n`).join('');
}

/** A line for each group of packages that go from the same version to the same one, in the same file. */
function entryLines(entries: readonly PlannedEntry[]): string[] {
  const groups = new Map<string, { readonly entry: PlannedEntry; readonly names: string[] }>();
  for (const entry of entries) {
    const key = JSON.stringify([entry.path, entry.version, entry.change === 'unchanged', ...entry.from]);
    const group = groups.get(key) ?? { entry, names: [] };
    group.names.push(entry.name);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ entry, names }) => `${entry.path}: ${names.join(', ')} ${changeWords(entry)}`);
}

function changeWords({ version, from, change }: PlannedEntry): string {
  return change === 'unchanged' ? `${version}: stands there already` : `${versionsByArch(from)} -> ${version}`;
}

function effectLines({ effects }: ReportedStream): string[] {
  return effects.length === 0 ? [] : [`effect: ${effects.map(effectWords).join('; ')}`];
}
