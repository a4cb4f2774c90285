import { printable } from '../http/printable';

/** Left-aligned columns, two blanks apart, no trailing blanks. Repositories' text in them is made harmless for a terminal. */
export function table(texts: readonly (readonly string[])[]): string {
  const rows = texts.map(row => row.map(printable));
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  }
  return rows
    .map(
      row =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
