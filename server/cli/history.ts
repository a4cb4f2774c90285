/** `history NAME`: what every stream has of a package, since when, and who was ahead, out of git. */
import type { ParseLockfile } from '../config-repo/load-lockfiles';
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
import { closeOpened, hasWorktree, type OpenedBranches, openBranches, reportOpened } from './open-branches';
import { type ExitCode, InputError, type Ports } from './ports';
import { complain } from './report';
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
  notes: `Reads git alone, of a bare repository as well: branches, local or of a remote, whichever is newest, along their first parents.
HELD counts days; BY says what locked the version: the base lock, a pin or a fast-track.`,
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
  const streams = commaList('--stream', values.stream);
  const report = await reportOf(settings.repo, { name, since, arch: values.arch, streams }, ports);
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

async function reportOf(dir: string, request: Request, ports: Ports): Promise<HistoryReport> {
  const parse = rememberParse(parseLockfile);
  const opened = await openBranches(dir, ports, parse);
  try {
    await reportOpened(opened, ports);
    const { git } = opened;
    if (isAbsent(git)) throw new InputError(`there is no history to read: ${git.message}`);
    return await readReport({ ...opened, git }, request, parse, ports);
  } finally {
    closeOpened(opened);
  }
}

interface Read extends OpenedBranches {
  readonly git: GitRepository;
}

async function readReport(
  { git, repo: { context } }: Read,
  { name, since, arch, streams: wanted }: Request,
  parse: ParseLockfile,
  ports: Ports,
): Promise<HistoryReport> {
  const { config } = context;
  const streams = chosen(wanted, await gitTold(() => historyStreams(git, config)));
  if (streams.length === 0) throw new InputError('there is no history to read: the repository has no commit');
  const worktree = hasWorktree({ git }) ? context : undefined;
  const { sources, problems } = await matrixSources({ git, streams, worktree, parse });
  const matrix = packageMatrix({ name, sources });
  const basearch = basearchOf(arch, matrix.basearches);
  const history = await readHistory({ git, streams, name, basearch, since, now: ports.now() / 1000 });
  const notes = [...new Set([...problems, ...history.notes])];
  const unread = history.streams.length === 0 ? 'there is no history to read: no stream can be read' : undefined;
  if (unread !== undefined || !isKnown(matrix, history)) {
    await complain(notes, ports);
    const isPart = problems.length > 0 || history.streams.length < streams.length;
    const of = isPart ? ' (as far as streams can be read)' : '';
    throw new InputError(unread ?? `${unknownName(name, sources, history.since)}${of}`);
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
  // where no stream can be read, that is what is to be said
  if (locked.length === 0 || locked.includes(preferred)) return preferred;
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
