/** Parts of Markdown that a comparison is made of. */
import { printable } from '../../http/printable';
import { escapeMarkdown, link, safeUrl } from '../markdown-text';
import type { Advisory } from './advisory';

/** `cells` are Markdown already; `head` is text. A column that is empty in every row is left out. */
export function mdTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const kept = head.flatMap((_, column) => (rows.some(row => (row[column] ?? '') !== '') ? [column] : []));
  const line = (cells: readonly string[]): string => `| ${kept.map(column => cells[column] ?? '').join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Folded; the blank lines make GitHub and Forgejo read what is inside as Markdown. */
export function details(summary: string, content: string): string {
  return `<details>\n<summary>${escapeHtml(summary)}</summary>\n\n${content}\n\n</details>`;
}

/** Lines exactly as they are: nothing in them is markup, or mentions anybody. */
export function fenced(lines: readonly string[]): string {
  const longest = Math.max(2, ...lines.flatMap(line => [...line.matchAll(/`+/g)].map(([run]) => run.length)));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}text`, ...lines.map(printable), fence].join('\n');
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** A link where it is one, else the text. Long addresses of issues and updates are cut to what tells them apart. */
export function mdReference(text: string): string {
  const url = safeUrl(text);
  if (url === undefined || !/^https?:/.test(url)) return escapeMarkdown(text);
  const [, owner, issue] = /^https:\/\/github\.com\/([\w.-]+\/[\w.-]+)\/(?:issues|pull)\/(\d+)$/.exec(url) ?? [];
  if (owner !== undefined) return link(`${owner}#${issue}`, url);
  const [, update] = /\/updates\/(FEDORA[\w-]+)$/.exec(url) ?? [];
  return link(update ?? url.replace(/^https?:\/\//, ''), url);
}

export function advisoryCell({ id, url, severity, type, status }: Advisory): string {
  const kind = severity === 'none' ? type : severity;
  const not = status === undefined || status === 'stable' ? '' : `, ${status}`;
  return `${url === undefined ? escapeMarkdown(id) : link(id, url)} (${escapeMarkdown(kind + not)})`;
}
