/** Runs `diff`: opens both sides, compares them, and writes it down. */
import { rememberParse } from '../config-repo/remember-parse';
import type { OpenGit } from '../git/git';
import { parseLazily } from '../lockfile/parse-lazily';
import type { StreamDiff } from '../operations/diff/diff';
import { diffJson } from '../operations/diff/diff-json';
import { diffMarkdown } from '../operations/diff/diff-markdown';
import { diffSides } from '../operations/diff/diff-sides';
import { diffText } from '../operations/diff/diff-text';
import { emptyWords } from '../operations/diff/diff-words';
import { failing, onlyKinds } from '../operations/diff/only-kinds';
import { isFailure, type OpenedSides, openSides } from '../operations/diff/open-sides';
import type { DiffSide } from '../operations/diff/side';
import { parseSideSpec } from '../operations/diff/side-spec';
import { some } from '../operations/words';
import { UsageError } from './args';
import type { DiffRequest } from './diff';
import { type BrokenDiff, brokenJson, brokenMarkdown, brokenText, failureLines } from './diff-broken';
import { type DiffPlace, openPlace } from './diff-place';
import type { Told } from './diff-story';
import type { ExitCode, Ports } from './ports';
import { complain } from './report';

/** Of a kind that fails the check. */
const MOST_NAMES = 12;

/** `opening`: git around the repository's folder; it is closed here. */
export async function runDiff(request: DiffRequest, opening: ReturnType<OpenGit>, ports: Ports): Promise<ExitCode> {
  const { settings, specs } = request;
  const parsed = [specs.from, specs.to].map(parseSideSpec);
  const needs = {
    worktree: parsed.some(({ kind }) => kind === 'worktree'),
    stream: parsed.some(spec => spec.kind === 'build' && spec.stream === undefined),
  };
  const place = await openPlace(settings.repo, opening, needs, ports, rememberParse(parseLazily));
  try {
    const services = parsed.some(({ kind }) => kind === 'build' || kind === 'tag');
    const opened = await openBoth(request, place, services, ports);
    const { from, to } = opened;
    if (isFailure(from) || isFailure(to)) return await tellBroken({ opened, specs }, request, ports);
    return await compare(from, to, request, place, ports);
  } finally {
    place.close();
  }
}

/** Services are loaded and asked where a side cannot be opened without them. */
async function openBoth(request: DiffRequest, place: DiffPlace, needed: boolean, ports: Ports): Promise<OpenedSides> {
  const { specs, settings } = request;
  const offline = { services: undefined, noServices: 'network access is off (--offline)' };
  if (!needed || settings.offline) {
    const opened = await openSides(specs.from, specs.to, { ...place.context, ...offline });
    const wanting = [opened.from, opened.to].some(side =>
      isFailure(side) ? side.failed === 'unavailable' : side.unavailable !== undefined,
    );
    if (!wanting || settings.offline) return opened;
  }
  const { servicesFor } = await import('./services');
  const online = await servicesFor({ settings: place.settings }, settings, ports);
  try {
    return await openSides(specs.from, specs.to, { ...place.context, services: online?.services });
  } finally {
    await online?.close();
  }
}

async function tellBroken(broken: BrokenDiff, { format }: DiffRequest, ports: Ports): Promise<ExitCode> {
  const report = {
    text: () => brokenText(broken),
    json: () => jsonText(brokenJson(broken)),
    markdown: () => brokenMarkdown(broken),
  };
  await ports.stdout.write(report[format]());
  await complain(
    failureLines(broken).map(line => `manifest-lock diff: ${line}`),
    ports,
  );
  const { from, to } = broken.opened;
  return [from, to].some(side => isFailure(side) && side.failed === 'input') ? 2 : 3;
}

async function compare(
  from: DiffSide,
  to: DiffSide,
  request: DiffRequest,
  place: DiffPlace,
  ports: Ports,
): Promise<ExitCode> {
  const { arches, only, by, format } = request;
  requireKnown(arches, from, to);
  const diff = diffSides(from, to, arches ? { arches } : {});
  const shown = only ? onlyKinds(diff, only) : diff;
  const told = await tell(shown, request, place, ports);
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

async function tell(diff: StreamDiff, request: DiffRequest, place: DiffPlace, ports: Ports): Promise<Told | undefined> {
  if (!request.advisories && !request.changelog) return undefined;
  const { loadStory } = await import('./diff-story');
  return loadStory(diff, place, request, request.settings, ports);
}

/** What was asked about and found counts first, then what could not be looked at. */
async function exitCode(
  diff: StreamDiff,
  told: Told | undefined,
  { failOn, arches }: DiffRequest,
  ports: Ports,
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
 * pass that a base lock is gone.
 */
function brokenArches({ from, to }: StreamDiff, arches: readonly string[] | undefined): string[] {
  const wanted = (arch: string): boolean => arches?.includes(arch) ?? true;
  const of = (side: DiffSide, other: DiffSide): string[] =>
    [...side.missing].flatMap(([arch, why]) =>
      wanted(arch) && other.basearches.includes(arch) ? [`${side.label}, ${arch}: ${why}`] : [],
    );
  const gone = from.basearches.filter(arch => wanted(arch) && !to.basearches.includes(arch) && !to.missing.has(arch));
  return [...of(from, to), ...of(to, from), ...gone.map(arch => `${to.label}, ${arch}: There is no base lock.`)];
}

/** Without them versions would be wrong, and others lost that are not. */
function brokenOverrides({ from, to }: StreamDiff): string[] {
  return [from, to].flatMap(({ label, unread = [] }) => unread.map(why => `${label}: ${why}`));
}

function jsonText(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
