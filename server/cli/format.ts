/** `format`: writes overrides files in their canonical form. */
import { type Canonical, canonicalText } from '../lockfile/canonical';
import { COMMON_OPTIONS, type Definition, parseCommandLine } from './args';
import { type CheckedFile, filesNamed, filesOfRepo, pathFrom } from './check-files';
import type { Command } from './command';
import { findRepo, openRepo, requireReadable } from './open-repo';
import { type ExitCode, InputError, type Ports } from './ports';
import { rangesIn } from './positions';
import { settingsOf } from './settings';
import { writeFiles } from './write-files';

const OPTIONS = {
  ...COMMON_OPTIONS,
  check: { type: 'boolean', help: 'write nothing; exit status 1 where a file is not canonical' },
} as const;

const definition: Definition<typeof OPTIONS> = {
  name: 'format',
  summary: 'writes overrides files as ci/overrides.py writes them',
  usage: ['[FILE...]'],
  options: OPTIONS,
  notes: `Without FILE, all YAML overrides files of the repository. Byte for byte what Fedora CoreOS's tool makes of them: fixed heading, sorted
keys, PyYAML's quotes. Comments are lost, as the tool loses them; stderr names each. What YAML readers disagree about is
refused, and then nothing is written.`,
};

type Formatted = Extract<Canonical, { kind: 'text' }> & { readonly shown: string; readonly file: CheckedFile };

async function run(argv: readonly string[], ports: Ports): Promise<ExitCode> {
  const { values, positionals } = parseCommandLine(definition, argv);
  const settings = settingsOf(values, ports);
  const files =
    positionals.length > 0 ? await named(positionals, settings.repo, ports) : await overrides(settings.repo);
  const formatted = files.map(file => canonical(file, pathFrom(ports.cwd, file.absolute)));
  const changed = formatted.filter(({ file, text }) => file.lockfile.text !== text);
  const written = values.check !== true;
  if (written) {
    await writeFiles(
      changed.map(({ file, text }) => ({ path: file.absolute, before: file.lockfile.text, after: text })),
    );
  }
  const lost = changed.flatMap(lostComments);
  for (const { file, line, text } of lost) {
    await ports.stderr.write(`${file}:${line + 1}: the comment ${written ? 'is' : 'would be'} lost: ${text}\n`);
  }
  const report = {
    changed: changed.map(({ shown }) => shown),
    lostComments: lost,
    written: written && changed.length > 0,
  };
  await ports.stdout.write(
    settings.format === 'json' ? `${JSON.stringify(report)}\n` : changed.map(({ shown }) => `${shown}\n`).join(''),
  );
  return !written && changed.length > 0 ? 1 : 0;
}

async function named(names: readonly string[], folder: string, ports: Ports): Promise<readonly CheckedFile[]> {
  const { files, unreadable } = await filesNamed(names, folder, ports);
  if (unreadable.length > 0) throw new InputError(unreadable.join('; '));
  return files;
}

async function overrides(folder: string): Promise<readonly CheckedFile[]> {
  const repo = await openRepo(await findRepo(folder));
  requireReadable(repo);
  const files = filesOfRepo(repo).filter(({ name }) => name?.layer !== 'base' && name?.format === 'yaml');
  if (files.length === 0) throw new InputError(`${repo.folder} has no YAML overrides file`);
  return files;
}

function canonical(file: CheckedFile, shown: string): Formatted {
  const found = canonicalText(file.lockfile);
  if (found.kind === 'text') return { ...found, shown, file };
  const { line, character } = rangesIn(file.lockfile.text)(found.span).start;
  throw new InputError(`nothing is written: ${shown}:${line + 1}:${character + 1}: ${found.message}`);
}

function lostComments({ lostComments: comments, shown, file }: Formatted) {
  const rangeOf = rangesIn(file.lockfile.text);
  return comments.map(({ span, text }) => ({ file: shown, line: rangeOf(span).start.line, text }));
}

export const format: Command = { definition, run };
