/** `check`: runs the rules over a repository or single files. */
import { checkFile } from '../rules/check';
import { RULES } from '../rules/registry';
import type { RuleContext, Severity } from '../rules/rule';
import { COMMON_OPTIONS, commaList, type Definition, oneOf, parseCommandLine, UsageError } from './args';
import { type CheckedFile, filesNamed, filesOfRepo, type NamedFiles, pathFrom } from './check-files';
import {
  atLeast,
  jsonReport,
  Ranges,
  type ReportedFinding,
  SEVERITIES,
  type ShownFinding,
  textReport,
} from './check-output';
import type { Command } from './command';
import { loadMetadata, type Metadata, NO_METADATA } from './metadata';
import { findRepo, type OpenedRepo, openRepo } from './open-repo';
import { type ExitCode, InputError, type Ports, UnavailableError } from './ports';
import { complain, reportProblems } from './report';
import { ARCH_OPTION, chosenArches, type Settings, settingsOf } from './settings';

const OPTIONS = {
  ...COMMON_OPTIONS,
  arch: ARCH_OPTION,
  only: { type: 'string', argument: 'CODE,..', help: 'run these rules alone, also those that are off by default' },
  threshold: {
    type: 'string',
    argument: SEVERITIES.toReversed().join('|'),
    help: 'what counts for the exit status and is printed as text (default: warning)',
  },
} as const;

const definition: Definition<typeof OPTIONS> = {
  name: 'check',
  summary: 'reports what is wrong in lockfiles, and what is newer',
  usage: ['[FILE...]'],
  options: OPTIONS,
  notes: `Without FILE, all lockfiles of the repository. JSON has every finding, whatever the threshold. A repository that
cannot be reached is named on stderr and its rules stay silent; exit status 3 only where --only asks for such a rule.`,
};

interface Request {
  readonly settings: Settings;
  readonly threshold: Severity;
  /** Codes; undefined: all rules that are on. */
  readonly only: ReadonlySet<string> | undefined;
  readonly files: readonly string[];
  readonly arch: string | undefined;
}

function readRequest(argv: readonly string[], ports: Ports): Request {
  const { values, positionals } = parseCommandLine(definition, argv);
  return {
    settings: settingsOf(values, ports),
    threshold: oneOf('--threshold', values.threshold, SEVERITIES, 'warning'),
    only: knownCodes(commaList('--only', values.only)),
    files: positionals,
    arch: values.arch,
  };
}

function knownCodes(codes: readonly string[] | undefined): ReadonlySet<string> | undefined {
  const unknown = codes?.find(code => !RULES.some(rule => rule.code === code));
  if (unknown === undefined) return codes && new Set(codes);
  const all = RULES.map(rule => rule.code).join(', ');
  throw new UsageError(`--only: no rule ${JSON.stringify(unknown)}: there are ${all}`);
}

async function run(argv: readonly string[], ports: Ports): Promise<ExitCode> {
  const request = readRequest(argv, ports);
  const { settings, threshold, only } = request;
  const { files, unreadable } = await filesToCheck(request, ports);
  const needsMetadata = RULES.some(rule => rule.data.includes('M') && (only?.has(rule.code) ?? true));
  const byRepo = new Map<OpenedRepo | undefined, CheckedFile[]>();
  for (const file of files) byRepo.set(file.repo, [...(byRepo.get(file.repo) ?? []), file]);

  const reported: ShownFinding[] = [];
  const incomplete = new Set<string>();
  for (const [repo, own] of byRepo) {
    const metadata = repo && needsMetadata ? await metadataFor(repo, own, request, ports) : NO_METADATA;
    for (const basearch of metadata.incomplete) incomplete.add(basearch);
    for (const file of own) {
      const path = pathFrom(ports.cwd, file.absolute);
      reported.push(...findingsOf(file, metadata, only).map(finding => ({ path, finding })));
    }
  }
  const findings = reported.map(({ finding }) => finding);
  await ports.stdout.write(settings.format === 'json' ? jsonReport(findings) : textReport(reported, threshold));
  await complain(unreadable, ports);
  if (unreadable.length > 0) return 2;
  if (only && needsMetadata && incomplete.size > 0) {
    throw new UnavailableError(`${[...incomplete].join(', ')}: a repository that --only needs is not known`);
  }
  return findings.some(({ severity }) => atLeast(severity, threshold)) ? 1 : 0;
}

async function filesToCheck({ files: names, settings }: Request, ports: Ports): Promise<NamedFiles> {
  if (names.length > 0) return await filesNamed(names, settings.repo, ports);
  const repo = await openRepo(await findRepo(settings.repo));
  const unreadable = repo.lockfileProblems.map(({ message }) => message);
  const files = filesOfRepo(repo);
  if (files.length === 0 && unreadable.length === 0) throw new InputError(`${repo.folder} has no lockfile`);
  return { files, unreadable };
}

async function metadataFor(
  repo: OpenedRepo,
  files: readonly CheckedFile[],
  { files: names, arch, settings, only }: Request,
  ports: Ports,
): Promise<Metadata> {
  await reportProblems(repo, ports);
  const about = names.length > 0 ? files.map(({ name }) => name?.arch) : [];
  const arches = chosenArches(arch, repo.context.config.basearches, about);
  const metadata = await loadMetadata(repo.context, arches, settings, ports);
  // whoever says --offline means it; what is missing matters only to those who asked for it
  const missing = settings.verbose || only ? metadata.notAsked : [];
  await complain([...metadata.complaints, ...missing], ports);
  return metadata;
}

function findingsOf(
  { path, name, lockfile, repo }: CheckedFile,
  metadata: Metadata,
  only: ReadonlySet<string> | undefined,
): ReportedFinding[] {
  const context: RuleContext = {
    path,
    name,
    lockfile,
    repo: repo?.context,
    availability: metadata.availability,
    now: Date.now(),
  };
  const ranges = new Ranges();
  const textOf = (other: string): string | undefined => {
    if (other === path) return lockfile.text;
    return repo?.context.files.find(file => file.path === other)?.lockfile.text;
  };
  return checkFile(context, { severity: {}, ...(only && { only }) }).map(finding => {
    const related = (finding.related ?? []).flatMap(place => {
      const text = textOf(place.path);
      return text === undefined
        ? []
        : [{ file: place.path, range: ranges.of(text, place.span), message: place.message }];
    });
    return {
      file: path,
      range: ranges.of(lockfile.text, finding.span),
      severity: finding.severity,
      code: finding.code,
      message: finding.message,
      ...(finding.package === undefined ? {} : { package: finding.package }),
      ...(related.length === 0 ? {} : { related }),
      fixes: (finding.fixes ?? []).map(fix => fix.title),
    };
  });
}

export const check: Command = { definition, run };
