/** `outdated`: newer NEVRAs per locked package, and where they are. */
import { type OutdatedPackage, outdatedPackages } from '../operations/outdated';
import { COMMON_OPTIONS, type Definition, parseCommandLine, UsageError } from './args';
import type { Command } from './command';
import { loadMetadata } from './metadata';
import { findRepo, openRepo, requireReadable } from './open-repo';
import { type ExitCode, InputError, type Ports, UnavailableError } from './ports';
import { complain, reportProblems } from './report';
import { ARCH_OPTION, chosenArches, settingsOf } from './settings';
import { table } from './table';

const OPTIONS = {
  ...COMMON_OPTIONS,
  all: { type: 'boolean', help: 'every newer EVR, not only the newest' },
  arch: ARCH_OPTION,
} as const;

const definition: Definition<typeof OPTIONS> = {
  name: 'outdated',
  summary: 'lists newer NEVRAs of locked packages and the repositories that have them',
  usage: [''],
  options: OPTIONS,
  notes: 'Exit status 1 where anything is newer, 3 where a repository that could tell is not reached.',
};

async function run(argv: readonly string[], ports: Ports): Promise<ExitCode> {
  const { values, positionals } = parseCommandLine(definition, argv);
  if (positionals.length > 0) throw new UsageError(`unexpected argument ${JSON.stringify(positionals[0])}`);
  const settings = settingsOf(values, ports);
  const repo = await openRepo(await findRepo(settings.repo));
  requireReadable(repo);
  const { config, files } = repo.context;
  const arches = chosenArches(values.arch, config.basearches, []);
  await reportProblems(repo, ports);
  const without = arches.filter(arch => config.repos(arch).length === 0);
  if (without.length > 0) {
    throw new InputError(`${without.join(', ')}: the manifest names no repository that a .repo file defines`);
  }
  const metadata = await loadMetadata(repo.context, arches, settings, ports);
  await complain([...metadata.complaints, ...metadata.notAsked], ports);
  const known = arches.map(metadata.availability).filter(availability => availability !== undefined);
  if (known.length === 0) throw new UnavailableError(`no package metadata for ${arches.join(', ')}`);
  const rows = known.flatMap(availability => outdatedPackages(files, availability, { every: values.all ?? false }));
  rows.sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
  const shown = rows.map(row);
  await ports.stdout.write(settings.format === 'json' ? `${JSON.stringify({ packages: shown })}\n` : text(shown));
  if (metadata.incomplete.length > 0) {
    throw new UnavailableError(`the list for ${metadata.incomplete.join(', ')} is not complete`);
  }
  return rows.length > 0 ? 1 : 0;
}

function row({ name, basearch, layer, locked, newer }: OutdatedPackage) {
  const { record, repository } = newer;
  return { name, arch: basearch, layer, locked, newest: record.evr, repository: repository.id, source: record.source };
}

function text(rows: readonly ReturnType<typeof row>[]): string {
  if (rows.length === 0) return '';
  const header = ['PACKAGE', 'ARCH', 'LOCKED', 'IN', 'NEWEST', 'REPOSITORY'];
  return table([
    header,
    ...rows.map(({ name, arch, locked, layer, newest, repository }) => [name, arch, locked, layer, newest, repository]),
  ]);
}

export const outdated: Command = { definition, run };
