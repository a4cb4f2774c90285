/** Mirror lists: one repository URL a line, `#` for comments (librepo's mirrorlist.c). */

/** The http(s) URLs in their order, without repetition. Variables are not expanded. */
export function parseMirrorlist(text: string): string[] {
  const urls = text
    .split(/\r\n|\n|\r/)
    .map(line => line.trim())
    .filter(line => /^https?:\/\/\S+$/i.test(line));
  return [...new Set(urls)];
}
