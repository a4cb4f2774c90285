/** What the changelog of a newer build has come by since an older one. */
import type { ChangelogEntry } from '../koji/koji';
import { compareEvr } from '../rpm/evr';

export interface ChangelogRange {
  /** Newest first. */
  readonly entries: readonly ChangelogEntry[];
  /** False where the changelog does not tell where the older build stands in it: then it is all of its entries. */
  readonly bounded: boolean;
}

/** Where the entry of the very version stands, that and all below are not new; undefined where there is no such entry. */
export function entriesAfterVersion(newest: readonly ChangelogEntry[], vr: string): ChangelogRange | undefined {
  const wanted = withoutDist(vr);
  return cutAt(
    newest,
    newest.findIndex(({ author }) => withoutEpoch(versionOf(author)) === wanted),
  );
}

/**
 * The same by the older build's own changelog: what both have is not new. A spec file may say less in its versions than
 * the build (kernel writes `6.11.4-0`, a minor bump nothing), so that they decide only where that one is not known.
 *
 * @param vr version and release of the older build
 */
export function entriesSince(
  newest: readonly ChangelogEntry[],
  older: readonly ChangelogEntry[],
  vr: string,
): ChangelogRange {
  const known = new Set(older.map(keyOf));
  const common = cutAt(
    newest,
    newest.findIndex(entry => known.has(keyOf(entry))),
  );
  if (common) return common;
  const bound = withoutDist(vr);
  const lower = newest.findIndex(({ author }) => {
    const version = withoutEpoch(versionOf(author));
    return version !== undefined && compareEvr(version, bound) <= 0;
  });
  return cutAt(newest, lower) ?? { entries: newest, bounded: false };
}

// behind a blank or in brackets, with a digit in the version
const VERSION = /(?:^|[\s[])((?:\d+:)?[\w.+~^]*\d[\w.+~^]*-[\w.+~^]+)\]?\s*$/;
/** No version is longer. Characters. */
const LONGEST = 200;

/** `5:5.2.5-1` of `Lokesh Mandvekar <lsm5@redhat.com> - 5:5.2.5-1`, also without dash or in brackets; undefined where there is none. */
export function versionOf(author: string): string | undefined {
  return VERSION.exec(author.slice(author.lastIndexOf('>') + 1).slice(-LONGEST))?.[1];
}

/** `Lokesh Mandvekar` of the same. */
export function nameOf(author: string): string {
  const address = author.indexOf('<');
  if (address >= 0) return author.slice(0, address).trim();
  const version = versionOf(author);
  return (version === undefined ? author : author.slice(0, author.lastIndexOf(version))).replace(/[\s[-]+$/, '').trim();
}

/** The items of a text, continuation lines put to their first one. */
export function linesOf(text: string): string[] {
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    const words = line.trim();
    if (words === '') continue;
    const item = /^[-*+]\s*(.*)$/.exec(words);
    const last = lines.length - 1;
    if (item) lines.push(item[1] ?? '');
    else if (last >= 0) lines[last] = `${lines[last]} ${words}`;
    else lines.push(words);
  }
  return lines.filter(line => line !== '');
}

function cutAt(entries: readonly ChangelogEntry[], index: number): ChangelogRange | undefined {
  return index < 0 ? undefined : { entries: entries.slice(0, index), bounded: true };
}

function keyOf({ at, author }: ChangelogEntry): string {
  return `${at} ${author}`;
}

function withoutEpoch(version: string | undefined): string | undefined {
  return version === undefined ? undefined : withoutDist(version.replace(/^\d+:/, ''));
}

/** Changelogs seldom have the dist tag. */
function withoutDist(vr: string): string {
  return vr.replace(/\.(?:fc|el)\d+(?:_\d+)?(?=[._+~^]|$)/, '');
}
