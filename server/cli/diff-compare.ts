/** Compares two opened sides, writes the comparison down, and says by the exit status how it went. */
import type { StreamDiff } from '../operations/diff/diff';
import { diffJson } from '../operations/diff/diff-json';
import { diffMarkdown } from '../operations/diff/diff-markdown';
import { diffSides } from '../operations/diff/diff-sides';
import { diffText } from '../operations/diff/diff-text';
import { emptyWords } from '../operations/diff/diff-words';
import { failing, onlyKinds } from '../operations/diff/only-kinds';
import type { DiffSide } from '../operations/diff/side';
import { some } from '../operations/words';
import { UsageError } from './args';
import type { DiffRequest } from './diff-request';
import type { Told } from './diff-story';
import type { ExitCode, Ports } from './ports';
import { complain } from './report';

export type DiffPorts = Pick<Ports, 'stdout' | 'stderr'>;

/** Of a kind that fails the check. */
const MOST_NAMES = 12;

/** `tell`: what services say of the changes that are shown. */
export async function compareSides(
  from: DiffSide,
  to: DiffSide,
  request: DiffRequest,
  tell: (shown: StreamDiff) => Promise<Told | undefined>,
  ports: DiffPorts,
): Promise<ExitCode> {
  const { arches, only, by, format } = request;
  requireKnown(arches, from, to);
  const diff = diffSides(from, to, arches ? { arches } : {});
  const shown = only ? onlyKinds(diff, only) : diff;
  const told = await tell(shown);
  const all = { ...shown, notes: [...shown.notes, ...(told?.problems ?? [])] };
  const options = { by, advisories: told?.advisories, stories: told?.stories };
  const report = {
    text: () => diffText(all, options),
    json: () => jsonText(diffJson(all, options)),
    markdown: () => diffMarkdown(all, options),
  };
  await ports.stdout.write(report[format]());
  return exitCode(diff, told, request, ports);
}

function requireKnown(arches: readonly string[] | undefined, from: DiffSide, to: DiffSide): void {
  const known = new Set([from, to].flatMap(side => [...side.basearches, ...side.missing.keys()]));
  const unknown = arches?.find(arch => !known.has(arch));
  if (unknown !== undefined) throw new UsageError(`--arch: ${[...known].join(', ')} are locked here, not ${unknown}`);
}

/** What was asked about and found counts first, then what could not be looked at. */
async function exitCode(
  diff: StreamDiff,
  told: Told | undefined,
  { failOn, arches }: DiffRequest,
  ports: DiffPorts,
): Promise<ExitCode> {
  const say = (lines: readonly string[]): Promise<void> =>
    complain(
      lines.map(line => `manifest-lock diff: ${line}`),
      ports,
    );
  const found = failing(diff, failOn);
  await say([...found].map(([kind, names]) => `${kind}: ${some(names, MOST_NAMES)}`));
  if (found.size > 0) return 1;
  const unavailable = [diff.from, diff.to].flatMap(side =>
    (side.unavailable ?? []).map(why => `${side.label}: ${why}`),
  );
  if (told?.unavailable) unavailable.push('what was asked for of services could not be had');
  if (unavailable.length > 0) {
    await say(unavailable);
    return 3;
  }
  const broken = [...brokenArches(diff, arches), ...brokenOverrides(diff)];
  if (broken.length === 0 && diff.basearches.length === 0) broken.push(emptyWords(diff));
  await say(broken);
  return broken.length > 0 ? 2 : 0;
}

/**
 * Basearches that one side has and the other should have: half of what was asked about is not known. TO should have those of FROM, or a gate would let
 * pass that a base lock is gone; FROM may be older than a basearch.
 */
function brokenArches({ from, to }: StreamDiff, arches: readonly string[] | undefined): string[] {
  const wanted = (arch: string): boolean => arches?.includes(arch) ?? true;
  const of = (side: DiffSide, other: DiffSide): string[] =>
    [...side.missing].flatMap(([arch, why]) =>
      wanted(arch) && other.basearches.includes(arch) && !(side === from && side.absent?.has(arch))
        ? [`${side.label}, ${arch}: ${why}`]
        : [],
    );
  const gone = from.basearches.filter(arch => wanted(arch) && !to.basearches.includes(arch) && !to.missing.has(arch));
  return [...of(from, to), ...of(to, from), ...gone.map(arch => `${to.label}, ${arch}: There is no base lock.`)];
}

/** Without them versions would be wrong, and others lost that are not. */
function brokenOverrides({ from, to }: StreamDiff): string[] {
  return [from, to].flatMap(({ label, unread = [] }) => unread.map(why => `${label}: ${why}`));
}

export function jsonText(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
