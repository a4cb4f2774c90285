/** Findings as JSON (zero-based, as in LSP) and as compilers write them (one-based). */
import type { Span } from '../lockfile/model';
import type { Severity } from '../rules/rule';
import { type Range, rangesIn } from './positions';

/** One finding, its places resolved. The members of `check --format json`, in that order. */
export interface ReportedFinding {
  readonly file: string;
  readonly range: Range;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly package?: string;
  readonly related?: readonly RelatedFinding[];
  readonly fixes: readonly string[];
}

export interface RelatedFinding {
  readonly file: string;
  /** Of another commit: how it is called (`HEAD`, `origin/testing`), and its id. */
  readonly ref?: string;
  readonly commit?: string;
  readonly range: Range;
  readonly message: string;
}

/** Least serious first. */
export const SEVERITIES: readonly Severity[] = ['hint', 'info', 'warning', 'error'];

export function atLeast(severity: Severity, threshold: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(threshold);
}

export interface Summary {
  error: number;
  warning: number;
  info: number;
  hint: number;
}

function summaryOf(findings: readonly { readonly severity: Severity }[]): Summary {
  const summary: Summary = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const { severity } of findings) summary[severity]++;
  return summary;
}

/** Turns spans into ranges, each text being split into lines once. */
export class Ranges {
  readonly #known = new Map<string, (span: Span) => Range>();

  of(text: string, span: Span): Range {
    const range = this.#known.get(text) ?? rangesIn(text);
    this.#known.set(text, range);
    return range(span);
  }
}

export function jsonReport(findings: readonly ReportedFinding[]): string {
  return `${JSON.stringify({ findings, summary: summaryOf(findings) })}\n`;
}

/** A finding and its file as one names it from the working directory. */
export interface ShownFinding {
  readonly path: string;
  /** The config repository's folder in its git repository with a final `/`; empty at its top, and where there is none. */
  readonly prefix: string;
  readonly finding: ReportedFinding;
}

/** The finding with paths from the top of the git repository, as those need it who look at that alone. */
export function fromGitTop({ prefix, finding }: ShownFinding): ReportedFinding {
  const { related } = finding;
  const below = <T extends { readonly file: string }>(place: T): T => ({ ...place, file: prefix + place.file });
  return { ...below(finding), ...(related && { related: related.map(below) }) };
}

/** A line for each finding at or above the threshold, and the counts. Nothing where there is nothing to say. */
export function textReport(all: readonly ShownFinding[], threshold: Severity): string {
  const shown = all.filter(({ finding }) => atLeast(finding.severity, threshold));
  const lines = shown.map(({ path, finding: { range, severity, message, code } }) => {
    const { line, character } = range.start;
    return `${oneLine(path)}:${line + 1}:${character + 1}: ${severity}: ${oneLine(message)} [${code}]\n`;
  });
  const hidden = all.map(({ finding }) => finding).filter(({ severity }) => !atLeast(severity, threshold));
  if (shown.length > 0) lines.push(`${counts(shown.map(({ finding }) => finding))}\n`);
  if (hidden.length > 0) lines.push(`not shown: ${counts(hidden)} (--threshold ${leastOf(hidden)})\n`);
  return lines.join('');
}

/** Messages quote what stands in files: no line break and no terminal escape sequence may come through. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+ */gu, ' ');
}

function leastOf(findings: readonly { readonly severity: Severity }[]): Severity {
  return SEVERITIES.find(severity => findings.some(finding => finding.severity === severity)) ?? 'hint';
}

function counts(findings: readonly { readonly severity: Severity }[]): string {
  const summary = summaryOf(findings);
  return [...SEVERITIES]
    .reverse()
    .filter(severity => summary[severity] > 0)
    .map(severity => `${summary[severity]} ${severity}${summary[severity] === 1 ? '' : 's'}`)
    .join(', ');
}
