/** `graduate`: drops fast-tracks that have done their work, from all overrides files, here or on other streams. */
import type { StreamTarget } from '../config-repo/stream-targets';
import { graduationMessage } from '../operations/commit-message';
import { type RefusedStream, type StreamCommit, streamCommits } from '../operations/stream-commits';
import { COMMON_OPTIONS, commaList, type Definition, parseCommandLine, UsageError } from './args';
import type { Command } from './command';
import { patchesText, withPatches } from './dry-run-patch';
import {
  type Graduated,
  type GraduatedStream,
  type GraduationReport,
  graduationJson,
  graduationText,
  worktreeJson,
  worktreeText,
} from './graduate-report';
import {
  type GraduationRequest,
  graduateStream,
  type ReadyToGraduate,
  readyToGraduate,
  requireFiles,
} from './graduate-stream';
import { withMetadata } from './metadata';
import { findRepo, type OpenedRepo, openRepo } from './open-repo';
import { type ChosenStreams, chosenStreams, worktreeTarget } from './override-streams';
import { type ExitCode, InputError, type Ports, UnavailableError } from './ports';
import { rangesIn } from './positions';
import { complain, reportProblems } from './report';
import { type Settings, settingsOf } from './settings';
import { refuseAll, reportedPlace } from './stream-report';
import { type StreamChanges, writeStreams } from './write-streams';

const OPTIONS = {
  ...COMMON_OPTIONS,
  into: { type: 'string', argument: 'STREAM,..', help: 'these streams, each by a commit on its branch' },
  'new-branches': { type: 'boolean', help: 'with --into: commits go onto new branches (graduate/STREAM/overrides)' },
  eager: {
    type: 'boolean',
    help: 'as ci/overrides.py: one file, one basearch, base locks not regarded; one stream at a time',
  },
  canonical: { type: 'boolean', help: 'write the files as ci/overrides.py does; comments are lost' },
  'dry-run': {
    type: 'boolean',
    help: 'say what would change, with patches and (--into) commit messages; write nothing',
  },
  arch: {
    type: 'string',
    argument: 'ARCH,..|all',
    help: 'basearches to look into repositories for (default: those that fast-tracks concern; --eager: x86_64)',
  },
} as const;

const definition: Definition<typeof OPTIONS> = {
  name: 'graduate',
  summary: 'drops fast-tracks that repositories and base locks have caught up with',
  usage: [''],
  options: OPTIONS,
  notes: `Goes through the common overrides and those of single basearches, whole source packages at a time. A fast-track is dropped where the
repositories of every basearch that it concerns have its version or a newer one, and the base lock has, too. Pins stay,
and so does what was not looked up. With --into each stream is measured against its own repositories. Nothing is written
unless everything can be.`,
};

interface Request extends GraduationRequest {
  readonly into: readonly string[] | undefined;
  readonly newBranches: boolean;
  readonly dryRun: boolean;
  readonly settings: Settings;
}

async function run(argv: readonly string[], ports: Ports): Promise<ExitCode> {
  const { values, positionals } = parseCommandLine(definition, argv);
  if (positionals.length > 0) throw new UsageError(`unexpected argument ${JSON.stringify(positionals[0])}`);
  const request: Request = {
    into: commaList('--into', values.into),
    newBranches: values['new-branches'] ?? false,
    ...{ eager: values.eager ?? false, canonical: values.canonical ?? false, arch: values.arch },
    dryRun: values['dry-run'] ?? false,
    settings: settingsOf(values, ports),
  };
  const { into, newBranches, eager, dryRun } = request;
  if (newBranches && !into) throw new UsageError('--new-branches goes with --into');
  const repo = await openRepo(await findRepo(request.settings.repo));
  await reportProblems(repo, ports);
  const streams = into ? await chosenStreams(repo, into, ports) : { chosen: [worktreeTarget(repo)], refs: [] };
  if (eager && streams.chosen.length > 1) throw new UsageError('--eager goes with one stream');

  const { planned, refused } = await planAll(streams.chosen, repo, request, ports);
  const { commits, refused: unwritable } = commitsOf(planned, streams, request);
  const report: GraduationReport = {
    streams: planned.map(one => reported(one, commits)),
    refused: [...refused, ...unwritable],
    written: false,
  };
  if (report.refused.length > 0) return refuse(report, request, ports);
  const writes = changesOf(planned, commits, repo, request);
  const done = dryRun ? await previewed(report, writes, ports) : await write(report, writes, ports);
  await complain(
    planned.flatMap(one => lostComments(one, done.written, request)),
    ports,
  );
  await ports.stdout.write(outputOf(done, request, ports));
  return 0;
}

interface Planned {
  readonly target: StreamTarget;
  readonly plan: Graduated;
}

interface Attempts {
  readonly planned: readonly Planned[];
  readonly refused: readonly RefusedStream[];
}

