/** Runs `diff`: opens both sides, compares them, and writes it down. */
import { rememberParse } from '../config-repo/remember-parse';
import type { OpenGit } from '../git/git';
import { parseLazily } from '../lockfile/parse-lazily';
import type { StreamDiff } from '../operations/diff/diff';
import { diffJson } from '../operations/diff/diff-json';
import { diffMarkdown } from '../operations/diff/diff-markdown';
import { diffSides } from '../operations/diff/diff-sides';
import { diffText } from '../operations/diff/diff-text';
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
  request: DiffRequest,
  ports: Ports,
): Promise<ExitCode> {
  const found = failing(diff, request.failOn);
  for (const [kind, names] of found) await complain([`manifest-lock diff: ${kind}: ${some(names, 12)}`], ports);
  if (found.size > 0) return 1;
  const sides = [diff.from, diff.to];
  if (told?.unavailable || sides.some(({ unavailable }) => unavailable !== undefined)) return 3;
  const broken = brokenArches(diff, request.arches);
  if (broken.length > 0)
    await complain(
      broken.map(line => `manifest-lock diff: ${line}`),
      ports,
    );
  return broken.length > 0 || diff.basearches.length === 0 ? 2 : 0;
}

/** Basearches that one side has and the other should have: half of what was asked about is not known. */
function brokenArches({ from, to }: StreamDiff, arches: readonly string[] | undefined): string[] {
  const of = (side: DiffSide, other: DiffSide): string[] =>
    [...side.missing].flatMap(([arch, why]) => {
      const wanted = arches?.includes(arch) ?? true;
      return wanted && other.basearches.includes(arch) ? [`${side.label}, ${arch}: ${why}`] : [];
    });
  return [...of(from, to), ...of(to, from)];
}

function jsonText(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
