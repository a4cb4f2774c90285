/** Names of vulnerabilities in what people write about packages. */

/** As rpm-ostree looks for them. By year and number, each once. */
export function cvesIn(texts: readonly string[]): string[] {
  const found = texts.flatMap(text => text.match(/\bCVE-[0-9]+-[0-9]+\b/g) ?? []);
  return [...new Set(found)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}