/** One after the other: their repositories are mostly the same. Nothing is fetched where a stream cannot be changed at all. */
async function planAll(
  targets: readonly StreamTarget[],
  repo: OpenedRepo,
  request: Request,
  ports: Ports,
): Promise<Attempts> {
  const planned: Planned[] = [];
  const refused: RefusedStream[] = [];
  const ready = new Map<StreamTarget, ReadyToGraduate>();
  for (const target of targets) {
    await orRefused(target, refused, request, () => ready.set(target, readyTarget(target, repo, request)));
  }
  if (refused.length > 0) return { planned, refused };
  const said = new Set<string>();
  const sayOnce = async (lines: readonly string[]): Promise<void> => {
    const fresh = lines.filter(line => !said.has(line));
    for (const line of fresh) said.add(line);
    await complain(fresh, ports);
  };
  await withMetadata(request.settings, ports, async load => {
    for (const [target, found] of ready) {
      await orRefused(target, refused, request, async () => {
        planned.push({ target, plan: await graduateStream(found, load, sayOnce) });
      });
    }
  });
  return { planned, refused };
}

function readyTarget(target: StreamTarget, repo: OpenedRepo, request: Request): ReadyToGraduate {
  const { place } = target;
  if (place.kind === 'worktree') requireFiles(repo, request);
  // there is not even something that a new branch could stand on
  if (place.kind === 'none' && place.parent === undefined) throw new InputError(place.message);
  return readyToGraduate(target, request);
}

/** What one stream lacks does not keep the others from saying what they lack. */
async function orRefused(
  { policy: { name: stream } }: StreamTarget,
  refused: RefusedStream[],
  { into }: Request,
  work: () => unknown,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof UnavailableError) {
      const where = into ? `${stream}: ` : '';
      throw new UnavailableError(`nothing is written: ${where}${error.message}`, { cause: error });
    }
    if (!(error instanceof InputError)) throw error;
    refused.push({ stream, message: error.message });
  }
}

function commitsOf(
  planned: readonly Planned[],
  { refs }: Pick<ChosenStreams, 'refs'>,
  { newBranches, canonical }: Request,
): ReturnType<typeof streamCommits> {
  const edits = planned.map(one => ({ target: one.target, files: one.plan.files, message: messageOf(one) }));
  return streamCommits(edits, {
    canonical,
    newBranches: newBranches ? { folder: 'graduate', subject: 'overrides', refs } : undefined,
  });
}

function messageOf({ target, plan }: Planned): string {
  return graduationMessage(target.policy, plan.dropped).text;
}

function reported(one: Planned, commits: readonly StreamCommit[]): GraduatedStream {
  const { target, plan } = one;
  const commit = commits.find(({ stream }) => stream === target.policy.name);
  return { place: reportedPlace(target, commit, plan.files, messageOf(one)), plan };
}

async function refuse(report: GraduationReport, { into, settings }: Request, ports: Ports): Promise<ExitCode> {
  if (into) return refuseAll(report.refused, graduationJson(report), settings, ports);
  throw new InputError(`nothing is written: ${report.refused.map(({ message }) => message).join('; ')}`);
}

function changesOf(
  planned: readonly Planned[],
  commits: readonly StreamCommit[],
  { folder }: OpenedRepo,
  { canonical }: Request,
): StreamChanges {
  const files = planned.find(({ target }) => target.place.kind === 'worktree')?.plan.files ?? [];
  return { folder, commits, files, canonical };
}

async function previewed(report: GraduationReport, writes: StreamChanges, ports: Ports): Promise<GraduationReport> {
  const places = await withPatches(
    report.streams.map(({ place }) => place),
    writes,
    ports,
  );
  return { ...report, streams: report.streams.map(({ plan, place }, i) => ({ plan, place: places[i] ?? place })) };
}

async function write(report: GraduationReport, writes: StreamChanges, ports: Ports): Promise<GraduationReport> {
  const made = await writeStreams(writes, ports);
  return {
    ...report,
    streams: report.streams.map(({ place, plan }) => ({ plan, place: { ...place, commit: made.get(place.stream) } })),
    written: writes.commits.length > 0 || writes.files.length > 0,
  };
}

function lostComments({ target, plan }: Planned, written: boolean, { into }: Request): string[] {
  const where = into ? `${target.policy.name}: ` : '';
  return plan.files.flatMap(({ path, before = '', lostComments: comments }) => {
    const rangeOf = rangesIn(before);
    return comments.map(({ span, text: comment }) => {
      const line = rangeOf(span).start.line + 1;
      return `${where}${path}:${line}: the comment ${written ? 'is' : 'would be'} lost: ${comment}`;
    });
  });
}

function outputOf(
  report: GraduationReport,
  { into, dryRun, settings: { format } }: Request,
  { stdout }: Pick<Ports, 'stdout'>,
): string {
  const { streams, written } = report;
  if (format === 'json') {
    return into ? graduationJson(report) : streams.map(one => worktreeJson(one, written)).join('');
  }
  const places = streams.map(({ place }) => place);
  const words = into ? graduationText(report, dryRun) : streams.map(({ plan }) => worktreeText(plan, written)).join('');
  return words + patchesText(places, { named: into !== undefined }, stdout);
}

export const graduate: Command = { definition, run };
