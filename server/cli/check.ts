/** `check`: runs the rules over a repository, a commit of it, or single files. */
import { rememberParse } from '../config-repo/remember-parse';
import { parseLockfile } from '../lockfile/parse';
import { droppedOverride } from '../rules/dropped-override';
import { RULES } from '../rules/registry';
import type { DataKind, Severity } from '../rules/rule';
import { COMMON_OPTIONS, commaList, type Definition, oneOf, parseCommandLine, UsageError } from './args';
import { NO_BRANCHES } from './check-branches';
import type { CheckedFile } from './check-files';
import { findingsOf } from './check-findings';
import { githubReport } from './check-github';
import { atLeast, fromGitTop, jsonReport, SEVERITIES, type ShownFinding, textReport } from './check-output';
import { sarifReport } from './check-sarif';
import { factsOf, neededServices } from './check-services';
import { goneFile, type Subject, subjectOf } from './check-subject';
import type { Command } from './command';
import { loadMetadata, type Metadata, NO_METADATA } from './metadata';
import type { OpenedRepo } from './open-repo';
import { type ExitCode, InputError, type Ports, UnavailableError } from './ports';
import { complain, reportProblems, textsOf } from './report';
import { NO_FACTS } from './services';
import { ARCH_OPTION, chosenArches, type Settings, settingsOf } from './settings';

const FORMATS = ['text', 'json', 'sarif', 'github'] as const;

const OPTIONS = {
  ...COMMON_OPTIONS,
  format: { type: 'string', argument: FORMATS.join('|'), help: 'shape of the output (default: text)' },
  arch: ARCH_OPTION,
  only: { type: 'string', argument: 'CODE,..', help: 'run these rules alone, also those that are off by default' },
  ref: { type: 'string', argument: 'REF', help: 'check this commit against its parent, not the working tree' },
  threshold: {
    type: 'string',
    argument: SEVERITIES.toReversed().join('|'),
    help: 'what counts for the exit status and is printed, but as JSON (default: warning)',
  },
} as const;

const definition: Definition<typeof OPTIONS> = {
  name: 'check',
  summary: 'reports what is wrong in lockfiles, and what is newer',
  usage: ['[FILE...]'],
  options: OPTIONS,
  notes: `Without FILE, all lockfiles of the repository. JSON has every finding, whatever the threshold. A repository or
service that cannot be reached, and history or branches that are not here, are named on stderr and their rules stay
silent; exit status 3 only where --only asks for such a rule.`,
};

interface Request {
  readonly settings: Settings;
  readonly format: (typeof FORMATS)[number];
  readonly threshold: Severity;
  /** Codes; undefined: all rules that are on. */
  readonly only: ReadonlySet<string> | undefined;
  readonly files: readonly string[];
  readonly arch: string | undefined;
  readonly ref: string | undefined;
}

