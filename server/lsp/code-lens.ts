/** textDocument/codeLens: what there is to do in an overrides file, a lens each, on top of it. */
import type { CodeLens, Command } from 'vscode-languageserver';
import { isOverrides, liveEntries } from '../rules/support';
import { behindFindings } from './behind-findings';
import { SERVER_COMMANDS } from './command-ids';
import { type FileFinding, findingsOf } from './findings';
import type { FileView } from './view';

export interface CodeLensCapabilities {
  /** The commands of our client, which can also go to a place; otherwise the server's own. */
  readonly own: boolean;
}

/** What a part of the lens says and does. */
interface Part {
  readonly code: string;
  /** Behind the number. */
  words(view: FileView): string;
  /** Undefined: goes to the first one. */
  readonly command?: keyof typeof SERVER_COMMANDS;
}

const PARTS: readonly Part[] = [
  { code: 'graduated', words: () => 'graduated', command: 'dropGraduated' },
  { code: 'stream-downgrade', words: behindText, command: 'fastTrackBehind' },
  { code: 'missing-reason', words: () => 'without reason' },
  { code: 'dropped-override', words: () => 'dropped' },
  { code: 'newer-available', words: () => 'newer', command: 'updateAll' },
];

const TOP = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** The number of overrides is there at once; the others join when they are known, behind it. */
export function doCodeLenses(view: FileView, can: CodeLensCapabilities): CodeLens[] {
  if (!isOverrides(view)) return [];
  const { length } = liveEntries(view);
  const commands = PARTS.map(part => partCommand(view, part, can)).filter(command => command !== undefined);
  if (length === 0 && commands.length === 0) return [];
  const count = `${length === 0 ? 'no' : length} ${length === 1 ? 'override' : 'overrides'}`;
  const all = { title: count, command: can.own ? 'workbench.action.gotoSymbol' : '' };
  return [all, ...commands].map(command => ({ range: TOP, command }));
}

function partCommand(view: FileView, part: Part, { own }: CodeLensCapabilities): Command | undefined {
  const found = findingsFor(view, part);
  const [first] = found;
  if (!first) return undefined;
  const title = `${countOf(found)} ${part.words(view)}`;
  const { uri } = view.document;
  if (part.command !== undefined) {
    const command = own ? `manifestLock.${part.command}` : SERVER_COMMANDS[part.command];
    return { title, command, arguments: [{ uri }] };
  }
  // without our client nothing can be done at a place, but it may be told
  if (!own) return { title, command: '' };
  return { title, command: 'manifestLock.reveal', arguments: [{ uri, position: positionOf(view, first) }] };
}

/** In the common file what fell behind in base locks counts, too: it is where it would be fast-tracked. */
function findingsFor(view: FileView, { code, command }: Part): readonly FileFinding[] {
  if (command === 'fastTrackBehind' && view.name?.arch === undefined) return behindFindings(view, view.severity);
  return findingsOf(view).filter(finding => finding.code === code);
}

function behindText({ repo }: FileView): string {
  const { stream, streams } = repo?.branches ?? {};
  return ['behind', stream?.notBehind.filter(name => streams?.has(name)).join(', ')].join(' ').trim();
}

/** Packages, where the findings name them. */
function countOf(findings: readonly FileFinding[]): number {
  return new Set(findings.map(finding => finding.package ?? finding)).size;
}

/** For our client, which counts in UTF-16 as VS Code does. */
function positionOf({ document }: FileView, { span }: FileFinding) {
  return document.lines.positionAt(span.start);
}
