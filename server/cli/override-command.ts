/** What `pin` and `fast-track` have in common: from builds that are named to overrides in the working tree and in commits. */
import { BodhiError } from '../bodhi/bodhi';
import { BuildsError } from '../builds/builds';
import { KojiError } from '../koji/koji';
import { reasonFault } from '../operations/override-refusals';
import type { OverrideType } from '../operations/override-request';
import { type Backport, type BackportChange, type BackportRequest, planBackport } from '../operations/plan-backport';
import { planStream } from '../operations/plan-stream';
import { type Resolution, resolveSubjects } from '../operations/resolve-subject';
import type { RefusedStream } from '../operations/stream-commits';
import { bodhiRelease } from '../services/bodhi-release';
import type { Services } from '../services/services';
import { COMMON_OPTIONS, commaList, type Definition, parseCommandLine, UsageError } from './args';
import type { Command } from './command';
import { patchesText, withPatches } from './dry-run-patch';
import { localBuilds } from './local-builds';
import { findManifest, type OpenedRepo, openRepo, requireReadable } from './open-repo';
import { type OverrideReport, overrideJson, overrideText, type ReportedStream } from './override-report';
import { type ChosenStreams, chosenStreams } from './override-streams';
import { type ExitCode, InputError, type Ports, UnavailableError } from './ports';
import { reportProblems } from './report';
import { servicesFor } from './services';
import { type Settings, settingsOf } from './settings';
import { refuseAll, reportedPlace } from './stream-report';
import { type StreamChanges, writeStreams } from './write-streams';

const OPTIONS = {
  ...COMMON_OPTIONS,
  reason: {
    type: 'string',
    short: 'r',
    argument: 'URL',
    mayBeEmpty: true,
    help: 'why: an http(s) URL, in the entries and in commit messages',
  },
  into: { type: 'string', argument: 'STREAM,..', help: 'these streams, each by a commit on its branch' },
  'new-branches': { type: 'boolean', help: 'with --into: commits go onto new branches (backport/STREAM/BUILD)' },
  'ignore-dist-mismatch': {
    type: 'boolean',
    help: "let builds and updates pass that are not for the stream's release",
  },
  canonical: { type: 'boolean', help: 'write the files as ci/overrides.py does; comments are lost' },
  'dry-run': { type: 'boolean', help: 'say what would change, with commit messages and patches, and write nothing' },
} as const;

export interface OverrideCommand extends Pick<Definition, 'name' | 'summary' | 'usage' | 'notes'> {
  readonly type: OverrideType;
}

interface Request {
  readonly type: OverrideType;
  readonly texts: readonly string[];
  readonly reason: string | undefined;
  readonly into: readonly string[] | undefined;
  readonly newBranches: boolean;
  readonly ignoreDistMismatch: boolean;
  readonly canonical: boolean;
  readonly dryRun: boolean;
  readonly settings: Settings;
}

type Resolved = Extract<Resolution, { kind: 'resolved' }>;

export function overrideCommand({ type, ...described }: OverrideCommand): Command {
  const definition: Definition<typeof OPTIONS> = { ...described, options: OPTIONS };
  return {
    definition,
    run: async (argv, ports) => {
      const { values, positionals } = parseCommandLine(definition, argv);
      if (positionals.length === 0) throw new UsageError('name what to override to');
      const request: Request = {
        ...{ type, texts: positionals, reason: values.reason, into: commaList('--into', values.into) },
        newBranches: values['new-branches'] ?? false,
        ignoreDistMismatch: values['ignore-dist-mismatch'] ?? false,
        canonical: values.canonical ?? false,
        dryRun: values['dry-run'] ?? false,
        settings: settingsOf(values, ports),
      };
      if (request.newBranches && !request.into) throw new UsageError('--new-branches goes with --into');
      return runOverride(request, ports);
    },
  };
}

async function runOverride(request: Request, ports: Ports): Promise<ExitCode> {
  const { settings, dryRun, into } = request;
  refuseReason(request);
  const repo = await openRepo(await findManifest(settings.repo));
  await reportProblems(repo, ports);
  requireReadable(repo);
  const streams = await chosenStreams(repo, into, ports);
  const opened = await servicesFor(repo.context.config, settings, ports);
  const services = opened?.services ?? { koji: undefined, bodhi: undefined, builds: undefined };
  try {
    const resolved = await resolve(request, repo, services, ports);
    const asked = backportRequest(request, resolved, streams, repo, services);
    const backport = await planBackport(asked);
    const { unasked } = backport;
    if (unasked) throw new UnavailableError(`nothing is written: ${unasked.stream}: ${unasked.message}`);
    const notes = [...new Set([...resolved.notes, ...streams.problems, ...backport.notes])];
    const refused = await Promise.all(backport.refused.map(one => withHint(one, asked)));
    const report = { targets: backport.changes.map(reported), refused, notes, written: false };
    if (refused.length > 0) return await refuseAll(refused, overrideJson(report), settings, ports);
    const writes = changesOf(backport, request, repo);
    const done = dryRun
      ? { ...report, targets: await withPatches(report.targets, writes, ports) }
      : await write(report, writes, ports);
    const options = { named: into !== undefined, messages: dryRun };
    const text = () => overrideText(done, options) + patchesText(done.targets, options, ports.stdout);
    await ports.stdout.write(settings.format === 'json' ? overrideJson(done) : text());
    return 0;
  } catch (error) {
    throw unavailable(error);
  } finally {
    await opened?.close();
  }
}