function readRequest(argv: readonly string[], ports: Ports): Request {
  const { values, positionals } = parseCommandLine(definition, argv);
  const { format, ...rest } = values;
  return {
    settings: settingsOf(rest, ports),
    format: oneOf('--format', format, FORMATS, 'text'),
    threshold: oneOf('--threshold', values.threshold, SEVERITIES, 'warning'),
    only: knownCodes(commaList('--only', values.only)),
    files: positionals,
    arch: values.arch,
    ref: values.ref,
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
  const asked = { repo: request.settings.repo, files: request.files, ref: request.ref };
  const subject = await subjectOf(asked, ports, rememberParse(parseLockfile));
  try {
    return await checkSubject(subject, request, ports);
  } finally {
    subject.close();
  }
}

async function checkSubject(subject: Subject, request: Request, ports: Ports): Promise<ExitCode> {
  const { threshold, only, format, settings } = request;
  const { files, unreadable } = subject;
  const complete = unreadable.length === 0;
  const byRepo = new Map<OpenedRepo | undefined, readonly CheckedFile[]>(subject.whole && [[subject.whole, []]]);
  for (const file of files) byRepo.set(file.repo, [...(byRepo.get(file.repo) ?? []), file]);

  const reported: ShownFinding[] = [];
  const incomplete = new Set<string>();
  const notices = [...unreadable];
  for (const [repo, own] of byRepo) {
    if (repo) await reportProblems(repo, ports);
    const metadata = repo && needs('M', only) ? await metadataFor(repo, own, request, ports) : NO_METADATA;
    const wanted = needs('B', only) || format === 'sarif' || format === 'github';
    const [known, services] = await Promise.all([
      repo && wanted ? subject.branchesOf(repo) : NO_BRANCHES,
      repo && (needs('K', only) || needs('D', only)) ? factsOf(repo, own, metadata, settings, ports) : NO_FACTS,
    ]);
    for (const basearch of metadata.incomplete) incomplete.add(`${basearch}: a repository`);
    if (repo && needs('B', only) && !known.branches) incomplete.add(`${repo.folder}: its history`);
    // working outside of git is a choice
    const said = known.outside && !(settings.verbose || only) ? [] : known.notices;
    await complain(said, ports);
    await complain([...services.complaints, ...(settings.verbose || only ? services.notAsked : [])], ports);
    for (const name of neededServices(services.incomplete, only)) incomplete.add(name);
    notices.push(...metadata.complaints, ...said, ...services.complaints);
    const texts = repo ? await textsOf(repo) : new Map<string, string>();
    const context = repo && { ...repo.context, branches: known.branches };
    const none = repo !== undefined && own.length === 0 && complete;
    const gone = none ? goneFile(repo, known.branches) : undefined;
    if (none && !gone) throw new InputError(`${subject.called} has no lockfile`);
    for (const file of gone ? [gone] : own) {
      const { path, name, lockfile } = file;
      const { availability } = metadata;
      const { findings: all, silenced } = findingsOf(
        file,
        { path, name, lockfile, repo: context, availability, services: services.facts, now: subject.now },
        gone ? new Set([droppedOverride.code]) : only,
        texts,
      );
      if (settings.verbose) await complain(silenced, ports);
      if (gone && all.length === 0) throw new InputError(`${subject.called} has no lockfile`);
      const shown = subject.shown(file);
      reported.push(...all.map(finding => ({ path: shown, prefix: known.prefix, finding })));
    }
  }
  const findings = reported.map(({ finding }) => finding);
  const serious = reported.filter(({ finding: { severity } }) => atLeast(severity, threshold));
  const report = {
    text: () => textReport(reported, threshold),
    json: () => jsonReport(findings),
    sarif: () => sarifReport({ version: ports.version, findings: serious.map(fromGitTop), notices, complete }),
    github: () => githubReport(serious.map(fromGitTop)),
  };
  await ports.stdout.write(report[format]());
  await complain(unreadable, ports);
  if (!complete) return 2;
  if (only && incomplete.size > 0) {
    throw new UnavailableError(`${[...incomplete].join(', ')} that --only needs is not known`);
  }
  return serious.length > 0 ? 1 : 0;
}

function needs(kind: DataKind, only: ReadonlySet<string> | undefined): boolean {
  return RULES.some(rule => rule.data.includes(kind) && (only?.has(rule.code) ?? true));
}

async function metadataFor(
  repo: OpenedRepo,
  files: readonly CheckedFile[],
  { files: names, arch, settings, only }: Request,
  ports: Ports,
): Promise<Metadata> {
  const about = names.length > 0 ? files.map(({ name }) => name?.arch) : [];
  const arches = chosenArches(arch, repo.context.config.basearches, about);
  const metadata = await loadMetadata(repo.context, arches, settings, ports);
  // whoever says --offline means it; what is missing matters only to those who asked for it
  const missing = settings.verbose || only ? metadata.notAsked : [];
  await complain([...metadata.complaints, ...missing], ports);
  return metadata;
}

export const check: Command = { definition, run };
