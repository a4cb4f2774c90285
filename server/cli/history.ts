/** `history NAME`: what every stream has of a package, since when, and who was ahead, out of git. */
import { rememberParse } from '../config-repo/remember-parse';
import { type GitRepository, isAbsent } from '../git/git';
import { parseLockfile } from '../lockfile/parse';
import { versionArrivals } from '../operations/history/arrivals';
import { type HistoryReport, historyJson } from '../operations/history/history-json';
import { type HistoryStream, historyStreams } from '../operations/history/history-streams';
import { isKnown, unknownName } from '../operations/history/known-name';
import { matrixSources } from '../operations/history/matrix-sources';
import { packageMatrix } from '../operations/history/package-matrix';
import { readHistory } from '../operations/history/read-history';
import { parseSince, type Since } from '../operations/history/since';
import { COMMON_OPTIONS, commaList, type Definition, parseCommandLine, UsageError } from './args';
import type { Command } from './command';
import { historyText } from './history-text';
import { findRepo, type OpenedRepo, openRepo, requireReadable } from './open-repo';
import { type ExitCode, InputError, type Ports } from './ports';
import { complain, reportProblems } from './report';
import { settingsOf } from './settings';

const OPTIONS = {
  ...COMMON_OPTIONS,
  since: { type: 'string', argument: 'DATE', help: 'YYYY-MM-DD, or "6 months", "90 days" (default: 6 months)' },
  arch: { type: 'string', argument: 'ARCH', help: 'basearch the history is told of (default: x86_64)' },
  stream: { type: 'string', argument: 'STREAM,..', help: 'these streams only' },
} as const;

const definition: Definition<typeof OPTIONS> = {
  name: 'history',
  summary: 'shows which versions of a package streams have and had, and who was ahead',
  usage: ['NAME'],
  options: OPTIONS,
  notes: `Reads git alone: branches, local or of a remote, whichever is newest, along their first parents. HELD counts days; BY says what
locked the version: the base lock, a pin or a fast-track.`,
};

interface Request {
  readonly name: string;
  readonly since: Since | undefined;
  readonly arch: string | undefined;
  readonly streams: readonly string[] | undefined;
}

async function run(argv: readonly string[], ports: Ports): Promise<ExitCode> {
  const { values, positionals } = parseCommandLine(definition, argv);
  const [name, ...more] = positionals;
  if (name === undefined || name.trim() === '' || more.length > 0) throw new UsageError('name one package');
  const since = values.since === undefined ? undefined : sinceOf(values.since, ports.now() / 1000);
  const settings = settingsOf(values, ports);
  const opened = await openRepo(await findRepo(settings.repo));
  await reportProblems(opened, ports);
  requireReadable(opened);
  const streams = commaList('--stream', values.stream);
  const report = await reportOf(opened, { name, since, arch: values.arch, streams }, ports);
  if (settings.format === 'json') {
    await ports.stdout.write(`${JSON.stringify(historyJson(report))}\n`);
  } else {
    await complain(report.history.notes, ports);
    await ports.stdout.write(historyText(report));
  }
  return 0;
}

function sinceOf(text: string, now: number): Since {
  const since = parseSince(text);
  if (!since) throw new UsageError(`--since must be YYYY-MM-DD, or like "6 months", not ${JSON.stringify(text)}`);
  if ('at' in since && since.at > now) throw new UsageError(`--since: ${text} has not come yet`);
  return since;
}

async function reportOf(opened: OpenedRepo, request: Request, ports: Ports): Promise<HistoryReport> {
  const git = await ports.openGit(opened.folder);
  if (isAbsent(git)) throw new InputError(`there is no history to read: ${git.message}`);
  try {
    return await readReport(git, opened, request, ports);
  } finally {
    git.close();
  }
}

async function readReport(
  git: GitRepository,
  { context: { config, files } }: OpenedRepo,
  { name, since, arch, streams: wanted }: Request,
  ports: Ports,
): Promise<HistoryReport> {
  const streams = chosen(wanted, await gitTold(() => historyStreams(git, config)));
  if (streams.length === 0) throw new InputError('there is no history to read: the repository has no commit');
  const parse = rememberParse(parseLockfile);
  const { sources, problems } = await matrixSources({ git, streams, worktree: { config, files }, parse });
  const matrix = packageMatrix({ name, sources });
  const basearch = basearchOf(arch, matrix.basearches);
  const history = await readHistory({ git, streams, name, basearch, since, now: ports.now() / 1000 });
  const notes = [...new Set([...problems, ...history.notes])];
  if (!isKnown(matrix, history)) {
    await complain(notes, ports);
    throw new InputError(unknownName(name, sources, history.since));
  }
  const arrivals = versionArrivals(history.streams, config.settings.streams);
  return { history: { ...history, notes }, matrix, arrivals };
}

/** Git's own words where it cannot say which branches there are. */
async function gitTold<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw new InputError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function basearchOf(asked: string | undefined, locked: readonly string[]): string {
  const preferred = asked ?? 'x86_64';
  if (locked.includes(preferred)) return preferred;
  if (asked !== undefined) throw new UsageError(`--arch: the streams lock ${locked.join(', ')}, not ${asked}`);
  return locked[0] ?? preferred;
}

/** Streams go by their names, and by those of what their history is read from. */
function chosen(wanted: readonly string[] | undefined, streams: readonly HistoryStream[]): readonly HistoryStream[] {
  if (!wanted) return streams;
  const found = new Set<HistoryStream>();
  for (const name of wanted) {
    const stream = streams.find(one => one.stream === name) ?? streams.find(({ label }) => label === name);
    if (!stream) {
      const known = streams.map(one => one.stream).join(', ');
      throw new UsageError(`--stream: there is no stream ${JSON.stringify(name)} here, but ${known}`);
    }
    found.add(stream);
  }
  return streams.filter(stream => found.has(stream));
}

export const history: Command = { definition, run };