function unavailable(error: unknown): unknown {
  const failed = error instanceof KojiError || error instanceof BodhiError || error instanceof BuildsError;
  return failed ? new UnavailableError(`nothing is written: ${error.message}`, { cause: error }) : error;
}

/** Before anything is asked. Whether a fast-track needs a reason depends on what is in the update. */
function refuseReason({ type, reason, texts: [text = ''] }: Request): void {
  if (type === 'fast-track' && !reason) return;
  const fault = reasonFault([{ build: { nvr: text, name: '', rpms: [] }, type, reason }]);
  if (fault !== undefined) throw new InputError(fault);
}

async function resolve(
  { texts, type, settings }: Request,
  repo: OpenedRepo,
  services: Services,
  ports: Ports,
): Promise<Resolved> {
  const { basearches } = repo.context.config;
  const findUpdates = type === 'fast-track';
  const readLocal = localBuilds(settings, ports, basearches);
  const resolution = await resolveSubjects(texts, { services, basearches, readLocal, findUpdates });
  if (resolution.kind === 'refused') throw new InputError(resolution.message);
  if (resolution.kind === 'unasked') throw new UnavailableError(`nothing is written: ${resolution.message}`);
  const named = resolution.subjects.find(({ kind }) => kind === 'package');
  if (type === 'fast-track' && named) throw new InputError(await noUpdate(named.subject, repo, services));
  return resolution;
}

/** A package has many updates: which one is to be fast-tracked is not ours to say. */
async function noUpdate(name: string, { context: { config } }: OpenedRepo, { bodhi }: Services): Promise<string> {
  const message = `${name} is neither an update nor an NVR`;
  const release = bodhiRelease(config.releasever);
  if (!bodhi || release === undefined) return message;
  const unread: string[] = [];
  const answers = await bodhi.updatesOfPackages([name], release, undefined, error => unread.push(error.message));
  const updates = answers.get(name)?.value ?? [];
  const besides = unread.map(text => `; ${text}`).join('');
  if (updates.length === 0 && unread.length > 0) return `${message}${besides}`;
  if (updates.length === 0) return `${message}, and Bodhi has no update of it for ${release}`;
  const known = updates.map(
    ({ alias, status, builds }) => `${alias} (${status}: ${builds.map(({ nvr }) => nvr).join(', ')})`,
  );
  return `${message}: its updates for ${release} are ${known.join(', ')}${besides}`;
}

function backportRequest(
  { type, reason, ignoreDistMismatch, canonical, newBranches }: Request,
  { subjects }: Resolved,
  { chosen, all, refs }: ChosenStreams,
  { context: { config } }: OpenedRepo,
  services: Services,
): BackportRequest {
  return {
    ...{ subjects, type, reason: reason || undefined, services, ignoreDistMismatch, canonical },
    ...{ chosen, all, settings: config.settings, basearches: config.basearches },
    newBranches: newBranches ? { refs } : undefined,
  };
}

/** Says so where only the release is in the way. */
async function withHint(refused: RefusedStream, request: BackportRequest): Promise<RefusedStream> {
  const target = request.chosen.find(({ policy }) => policy.name === refused.stream);
  if (!target || request.ignoreDistMismatch) return refused;
  const plans = [request, { ...request, ignoreDistMismatch: true }].map(one => planStream(target, one));
  const [strict, lenient] = await Promise.all(plans);
  if (strict?.plan.kind !== 'refused' || lenient?.plan.kind !== 'plan') return refused;
  return { ...refused, message: `${refused.message} --ignore-dist-mismatch lets it pass.` };
}

function reported({ target, plan, effects, message, commit, notes }: BackportChange): ReportedStream {
  return { ...reportedPlace(target, commit, plan.files, message), entries: plan.entries, effects, notes };
}

function changesOf({ changes }: Backport, { canonical }: Request, { folder }: OpenedRepo): StreamChanges {
  const commits = changes.flatMap(({ commit }) => commit ?? []);
  const files = changes.find(({ target }) => target.place.kind === 'worktree')?.plan.files ?? [];
  return { folder, commits, files, canonical };
}

async function write(report: OverrideReport, writes: StreamChanges, ports: Ports): Promise<OverrideReport> {
  const made = await writeStreams(writes, ports);
  return {
    ...report,
    targets: report.targets.map(target => ({ ...target, commit: made.get(target.stream) })),
    written: writes.commits.length > 0 || writes.files.length > 0,
  };
}
