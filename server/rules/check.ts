/** Runs the rules over one file. */
import { Ignores } from './ignores';
import { keepsAnchors } from './keeps-anchors';
import { RULES } from './registry';
import type { Finding, Rule, RuleContext, Severity } from './rule';
import { isOnBrokenLine, syntax } from './syntax';

/** Code of the finding that stands for a rule that failed; not a rule, so that it cannot be switched off. */
export const INTERNAL_ERROR = 'internal-error';

export interface CheckOptions {
  /** By rule code; wins over whatever the rule says of a single finding, and gives way to what the repository's own file says. */
  readonly severity: Readonly<Record<string, Severity | 'off'>>;
  /** Run these rules alone. A rule that is off by default runs (as info) when it is named here. */
  readonly only?: ReadonlySet<string>;
  /** The rules to choose from; all where not given. */
  readonly rules?: readonly Rule[];
}

export interface CheckedFinding extends Finding {
  readonly code: string;
  readonly severity: Severity;
}

/** A finding that a comment or the repository's own file silences, and the reason given there. */
export interface IgnoredCheck {
  readonly finding: CheckedFinding;
  readonly reason: string;
}

export interface CheckResult {
  readonly findings: readonly CheckedFinding[];
  readonly ignored: readonly IgnoredCheck[];
}

/**
 * The findings of all rules that are on, in file order, without those that are silenced. On a line that does not parse only that is reported. A rule that throws takes no
 * other down: it is reported as an `internal-error` at the start of the file, together with what it found before.
 */
export function checkFile(context: RuleContext, options: CheckOptions): CheckedFinding[] {
  return [...checkFileWithIgnored(context, options).findings];
}

/** The same, with the silenced findings apart. */
export function checkFileWithIgnored(context: RuleContext, options: CheckOptions): CheckResult {
  const { lockfile, path, repo } = context;
  const settings = repo?.config.settings;
  const severities = { ...options.severity, ...settings?.severity };
  const ignores = new Ignores(lockfile, path, settings?.ignore ?? []);
  const findings: CheckedFinding[] = [];
  const ignored: IgnoredCheck[] = [];
  const halfKnown = isHalfKnown(context);
  for (const rule of options.rules ?? RULES) {
    const configured = severityOf(rule, severities, options.only);
    if (configured === 'off' || (halfKnown && looksAround(rule))) continue;
    try {
      for (const finding of rule.check(context)) {
        if (rule.code !== syntax.code && isOnBrokenLine(lockfile, finding.span.start)) continue;
        const own = severities[rule.code] === undefined ? finding.severity : undefined;
        const found = checked(context, finding, rule.code, own ?? configured);
        const reason = ignores.reasonFor(rule.code, finding);
        if (reason === undefined) findings.push(found);
        else ignored.push({ finding: found, reason });
      }
    } catch (error) {
      const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      findings.push({
        code: INTERNAL_ERROR,
        severity: 'error',
        span: { start: 0, end: 0 },
        message: `The rule ${rule.code} failed on this file, which is a defect of Manifest Lock: ${reason}`,
      });
    }
  }
  return {
    findings: withoutSuperseded(findings, options.rules ?? RULES).sort(byPlace),
    ignored: ignored.sort((a, b) => byPlace(a.finding, b.finding)),
  };
}

/** One mistake is told once: what only follows from another finding about the package is left out. */
function withoutSuperseded(findings: readonly CheckedFinding[], rules: readonly Rule[]): CheckedFinding[] {
  const superseded = new Set<string>();
  for (const { code, supersedes = [] } of rules) {
    for (const { package: name } of findings.filter(finding => supersedes.length > 0 && finding.code === code)) {
      for (const other of supersedes) superseded.add(`${other} ${name}`);
    }
  }
  if (superseded.size === 0) return [...findings];
  return findings.filter(({ code, package: name }) => name === undefined || !superseded.has(`${code} ${name}`));
}

/** True while another lockfile of the repository cannot be read or does not parse: what it locks is not known. */
function isHalfKnown({ path, repo }: RuleContext): boolean {
  if (!repo) return false;
  const { files, config } = repo;
  return (
    files.some(file => file.path !== path && file.lockfile.syntaxProblems.length > 0) ||
    config.lockfiles.some(ref => !ref.name.generated && !files.some(file => file.path === ref.path))
  );
}

/** Whether a rule is about what the lockfiles are together; with F it has something to say of one alone. */
function looksAround({ data }: Rule): boolean {
  return data.some(kind => kind === 'R' || kind === 'B') && !data.includes('F');
}

/** The finding with its code and severity. Fixes are not looked at: a rule may make them only when they are asked for. */
function checked(context: RuleContext, finding: Finding, code: string, severity: Severity): CheckedFinding {
  const { span, message, related, tag } = finding;
  return {
    code,
    severity,
    span,
    message,
    ...(finding.package === undefined ? {} : { package: finding.package }),
    ...(related === undefined ? {} : { related }),
    ...(tag === undefined ? {} : { tag }),
    get fixes() {
      return (finding.fixes ?? []).filter(fix => keepsAnchors(context.path, context.lockfile, fix));
    },
  };
}

function severityOf(
  { code, severity }: Rule,
  configured: CheckOptions['severity'],
  only: CheckOptions['only'],
): Severity | 'off' {
  if (only && !only.has(code)) return 'off';
  const chosen = configured[code];
  if (chosen !== undefined) return chosen;
  return severity === 'off' && only ? 'info' : severity;
}

function byPlace(a: CheckedFinding, b: CheckedFinding): number {
  return (
    a.span.start - b.span.start || a.span.end - b.span.end || byText(a.code, b.code) || byText(a.message, b.message)
  );
}

function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
