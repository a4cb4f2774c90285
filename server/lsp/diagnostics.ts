/** textDocument/diagnostic and textDocument/publishDiagnostics. */
import { createHash } from 'node:crypto';
import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
} from 'vscode-languageserver';
import type { Severity } from '../rules/rule';
import { type FileFinding, findingsOf } from './findings';
import type { FileView } from './view';

/** What a client can show of a diagnostic (textDocument.diagnostic or textDocument.publishDiagnostics). */
export interface DiagnosticCapabilities {
  readonly relatedInformation: boolean;
  readonly tags: boolean;
  /** Address of a rule's documentation; undefined where the client shows none. */
  readonly documentation: ((code: string) => string) | undefined;
  readonly data: boolean;
}

/** `Diagnostic.data`: what a fix can be found again by. */
export interface DiagnosticData {
  readonly code: string;
  readonly package?: string;
}

export const SOURCE = 'manifest-lock';

const SEVERITY: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export function diagnosticsOf(view: FileView, can: DiagnosticCapabilities): Diagnostic[] {
  return findingsOf(view).map(finding => toDiagnostic(view, finding, can));
}

export function toDiagnostic(view: FileView, finding: FileFinding, can: DiagnosticCapabilities): Diagnostic {
  const diagnostic: Diagnostic = {
    range: view.document.lines.range(finding.span),
    severity: SEVERITY[finding.severity],
    source: SOURCE,
    code: finding.code,
    message: finding.message,
  };
  if (can.documentation) diagnostic.codeDescription = { href: can.documentation(finding.code) };
  if (can.tags && finding.tag === 'unnecessary') diagnostic.tags = [DiagnosticTag.Unnecessary];
  if (can.data) {
    const { code, package: name } = finding;
    diagnostic.data = (name === undefined ? { code } : { code, package: name }) satisfies DiagnosticData;
  }
  if (can.relatedInformation && finding.related?.length) diagnostic.relatedInformation = relatedOf(view, finding);
  return diagnostic;
}

function relatedOf(view: FileView, { related = [] }: FileFinding): DiagnosticRelatedInformation[] {
  return related.flatMap(({ path, span, message }) => {
    const { uri, lines } = view.file(path);
    return lines ? [{ location: { uri, range: lines.range(span) }, message }] : [];
  });
}

/** A full report, or `unchanged` where the client has these very diagnostics already. */
export function report(diagnostics: Diagnostic[], previousResultId: string | undefined): DocumentDiagnosticReport {
  const resultId = createHash('sha1').update(JSON.stringify(diagnostics)).digest('base64url');
  if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
  return { kind: DocumentDiagnosticReportKind.Full, resultId, items: diagnostics };
}
