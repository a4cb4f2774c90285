/** `promote`: shows what a stream takes from another one, and makes the commit. */

import { BuildsError } from '../builds/builds';
import { candidateFeeders } from '../config-repo/streams';
import { GitWriteError, type NewCommit } from '../git/git-writer';
import { PromotionError } from '../operations/promotion/find-promoted';
import { planPromotion } from '../operations/promotion/plan-promotion';
import { nothingToPromote } from '../operations/promotion/promoted-files';
import { failingGates, PROMOTION_GATES, type PromotionGate } from '../operations/promotion/promotion-gate';
import { promotionMarkdown } from '../operations/promotion/promotion-markdown';
import { some } from '../operations/words';
import { advisoriesFor } from './advisories';
import { COMMON_OPTIONS, commaList, type Definition, oneOf, parseCommandLine, UsageError } from './args';
import type { Command } from './command';
import { type ExitCode, InputError, type Ports } from './ports';
import { type PromotionReport, promotionJson, promotionText } from './promote-report';
import { openPromotable, type Promotable } from './promote-streams';
import { complain, reportProblems } from './report';
import { servicesFor } from './services';
import { type Settings, settingsOf } from './settings';

const FORMATS = ['text', 'json', 'markdown'] as const;

const OPTIONS = {
  ...COMMON_OPTIONS,
  format: { type: 'string', argument: FORMATS.join('|'), help: 'shape of the output (default: text)' },
  'dry-run': { type: 'boolean', help: 'show what it would do, and write nothing; TO may be a revision then' },
  'new-branch': { type: 'boolean', help: 'commit onto a new branch (promote/TO/from-FROM-ID)' },
  advisories: { type: 'boolean', help: 'tell of the security fixes that it brings' },
  'fail-on': {
    type: 'string',
    argument: 'KIND,..',
    help: `write nothing, and end with status 1, where it has one of: ${PROMOTION_GATES.join(', ')}`,
  },
  'any-source': {
    type: 'boolean',
    help: 'also from a stream that TO is not fed by: testing takes next when it moves to a new release',
  },
} as const;

const definition: Definition<typeof OPTIONS> = {
  name: 'promote',
  summary: 'shows what a promotion does to a stream, and makes its commit',
  usage: ['FROM TO'],
  options: OPTIONS,
  notes: `FROM is a stream, or a revision of one; TO is the stream that takes its tree. As the release team does it, manifest.yaml stays that of TO,
and so do STREAM and DESCRIPTION in build-args.conf; snoozes and warnings in kola-denylist.yaml become comments. The commit
goes to the branch of TO, on the newest of it that is here, local or remote. Nothing is checked out and nothing is pushed.`,
};

interface Request {
  readonly from: string;
  readonly to: string;
  readonly dryRun: boolean;
  readonly newBranch: boolean;
  readonly anySource: boolean;
  readonly advisories: boolean;
  readonly failOn: readonly PromotionGate[];
  readonly format: (typeof FORMATS)[number];
  readonly settings: Settings;
}

function requestOf(argv: readonly string[], ports: Ports): Request {
  const { values, positionals } = parseCommandLine(definition, argv);
  const [from, to, ...more] = positionals;
  if (from === undefined || to === undefined) throw new UsageError('name what is promoted and the stream it goes to');
  if (more.length > 0) throw new UsageError(`unexpected argument ${JSON.stringify(more[0])}`);
  const { format, ...common } = values;
  return {
    ...{ from, to, format: oneOf('--format', format, FORMATS, 'text'), settings: settingsOf(common, ports) },
    ...{ dryRun: values['dry-run'] ?? false, newBranch: values['new-branch'] ?? false },
    ...{ anySource: values['any-source'] ?? false, advisories: values.advisories ?? false },
    failOn: (commaList('--fail-on', values['fail-on']) ?? []).map(gate => {
      const kind = PROMOTION_GATES.find(known => known === gate);
      if (!kind) throw new UsageError(`--fail-on: there is no ${gate}, but ${PROMOTION_GATES.join(', ')}`);
      return kind;
    }),
  };
}

