/** textDocument/documentLink: the addresses in `metadata.reason` and `metadata.bodhi`. */
import type { DocumentLink } from 'vscode-languageserver';
import type { Lockfile } from '../lockfile/model';
import type { TextLines } from './convert';
import { safeUrl } from './markdown';

const LINKS: Readonly<Record<string, string>> = { bodhi: 'Open the Bodhi update', reason: 'Open the reason' };

export function doDocumentLinks(lockfile: Lockfile, lines: TextLines): DocumentLink[] {
  const links: DocumentLink[] = [];
  for (const entry of lockfile.entries) {
    for (const [key, tooltip] of Object.entries(LINKS)) {
      const value = entry.metadata.get(key)?.value;
      if (value?.kind !== 'scalar' || !/^https?:\/\//i.test(value.text)) continue;
      const target = safeUrl(value.text);
      if (target === undefined) continue;
      const quoted = value.style === 'single' || value.style === 'double' ? 1 : 0;
      const span = { start: value.span.start + quoted, end: value.span.end - quoted };
      links.push({ range: lines.range(span), target, tooltip });
    }
  }
  return links;
}
