/** textDocument/diagnostic and textDocument/publishDiagnostics. */
import { createHash } from 'node:crypto';
import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
  DocumentDiagnosticReportKind,
  type FullDocumentDiagnosticReport,
  type UnchangedDocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { RelatedPlace, Severity } from '../rules/rule';
import { type FileFinding, findingsOf } from './findings';
import { gitUri } from './git-uri';
import type { FileHandle, FileView } from './view';

/** What a client can show of a diagnostic (textDocument.diagnostic or textDocument.publishDiagnostics). */
export interface DiagnosticCapabilities {
  readonly relatedInformation: boolean;
  readonly tags: boolean;
  /** Address of a rule's documentation; undefined where the client shows none. */
  readonly documentation: ((code: string) => string) | undefined;
  readonly data: boolean;
  /** Files of other branches can be opened: the client asks us for their text. */
  readonly gitDocuments: boolean;
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
  if (can.relatedInformation && finding.related?.length) diagnostic.relatedInformation = relatedOf(view, finding, can);
  return diagnostic;
}

function relatedOf(view: FileView, finding: FileFinding, can: DiagnosticCapabilities): DiagnosticRelatedInformation[] {
  return (finding.related ?? []).flatMap(place => {
    const found = placeOf(view, place, can);
    if (!found?.lines) return [];
    const location = { uri: found.uri, range: found.lines.range(place.span) };
    return [{ location, message: place.message }];
  });
}

/** Where a client can be led to. What stands in a commit only our own one can open; others have the message. */
function placeOf(
  view: FileView,
  { path, at }: RelatedPlace,
  can: DiagnosticCapabilities,
): Pick<FileHandle, 'uri' | 'lines'> | undefined {
  if (!at) return view.file(path);
  if (!can.gitDocuments || view.folder === undefined) return undefined;
  const { commit, label, lockfile } = at;
  return { uri: gitUri({ folder: view.folder, commit, path }, label), lines: view.linesOf(lockfile) };
}

/** Diagnostics under the id that stands for these very ones. */
export interface IdentifiedDiagnostics {
  readonly resultId: string;
  readonly items: Diagnostic[];
}

export const NO_DIAGNOSTICS: IdentifiedDiagnostics = identified([]);

const reported = new WeakMap<FileView, IdentifiedDiagnostics>();

/** What is told of a view, made once for it: a workspace is asked about every two seconds. `can` is of one client. */
export function identifiedDiagnosticsOf(view: FileView, can: DiagnosticCapabilities): IdentifiedDiagnostics {
  let known = reported.get(view);
  if (!known) {
    known = view.readOnly ? NO_DIAGNOSTICS : identified(diagnosticsOf(view, can));
    reported.set(view, known);
  }
  return known;
}

/** True where the view's diagnostics have been made. */
export function isIdentified(view: FileView): boolean {
  return reported.has(view);
}

function identified(items: Diagnostic[]): IdentifiedDiagnostics {
  return { resultId: createHash('sha1').update(JSON.stringify(items)).digest('base64url'), items };
}

/** A full report, or `unchanged` where the client has these very diagnostics already. */
export function report(
  { resultId, items }: IdentifiedDiagnostics,
  previousResultId: string | undefined,
): FullDocumentDiagnosticReport | UnchangedDocumentDiagnosticReport {
  if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
  return { kind: DocumentDiagnosticReportKind.Full, resultId, items };
}