async function run(argv: readonly string[], ports: Ports): Promise<ExitCode> {
  const request = requestOf(argv, ports);
  const opened = await openPromotable(request.settings.repo, ports);
  try {
    await reportProblems(opened.repo, ports);
    return await promoteIn(opened, request, ports);
  } catch (error) {
    if (error instanceof PromotionError) throw new InputError(error.message, { cause: error });
    throw error;
  } finally {
    opened.git.close();
  }
}

async function promoteIn(opened: Promotable, request: Request, ports: Ports): Promise<ExitCode> {
  const { repo, git, targets, root, parse, problems } = opened;
  const { from, to, dryRun, newBranch, anySource, failOn, settings } = request;
  const policies = repo.context.config.settings.streams;
  const open = await nextDevelEnabled(opened, request, ports);
  const promotion = await planPromotion({
    ...{ git, targets, policies, from, to, root, parse, nextDevelEnabled: open.enabled },
    ...{ newBranch, anySource, preview: dryRun },
  });
  const { diff, refused, commit } = promotion;
  const advisories = request.advisories ? await advisoriesFor(diff, repo.context.config, settings, ports) : undefined;
  const failed = failingGates(promotion, failOn);
  const report: PromotionReport = {
    promotion,
    advisories,
    failed,
    notes: [...open.notes, ...problems],
    made: undefined,
  };
  const isNothing = refused !== undefined && refused === nothingToPromote(promotion);
  if (isNothing || dryRun || refused !== undefined || failed.size > 0 || !commit) {
    // what is not made at all is shown to a program, and to who asks to see it
    const isShown = dryRun || refused === undefined || request.format !== 'text';
    if (isShown || isNothing) await ports.stdout.write(outputOf(report, request));
    return notWritten(report, isNothing, request, ports);
  }
  const made = await write(commit, settings.repo, ports);
  await ports.stdout.write(outputOf({ ...report, made }, request));
  return 0;
}

/** Of what `--fail-on` found; the output has all of them. */
const MOST_NAMES = 10;

/** Says on stderr why nothing is written, where that is not what was asked for. */
async function notWritten(
  { promotion: { refused }, failed }: PromotionReport,
  isNothing: boolean,
  { dryRun }: Request,
  ports: Ports,
): Promise<ExitCode> {
  if (isNothing) return 0;
  const written = dryRun ? [] : ['nothing is written'];
  if (refused !== undefined) {
    await complain([refused, ...written], ports);
    return 2;
  }
  if (failed.size === 0) return 0;
  await complain([...[...failed].map(([gate, names]) => `${gate}: ${some(names, MOST_NAMES)}`), ...written], ports);
  return 1;
}

function outputOf(report: PromotionReport, { format }: Request): string {
  const { promotion, advisories, made } = report;
  switch (format) {
    case 'json':
      return promotionJson(report);
    case 'markdown':
      return promotionMarkdown(promotion, { advisories, made });
    case 'text':
      return promotionText(report);
  }
}

async function write(commit: NewCommit, folder: string, ports: Ports): Promise<string> {
  try {
    const [made] = await ports.openGitWriter(folder).commit([commit]);
    if (!made) throw new GitWriteError('git made no commit');
    return made.commit;
  } catch (error) {
    if (error instanceof GitWriteError) throw new InputError(`nothing is written: ${error.message}`, { cause: error });
    throw error;
  }
}

const NEXT_DEVEL = 'next-devel';

/** Asked only where it matters. What it cannot be told is told from the branches. */
async function nextDevelEnabled(
  { repo: { context } }: Promotable,
  { to, settings }: Request,
  ports: Ports,
): Promise<{ readonly enabled: boolean | undefined; readonly notes: readonly string[] }> {
  const { streams } = context.config.settings;
  const policy = streams.get(to) ?? [...streams.values()].find(({ branch }) => branch === to);
  if (!policy || !candidateFeeders(policy, streams).includes(NEXT_DEVEL)) return { enabled: undefined, notes: [] };
  const opened = await servicesFor(context.config, settings, ports);
  try {
    const answer = await opened?.services.builds?.nextDevelEnabled();
    return { enabled: answer?.value, notes: [] };
  } catch (error) {
    if (!(error instanceof BuildsError)) throw error;
    return {
      enabled: undefined,
      notes: [`Whether next-devel is open is told from its branch alone: ${error.message}`],
    };
  } finally {
    await opened?.close();
  }
}

export const promote: Command = { definition, run };
