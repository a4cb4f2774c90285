/** `update`: moves pins and fast-tracks in the working tree, whole source packages at a time. */
import { join } from 'node:path';
import { applyEdits } from '../lockfile/edits';
import type { LayerFile } from '../lockfile/layers';
import type { TextEdit } from '../lockfile/model';
import type { RepoContext } from '../rules/rule';
import { COMMON_OPTIONS, type Definition, parseCommandLine, UsageError } from './args';
import type { Command } from './command';
import { patchText, worktreePatch } from './dry-run-patch';
import { loadMetadata } from './metadata';
import { findRepo, type OpenedRepo, openRepo, requireReadable } from './open-repo';
import { type ExitCode, InputError, type Ports, UnavailableError } from './ports';
import { complain, reportProblems } from './report';
import { ARCH_OPTION, chosenArches, settingsOf } from './settings';
import { overrideFiles, type Plan, placesOf, planAll, planNewest, planTo } from './update-plan';
import { type FileChange, writeFiles } from './write-files';

const OPTIONS = {
  ...COMMON_OPTIONS,
  all: { type: 'boolean', help: 'every override that has something newer, but for pins' },
  'include-pins': { type: 'boolean', help: 'with --all: pins too' },
  to: { type: 'string', argument: 'EVR', help: 'move to this version instead of the newest' },
  'dry-run': { type: 'boolean', help: 'say what would change, with a patch, and write nothing' },
  arch: ARCH_OPTION,
} as const;

const definition: Definition<typeof OPTIONS> = {
  name: 'update',
  summary: 'moves pins and fast-tracks to newer versions in the working tree',
  usage: ['NAME...', 'NAME --to EVR', '--all'],
  options: OPTIONS,
  notes: `NAME is a package of an overrides file (of a base lock where no overrides have it), or a source package. What is built
from the same source and stands in the same file moves along. Nothing is written unless everything can be.`,
};

async function run(argv: readonly string[], ports: Ports): Promise<ExitCode> {
  const { values, positionals } = parseCommandLine(definition, argv);
  const settings = settingsOf(values, ports);
  const { all = false, to } = values;
  const names = [...new Set(positionals)];
  if (all && names.length > 0) throw new UsageError('name packages or give --all, not both');
  if (!all && names.length === 0) throw new UsageError('name the packages to update, or give --all');
  if (!all && values['include-pins']) throw new UsageError('--include-pins goes with --all; a pin that is named moves');
  if (to !== undefined && names.length !== 1) throw new UsageError('--to goes with exactly one NAME');

  const repo = await openRepo(await findRepo(settings.repo));
  const { context } = repo;
  await reportProblems(repo, ports);
  requireReadable(repo);
  const { basearches } = context.config;
  const files = all ? overrideFiles(context) : filesWith(names, context);
  const arches = chosenArches(
    values.arch,
    basearches,
    files.map(file => file.arch),
  );
  const metadata = await loadMetadata(context, arches, settings, ports);
  await complain([...metadata.complaints, ...metadata.notAsked], ports);
  const places = names.flatMap(name => {
    const found = placesOf(name, context, metadata);
    if (found.length === 0) throw new InputError(notFound(name, repo));
    return found;
  });
  if (all) for (const file of files) refuseBroken(file);
  if (to === undefined && metadata.incomplete.length > 0) {
    const missed = metadata.incomplete.join(', ');
    throw new UnavailableError(`nothing is written: what is newest for ${missed} cannot be told`);
  }
  const planned = all
    ? planAll(context, metadata, values['include-pins'] ?? false)
    : to === undefined
      ? planNewest(places, context, metadata)
      : planTo(places, to, context, metadata);
  const plan = { ...planned, notes: [...planned.notes, ...caveats(planned, context, arches)] };

  const changes = changesOf(repo, plan);
  const written = !values['dry-run'];
  if (written) await writeFiles(changes);
  const { changed, left, notes } = plan;
  const patch = written ? undefined : await worktreePatch(repo.folder, changes, ports);
  const report = {
    changed,
    left,
    notes,
    written: written && changed.length > 0,
    ...(patch !== undefined && { patch }),
  };
  const words = () => text(plan) + patchText(patch ?? '', undefined, ports.stdout);
  await ports.stdout.write(settings.format === 'json' ? `${JSON.stringify(report)}\n` : words());
  return 0;
}

/** Files whose entries the names are, as far as can be told before there is metadata. */
function filesWith(names: readonly string[], { files }: RepoContext): LayerFile[] {
  return names.flatMap(name => {
    const having = files.filter(file => file.lockfile.byName.has(name));
    const overrides = having.filter(file => file.layer !== 'base');
    return overrides.length > 0 ? overrides : having;
  });
}

/** What the user should know of a change that was planned. */
function caveats({ changed }: Plan, { files, config }: RepoContext, arches: readonly string[]): string[] {
  const touched = files.filter(file => changed.some(change => change.file === file.path));
  const notes: string[] = [];
  const unread = config.basearches.filter(basearch => !arches.includes(basearch));
  if (unread.length > 0 && touched.some(file => file.arch === undefined)) {
    notes.push(`Looked up for ${arches.join(', ')}, not for ${unread.join(', ')} (--arch all).`);
  }
  const bases = touched.filter(file => file.layer === 'base').map(file => file.path);
  if (bases.length > 0) {
    notes.push(
      `${bases.join(', ')}: the next bump of the base locks writes them anew; what is to last is an override.`,
    );
  }
  return notes;
}

function changesOf({ context, folder }: OpenedRepo, { edits }: Plan): FileChange[] {
  const byPath = new Map<string, TextEdit[]>();
  for (const edit of edits) byPath.set(edit.path, [...(byPath.get(edit.path) ?? []), ...edit.edits]);
  return [...byPath].map(([path, list]) => {
    const file = context.files.find(other => other.path === path);
    if (!file) throw new Error(`an edit of ${path}, which is no lockfile`);
    refuseBroken(file);
    const { text: before } = file.lockfile;
    return { path: join(folder, path), before, after: applyEdits(before, list) };
  });
}

/** What a broken text says can only be guessed: nothing is changed in it. */
function refuseBroken({ path, lockfile }: LayerFile): void {
  const [problem] = lockfile.syntaxProblems;
  if (problem) throw new InputError(`${path} has a syntax error, nothing is written: ${problem.message}`);
}

function notFound(name: string, { folder, context }: OpenedRepo): string {
  const broken = context.files.filter(({ lockfile }) => lockfile.syntaxProblems.length > 0);
  const why = broken.map(({ path }) => ` (${path} has a syntax error)`).join('');
  return `no lockfile of ${folder} has a package ${JSON.stringify(name)}${why}`;
}

function text({ changed, left, notes }: Plan): string {
  const lines = changed.map(({ file, name, from, to, repository }) => {
    return `${file}: ${name} ${from} -> ${to}${repository === undefined ? '' : ` (${repository})`}`;
  });
  lines.push(...left.map(({ file, message }) => `${file}: ${message}`), ...notes);
  if (lines.length === 0) lines.push('Nothing to update.');
  return lines.map(line => `${line}\n`).join('');
}

export const update: Command = { definition, run };
