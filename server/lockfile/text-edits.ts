/** Applying and undoing sets of edits. */
import type { TextEdit } from './model';

/** Sorted by place, insertions before what is replaced at the same place. */
function inOrder(edits: readonly TextEdit[]): TextEdit[] {
  return [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/** The text after all edits. Throws a RangeError where two of them overlap or one lies outside the text. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const parts: string[] = [];
  let last = 0;
  for (const { span, newText } of inOrder(edits)) {
    if (span.start < last) throw new RangeError(`Edits overlap at offset ${span.start}.`);
    if (span.end < span.start || span.end > text.length)
      throw new RangeError(`Edit [${span.start}, ${span.end}) lies outside the text of ${text.length} characters.`);
    parts.push(text.slice(last, span.start), newText);
    last = span.end;
  }
  parts.push(text.slice(last));
  return parts.join('');
}

/** Edits on the text after `edits` that give `text` back. */
export function invertEdits(text: string, edits: readonly TextEdit[]): TextEdit[] {
  let shift = 0;
  return inOrder(edits).map(({ span, newText }) => {
    const start = span.start + shift;
    shift += newText.length - (span.end - span.start);
    return { span: { start, end: start + newText.length }, newText: text.slice(span.start, span.end) };
  });
}

/** The single region in which two texts differ, as an edit of the first. */
export function differingRegion(from: string, to: string): TextEdit {
  const limit = Math.min(from.length, to.length);
  let start = 0;
  while (start < limit && from.charCodeAt(start) === to.charCodeAt(start)) start++;
  let tail = 0;
  while (tail < limit - start && from.charCodeAt(from.length - 1 - tail) === to.charCodeAt(to.length - 1 - tail)) {
    tail++;
  }
  return { span: { start, end: from.length - tail }, newText: to.slice(start, to.length - tail) };
}
