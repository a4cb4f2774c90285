/** Text of repositories and files as Markdown. Nothing of it may be read as markup. */

/**
 * What can be markup wherever it stands. An underscore inside a word (x86_64) starts no emphasis, a `<` before anything else than a
 * tag or address no HTML, an `&` in front of no name no entity. What stands at the end may be followed by text of ours.
 */
const MARKUP = /[\\`*[\]|~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|<(?=[A-Za-z/!?]|$)|&(?=#?\w*;|#?\w*$)/g;

/**
 * What is markup at the beginning of a line only: quotations, headings, items of lists (`-`, `+`, `1.`, `1)`, each before a blank),
 * rules, underlines of headings, and the second row of a table.
 */
const BLOCK = /^(?:>|#(?=#*(?:\s|$))|[-+](?=\s|$)|[-=:](?=[-=:\s]*$))/;
const NUMBERED = /^(\d{1,9})([.)])(?=\s|$)/;

/**
 * Untrusted text as literal Markdown on one line: links, images, HTML, entities, emphasis, tables and GFM's bare URLs come
 * out as the characters they are written with; control characters and line ends become blanks. Versions stay readable.
 */
export function escapeMarkdown(text: string): string {
  return oneLine(text)
    .replace(MARKUP, '\\$&')
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/\bwww\./gi, match => `${match.slice(0, -1)}\\.`)
    .replace(/@/g, '\\@')
    .replace(BLOCK, '\\$&')
    .replace(NUMBERED, '$1\\$2');
}

/** Untrusted text as inline code. */
export function inlineCode(text: string): string {
  const line = oneLine(text);
  let longest = 0;
  for (const [run] of line.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  const fence = '`'.repeat(longest + 1);
  const padding = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return line === '' ? '' : fence + padding + line + padding + fence;
}

/** A link to an http(s) or file URL; only its label where the target is anything else. */
export function link(label: string, target: string): string {
  const url = safeUrl(target);
  return url === undefined ? escapeMarkdown(label) : `[${escapeMarkdown(label)}](<${url}>)`;
}

/** The URL in its parsed and percent-encoded form, or undefined where it is not one a user may be sent to. */
export function safeUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (!['http:', 'https:', 'file:'].includes(url.protocol)) return undefined;
  // a bar ends the cell of a table, whatever stands around it
  return url.href.replace(/[<>\\|\s]/g, character => encodeURIComponent(character));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control and format characters are what is taken out
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;

/** Control and direction characters, and line ends, as blanks. */
export function oneLine(text: string): string {
  return text.replace(CONTROL, ' ').trim();
}
