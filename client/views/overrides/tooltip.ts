/** What is known of one override, as Markdown. Texts of lockfiles are set as text: they may hold anything. */
import { MarkdownString } from 'vscode';
import type { OverrideRow } from '../../../server/protocol';
import { ageText, graduatedText } from './nodes';

export function tooltipOf(row: OverrideRow): MarkdownString {
  const text = new MarkdownString();
  text.appendText(`${row.name} ${row.evr}`);
  const add = (label: string, value: string | undefined): void => {
    if (value === undefined || value === '') return;
    text.appendMarkdown('\n\n');
    text.appendText(`${label}: ${value}`);
  };
  add('Type', row.type);
  add('Source package', row.source === row.name ? undefined : row.source);
  add('Basearch', row.arch);
  add('Age', ageText(row.age));
  add('Added', row.origin);
  add('Reason', row.reason);
  add('Bodhi update', row.bodhi && [row.bodhi.alias, row.bodhi.state].filter(Boolean).join(', '));
  add('State', graduatedText(row));
  return text;
}
