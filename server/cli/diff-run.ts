/** Runs `diff`: opens both sides, whatever they are, and has them compared. */
import { rememberParse } from '../config-repo/remember-parse';
import type { OpenGit } from '../git/git';
import { parseLazily } from '../lockfile/parse-lazily';
import type { StreamDiff } from '../operations/diff/diff';
import { isFailure, type OpenedSides, openSides } from '../operations/diff/open-sides';
import { parseSideSpec } from '../operations/diff/side-spec';
import { type BrokenDiff, brokenJson, brokenMarkdown, brokenText, failureLines } from './diff-broken';
import { compareSides, jsonText } from './diff-compare';
import { type DiffPlace, openPlace } from './diff-place';
import type { DiffRequest } from './diff-request';
import type { Told } from './diff-story';
import { wrongFolderText } from './find-repo';
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
    return await compareSides(from, to, request, shown => tell(shown, request, place, ports), ports);
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

async function tellBroken(broken: BrokenDiff, { format, settings }: DiffRequest, ports: Ports): Promise<ExitCode> {
  const report = {
    text: () => brokenText(broken),
    json: () => jsonText(brokenJson(broken)),
    markdown: () => brokenMarkdown(broken),
  };
  await ports.stdout.write(report[format]());
  const { from, to } = broken.opened;
  const elsewhere = [from, to].some(side => isFailure(side) && side.noConfigRepository);
  const hint = elsewhere ? await wrongFolderText(settings.repo) : undefined;
  await complain(
    [...failureLines(broken), ...(hint === undefined ? [] : [hint])].map(line => `manifest-lock diff: ${line}`),
    ports,
  );
  return [from, to].some(side => isFailure(side) && side.failed === 'input') ? 2 : 3;
}

async function tell(diff: StreamDiff, request: DiffRequest, place: DiffPlace, ports: Ports): Promise<Told | undefined> {
  if (!request.advisories && !request.changelog) return undefined;
  const { loadStory } = await import('./diff-story');
  return loadStory(diff, place, request, request.settings, ports);
}
