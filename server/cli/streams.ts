/** `streams`: the streams of the repository, and what each would get from the one that feeds it. */
import type { ParseLockfile } from '../config-repo/load-lockfiles';
import { rememberParse } from '../config-repo/remember-parse';
import { isAbsent } from '../git/git';
import { parseLazily } from '../lockfile/parse-lazily';
import type { AdvisoryAnswers } from '../operations/diff/advisory';
import { type LoadedStreams, loadStreams } from '../operations/streams/load-streams';
import { type Feed, type StreamFlow, streamFlows } from '../operations/streams/stream-flows';
import { list } from '../operations/words';
import { advisoriesFor } from './advisories';
import { COMMON_OPTIONS, type Definition, oneOf, parseCommandLine, UsageError } from './args';
import type { Command } from './command';
import { closeOpened, hasWorktree, type OpenedBranches, openBranches, reportOpened } from './open-branches';
import { type ExitCode, InputError, type Ports } from './ports';
import { complain } from './report';
import { settingsOf } from './settings';
import { streamsJson, streamsMarkdown, streamsText } from './streams-report';

const OPTIONS = {
  ...COMMON_OPTIONS,
  format: { type: 'string', argument: 'text|json|markdown', help: 'shape of the output (default: text)' },
  advisories: { type: 'boolean', help: 'also the security fixes that the next promotions would bring' },
} as const;

const definition: Definition<typeof OPTIONS> = {
  name: 'streams',
  summary: 'shows the streams, and what the next promotions would bring',
  usage: [''],
  options: OPTIONS,
  notes: `Each stream is the newest of its branches, local or remote; the one that is checked out is the working tree. A bare repository
has branches alone. Under an arrow stands what
the stream on its right would get: +12 source packages are added, ^30 upgraded, v1 downgraded, -2 removed, and !1 overrides are lost.`,
};

const WRITERS = { text: streamsText, json: streamsJson, markdown: streamsMarkdown } as const;

async function run(argv: readonly string[], ports: Ports): Promise<ExitCode> {
  const { values, positionals } = parseCommandLine(definition, argv);
  if (positionals.length > 0) throw new UsageError(`unexpected argument ${JSON.stringify(positionals[0])}`);
  const { format: given, ...common } = values;
  const format = oneOf('--format', given, ['text', 'json', 'markdown'], 'text');
  const settings = settingsOf(common, ports);
  const parse = rememberParse(parseLazily);
  const opened = await openBranches(settings.repo, ports, parse);
  const { config } = opened.repo.context;
  try {
    await reportOpened(opened, ports);
    const flows = streamFlows({ streams: await load(opened, parse, ports), policies: config.settings.streams });
    const advisories = new Map<Feed, AdvisoryAnswers>();
    // one after the other: they mostly are about the same updates
    for (const feed of values.advisories ? wanted(flows) : []) {
      advisories.set(feed, await advisoriesFor(feed.diff, config, settings, ports));
    }
    await complain([...new Set([...advisories.values()].flatMap(answers => answers.problems))], ports);
    await ports.stdout.write(WRITERS[format]({ flows, advisories }));
    return 0;
  } finally {
    closeOpened(opened);
  }
}

/** A comparison of nothing has none. */
function wanted(flows: readonly StreamFlow[]): Feed[] {
  return flows.flatMap(({ feeds }) => feeds.filter(({ likely, diff }) => likely && diff.changes.length > 0));
}

/** Throws an InputError where there is none: a working tree is always one. */
async function load(
  opened: OpenedBranches,
  parse: ParseLockfile,
  ports: Pick<Ports, 'stderr'>,
): Promise<LoadedStreams['streams']> {
  const { config, files } = opened.repo.context;
  const git = isAbsent(opened.git) ? undefined : opened.git;
  const { streams, problems } = await loadStreams({ git, config, files: hasWorktree(opened) ? files : [], parse });
  const alone = isAbsent(opened.git) ? [`${opened.git.message}: the working tree is all there is`] : [];
  await complain([...alone, ...problems], ports);
  if (streams.length > 0) return streams;
  if (problems.length > 0) throw new InputError('there is no stream that can be read');
  const branches = [...config.settings.streams.values()].map(({ branch }) => branch);
  throw new InputError(`no branch of a stream has lockfiles here: such branches are ${list(branches)}`);
}

export const streams: Command = { definition, run };
