/** Columns and wrapped lines of plain text. */

export interface TextRow {
  readonly cells: readonly string[];
  /** Lines of their own below it, indented. */
  readonly below: readonly string[];
}

/** A cell that is wider pushes what follows it aside, and no other row. */
const WIDEST = 56;
const WIDTH = 100;
const INDENT = '    ';

/** Columns two blanks apart, no trailing blanks; what stands below a row is indented. */
export function aligned(rows: readonly TextRow[]): string[] {
  const widths: number[] = [];
  for (const { cells } of rows) {
    for (const [column, { length }] of cells.entries()) {
      if (length <= WIDEST) widths[column] = Math.max(widths[column] ?? 0, length);
    }
  }
  return rows.flatMap(({ cells, below }) => [
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
    ...below.map(line => INDENT + line),
  ]);
}

/** Lines of at most 100 columns, broken at blanks; a word that is longer has a line of its own. `rest`: before all lines but the first. */
export function wrapped(text: string, first = '', rest = first): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && first.length + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((words, i) => (i === 0 ? first : rest) + words);
}
