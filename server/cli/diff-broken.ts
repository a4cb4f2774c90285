/** A comparison of which one side, or both, cannot be opened: what is known of the other. */
import { printable } from '../http/printable';
import { sideJson } from '../operations/diff/diff-json';
import { packageCounts, sideCells } from '../operations/diff/diff-words';
import { isFailure, type OpenedSides } from '../operations/diff/open-sides';
import { quoted } from '../operations/diff/side-spec';
import { escapeMarkdown, inlineCode } from '../operations/markdown-text';

export interface BrokenDiff {
  readonly opened: OpenedSides;
  /** As they were asked for. */
  readonly specs: { readonly from: string; readonly to: string };
}

const SIDES = ['from', 'to'] as const;

/** "nosuch: ... is no stream", a line for each side that cannot be opened. */
export function failureLines({ opened, specs }: BrokenDiff): string[] {
  return SIDES.flatMap(side => {
    const found = opened[side];
    return isFailure(found) ? [named(specs[side], found.message)] : [];
  });
}

/** Most messages name what was asked for; the others have it put in front. */
function named(spec: string, message: string): string {
  return [spec, quoted(spec.trim())].some(text => message.includes(text)) ? message : `${spec}: ${message}`;
}

/** The same shape as of a whole comparison, with an `error` in place of what is not known. */
export function brokenJson({ opened, specs }: BrokenDiff): object {
  const [from, to] = SIDES.map(side => {
    const found = opened[side];
    if (!isFailure(found)) return sideJson(found);
    return { ref: specs[side], commit: null, stream: null, error: { kind: found.failed, message: found.message } };
  });
  return {
    from,
    to,
    basearches: [],
    changes: [],
    sources: [],
    overrides: [],
    advisories: null,
    summary: null,
    notes: failureLines({ opened, specs }),
  };
}

export function brokenText(broken: BrokenDiff): string {
  const lines = SIDES.flatMap(side => {
    const found = broken.opened[side];
    if (isFailure(found)) return [];
    const cells = [...sideCells(found).filter(cell => cell !== ''), packageCounts(found)];
    const notes = [...new Set(found.missing.values()), ...found.notes];
    return [`${side.padEnd(4)}  ${cells.join('  ')}`, ...notes.map(note => `      ${note}`)];
  });
  return lines.map(line => `${printable(line)}\n`).join('');
}

export function brokenMarkdown(broken: BrokenDiff): string {
  const { from, to } = broken.specs;
  const known = SIDES.flatMap(side => {
    const found = broken.opened[side];
    if (isFailure(found)) return [];
    const [label = '', ...cells] = [...sideCells(found).filter(cell => cell !== ''), packageCounts(found)];
    return [`- ${side}: ${inlineCode(label)}: ${cells.map(escapeMarkdown).join(', ')}`];
  });
  const failed = failureLines(broken).map(line => `- ${escapeMarkdown(line)}`);
  return `## ${inlineCode(from)} → ${inlineCode(to)}\n\nNothing is compared:\n\n${[...failed, ...known].join('\n')}\n`;
}
