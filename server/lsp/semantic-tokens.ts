/** textDocument/semanticTokens: the parts of EVRs. JSON gets the colours that the grammar gives to YAML. */
import { type SemanticTokens, SemanticTokensBuilder, type SemanticTokensLegend } from 'vscode-languageserver';
import type { Entry, Lockfile, Span } from '../lockfile/model';
import { contentSpan } from '../lockfile/view';
import type { TextLines } from './convert';

/** In `package.json` each has the scope of the grammar. */
const TYPES = ['epoch', 'version', 'release', 'distTag', 'rpmArch'] as const;
type TokenType = (typeof TYPES)[number];

export const SEMANTIC_TOKENS_LEGEND: SemanticTokensLegend = { tokenTypes: [...TYPES], tokenModifiers: [] };

/** Of the whole file, or of the entries in a span. */
export function doSemanticTokens({ entries, text }: Lockfile, lines: TextLines, within?: Span): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  for (const entry of entries) {
    if (within && (entry.member.span.end < within.start || entry.member.span.start > within.end)) continue;
    const written = versionAsWritten(entry, text);
    if (!written) continue;
    const { line, character } = lines.positionAt(written.start);
    for (const { type, start, length } of versionParts(written.text, entry.version?.arch)) {
      builder.push(line, character + start, length, TYPES.indexOf(type), 0);
    }
  }
  return builder.build();
}

/** Undefined where the scalar does not stand in the text as it reads (escapes, more than one line). */
function versionAsWritten({ version }: Entry, text: string): { start: number; text: string } | undefined {
  if (!version || version.scalar.style === 'block') return undefined;
  const { start, end } = contentSpan(text, version.scalar);
  const read = version.scalar.text;
  return end - start === read.length && text.startsWith(read, start) ? { start, text: read } : undefined;
}

export interface VersionPart {
  readonly type: TokenType;
  /** From the version's first character. */
  readonly start: number;
  readonly length: number;
}

// ASCII only, so that a character is one unit in every encoding
const EVR = /^(?:(\d+):)?([A-Za-z0-9._+~^]+)-([A-Za-z0-9._+~^]+)$/;
const DIST_TAG = /\.(?:fc|el)\d+(?=[._~^]|$)/;

function distTagAt(release: string, from: number): { start: number; end: number } | undefined {
  const match = from < release.length ? DIST_TAG.exec(release.slice(from)) : null;
  return match ? { start: from + match.index, end: from + match.index + match[0].length } : undefined;
}

/** The parts of `[E:]V-R`, or with `arch` of `[E:]V-R.A`, in order; none where it is not of that form. */
export function versionParts(text: string, arch: string | undefined): VersionPart[] {
  const evr = arch === undefined ? text : text.slice(0, -arch.length - 1);
  const match = EVR.exec(evr);
  const [, epoch, version = '', release = ''] = match ?? [];
  if (!match) return [];
  const parts: VersionPart[] = [];
  let at = 0;
  const push = (type: TokenType, length: number, separator: number): void => {
    if (length > 0) parts.push({ type, start: at, length });
    at += length + separator;
  };
  if (epoch !== undefined) push('epoch', epoch.length, 1);
  push('version', version.length, 1);
  let done = 0;
  for (let tag = distTagAt(release, 0); tag; tag = distTagAt(release, done)) {
    push('release', tag.start - done, 0);
    push('distTag', tag.end - tag.start, 0);
    done = tag.end;
  }
  push('release', release.length - done, 1);
  if (arch && /^\w+$/.test(arch)) push('rpmArch', arch.length, 0);
  return parts;
}
