/** What the command line of `diff` asks for. */
import { CHANGE_KINDS, type ChangeKind } from '../operations/diff/diff';
import { FAILING_KINDS, type FailingKind } from '../operations/diff/failing-kinds';
import { COMMON_OPTIONS, commaList, type Definition, oneOf, parseCommandLine, UsageError } from './args';
import type { Ports } from './ports';
import { type Settings, settingsOf } from './settings';

const FORMATS = ['text', 'json', 'markdown'] as const;
const GROUPINGS = ['source', 'binary'] as const;

const OPTIONS = {
  ...COMMON_OPTIONS,
  format: { type: 'string', argument: FORMATS.join('|'), help: 'shape of the output (default: text)' },
  arch: { type: 'string', argument: 'ARCH,..|all', help: 'basearches to compare (default: all)' },
  by: {
    type: 'string',
    argument: GROUPINGS.join('|'),
    help: 'rows: source packages, or each binary (default: source)',
  },
  only: { type: 'string', argument: 'KIND,..', help: `list these changes alone: ${CHANGE_KINDS.join(', ')}` },
  'fail-on': {
    type: 'string',
    argument: 'KIND,..',
    help: 'exit status 1 where there are such: the same, or override-lost',
  },
  advisories: { type: 'boolean', help: 'tell which advisories lie between the versions (Bodhi, updateinfo)' },
  changelog: { type: 'boolean', help: 'tell what the changelogs say between the versions (Koji)' },
} as const;

export const definition: Definition<typeof OPTIONS> = {
  name: 'diff',
  summary: 'compares what two streams, commits or builds lock',
  usage: ['FROM TO'],
  options: OPTIONS,
  notes: `FROM and TO: a stream (the newest of its branches, local or remote), any revision of git, worktree,
build:STREAM/ID, build:STREAM for its newest build, or tag:NAME for a Koji tag (one side only).
The effective sets of all basearches are compared, and versions as RPM orders them. The network is used for builds,
tags and streams without base locks, and with --advisories and --changelog, never otherwise.`,
};

export interface DiffRequest {
  readonly settings: Settings;
  readonly specs: { readonly from: string; readonly to: string };
  readonly format: (typeof FORMATS)[number];
  readonly by: (typeof GROUPINGS)[number];
  /** Undefined: all. */
  readonly arches: readonly string[] | undefined;
  readonly only: readonly ChangeKind[] | undefined;
  readonly failOn: readonly FailingKind[];
  readonly advisories: boolean;
  readonly changelog: boolean;
}

/** Throws a UsageError. */
export function readRequest(argv: readonly string[], ports: Pick<Ports, 'cwd' | 'cacheFolder'>): DiffRequest {
  const { values, positionals } = parseCommandLine(definition, argv);
  const [from, to] = positionals;
  if (from === undefined || to === undefined || positionals.length > 2) {
    throw new UsageError(`two sides are compared, not ${positionals.length}`);
  }
  const { format, ...rest } = values;
  const arches = commaList('--arch', values.arch);
  return {
    settings: settingsOf(rest, ports),
    specs: { from, to },
    format: oneOf('--format', format, FORMATS, 'text'),
    by: oneOf('--by', values.by, GROUPINGS, 'source'),
    arches: arches?.includes('all') ? undefined : arches,
    only: kindsIn('--only', values.only, CHANGE_KINDS),
    failOn: kindsIn('--fail-on', values['fail-on'], FAILING_KINDS) ?? [],
    advisories: values.advisories ?? false,
    changelog: values.changelog ?? false,
  };
}

function kindsIn<K extends string>(
  name: string,
  value: string | undefined,
  kinds: readonly K[],
): readonly K[] | undefined {
  return commaList(name, value)?.map(word => {
    const kind = kinds.find(known => known === word);
    if (kind === undefined)
      throw new UsageError(`${name}: no kind ${JSON.stringify(word)}: there are ${kinds.join(', ')}`);
    return kind;
  });
}
