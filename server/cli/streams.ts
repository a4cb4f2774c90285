/** `streams`: the streams of the repository, and what each would get from the one that feeds it. */
import { rememberParse } from '../config-repo/remember-parse';
import { isAbsent } from '../git/git';
import { parseLazily } from '../lockfile/parse-lazily';
import type { AdvisoryAnswers } from '../operations/diff/advisory';
import { type LoadedStreams, loadStreams } from '../operations/streams/load-streams';
import { type Feed, type StreamFlow, streamFlows } from '../operations/streams/stream-flows';
import { advisoriesFor } from './advisories';
import { COMMON_OPTIONS, type Definition, oneOf, parseCommandLine, UsageError } from './args';
import type { Command } from './command';
import { findRepo, type OpenedRepo, openRepo, requireReadable } from './open-repo';
import type { ExitCode, Ports } from './ports';
import { complain, reportProblems } from './report';
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
  notes: `Each stream is the newest of its branches, local or remote; the one that is checked out is the working tree. Under an arrow stands what
the stream on its right would get: +12 source packages are added, ^30 upgraded, v1 downgraded, -2 removed, and !1 overrides are lost.`,
};

const WRITERS = { text: streamsText, json: streamsJson, markdown: streamsMarkdown } as const;

async function run(argv: readonly string[], ports: Ports): Promise<ExitCode> {
  const { values, positionals } = parseCommandLine(definition, argv);
  if (positionals.length > 0) throw new UsageError(`unexpected argument ${JSON.stringify(positionals[0])}`);
  const { format: given, ...common } = values;
  const format = oneOf('--format', given, ['text', 'json', 'markdown'], 'text');
  const settings = settingsOf(common, ports);
  const repo = await openRepo(await findRepo(settings.repo));
  await reportProblems(repo, ports);
  requireReadable(repo);
  const { streams, problems } = await load(repo, ports);
  await complain(problems, ports);
  const flows = streamFlows({ streams, policies: repo.context.config.settings.streams });
  const advisories = new Map<Feed, AdvisoryAnswers>();
  // one after the other: they mostly are about the same updates
  for (const feed of values.advisories ? wanted(flows) : []) {
    advisories.set(feed, await advisoriesFor(feed.diff, repo.context.config, settings, ports));
  }
  await complain([...new Set([...advisories.values()].flatMap(answers => answers.problems))], ports);
  await ports.stdout.write(WRITERS[format]({ flows, advisories }));
  return 0;
}

/** A comparison of nothing has none. */
function wanted(flows: readonly StreamFlow[]): Feed[] {
  return flows.flatMap(({ feeds }) => feeds.filter(({ likely, diff }) => likely && diff.changes.length > 0));
}

async function load({ folder, context: { config, files } }: OpenedRepo, ports: Ports): Promise<LoadedStreams> {
  const parse = rememberParse(parseLazily);
  const git = await ports.openGit(folder);
  if (isAbsent(git)) {
    const loaded = await loadStreams({ git: undefined, config, files, parse });
    return { ...loaded, problems: [`${git.message}: the working tree is all there is`, ...loaded.problems] };
  }
  try {
    return await loadStreams({ git, config, files, parse });
  } finally {
    git.close();
  }
}

export const streams: Command = { definition, run };
