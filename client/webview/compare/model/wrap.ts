/** Where long texts break, so that how high they are is known before they are drawn. */

/** Widths in pixels. */
export interface TextMeasure {
  /** Of a text in the page's font. */
  readonly plain: (text: string) => number;
  /** Of a text in the editor's font. */
  readonly mono: (text: string) => number;
  /** What there is. */
  readonly width: number;
}

/** Breaks at blanks, and inside a word that alone is too long. Blanks at the start of a line of the text stay. */
export function wrapText(text: string, width: number, measure: (text: string) => number): readonly string[] {
  return text.split('\n').flatMap(line => wrapLine(line.trimEnd(), width, measure));
}

function wrapLine(line: string, width: number, measure: (text: string) => number): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of line.match(/\s*\S+/g) ?? []) {
    if (measure(current + word) <= width) {
      current += word;
      continue;
    }
    if (current !== '') lines.push(current);
    current = current === '' ? word : word.trimStart();
    while (measure(current) > width && current.length > 1) {
      const fits = fitting(current, width, measure);
      lines.push(current.slice(0, fits));
      current = current.slice(fits);
    }
  }
  return [...lines, current];
}

/** How many characters fit, at least one: else nothing would ever end. */
function fitting(word: string, width: number, measure: (text: string) => number): number {
  let low = 1;
  let high = word.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(word.slice(0, middle)) <= width) low = middle;
    else high = middle - 1;
  }
  return low;
}
