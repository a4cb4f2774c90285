/** What people give for an update: its alias, or an address that ends in it. */

/**
 * `FEDORA-2024-f0fd63c638`, `FEDORA-EPEL-2024-...`; before 2015 a decimal number stood in place of the hash. The prefix is the
 * release's `id_prefix`, the year that of submission, the hash ten hex digits (Bodhi's Update model).
 */
const ALIAS = /^(FEDORA(?:-[A-Z]+)*)-(\d{4})-([0-9a-f]{10}|\d{4,6})$/i;

/**
 * The update's alias in Bodhi's own spelling (prefix in capitals, hash in small letters: Bodhi knows no other), or undefined
 * where the text names none. An address may end in a slash, a query or a fragment (`#comment-3761822`), which
 * `ci/overrides.py` takes for part of the alias, and may have the title behind the alias, as Bodhi wrote it once.
 */
export function parseUpdateReference(text: string): { alias: string } | undefined {
  const trimmed = text.trim();
  if (!/^https?:\/\//i.test(trimmed)) return aliasIn(trimmed);
  if (!URL.canParse(trimmed)) return undefined;
  const segments = new URL(trimmed).pathname.split('/').filter(segment => segment !== '');
  return aliasIn(segments.at(-1) ?? '') ?? (segments.at(-3) === 'updates' ? aliasIn(segments.at(-2) ?? '') : undefined);
}

function aliasIn(text: string): { alias: string } | undefined {
  const match = ALIAS.exec(text);
  if (!match) return undefined;
  const [, prefix = '', year = '', hash = ''] = match;
  return { alias: `${prefix.toUpperCase()}-${year}-${hash.toLowerCase()}` };
}
