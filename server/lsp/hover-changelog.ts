/** The part of a hover about what has changed between the locked version and the newest one. */
import type { ChangelogEntry } from '../koji/koji';
import { linesOf, nameOf, versionOf } from '../operations/changelog-range';
import { cvesIn } from '../rpm/cve';
import { formatDate } from './date';
import { cveList, joined, withCves } from './hover-told';
import type { Writer } from './markdown';

interface ToBuild {
  /** Version and release of the locked build. */
  readonly from: string;
  /** NVR of the newest one. */
  readonly to: string;
}

export type NewestChangelog = ToBuild &
  (
    | {
        readonly kind: 'found';
        /** The newest build's page. */
        readonly page: string;
        /** Newest first. */
        readonly entries: readonly ChangelogEntry[];
        /** False where the changelog does not tell where `from` begins. */
        readonly bounded: boolean;
      }
    /** Koji has no such build. */
    | { readonly kind: 'absent' }
    | { readonly kind: 'waiting' }
    /** `message` names the service and the cause. */
    | { readonly kind: 'failed'; readonly message: string }
  );

const MOST_ENTRIES = 8;
const MOST_LINES = 25;
const MOST_CVES = 8;
/** Characters of a line that are shown; some spec files quote whole mails. */
const LINE = 300;

export function changelogPart(changelog: NewestChangelog, write: Writer): string[] {
  const { from, to } = changelog;
  switch (changelog.kind) {
    case 'waiting':
      return [`The changelog of ${write.code(to)} has not come yet.`];
    case 'failed':
      return [`The changelog of ${write.code(to)} could not be had: ${write.text(changelog.message)}`];
    case 'absent':
      return [];
    case 'found':
      break;
  }
  const { entries, bounded, page } = changelog;
  const title = `${write.strong('Changelog')} from ${write.code(from)} to ${write.link(to, page)}`;
  if (entries.length === 0) return [`${title}: nothing new`];
  const cves = cvesIn(entries.map(({ text }) => text));
  const notes = joined([
    cves.length > 0 ? `fixes ${cveList(cves, MOST_CVES, write)}` : '',
    bounded ? '' : 'it does not tell where the locked version begins',
  ]);
  return [notes === '' ? title : `${title}: ${notes}`, ...entryLines(entries, write)];
}

function entryLines(entries: readonly ChangelogEntry[], write: Writer): string[] {
  const lines: string[] = [];
  let shown = 0;
  for (const { at, author, text } of entries.slice(0, MOST_ENTRIES)) {
    const room = MOST_LINES - lines.length - 1;
    if (room < 1) break;
    shown++;
    const version = versionOf(author);
    const name = nameOf(author);
    lines.push(
      write.item(
        joined([
          version === undefined ? '' : write.code(version),
          formatDate(at / 1000),
          name === '' ? '' : write.text(name),
        ]),
      ),
    );
    const all = linesOf(text);
    // one line more costs no more than to say that there is one
    const most = all.length <= room ? all.length : room - 1;
    lines.push(...all.slice(0, most).map(line => nested(withCves(shortened(line), write), write)));
    if (all.length > most) lines.push(nested(`... and ${all.length - most} more lines`, write));
  }
  const more = entries.length - shown;
  if (more > 0) lines.push(write.item(`... and ${more} more entr${more === 1 ? 'y' : 'ies'}`));
  return lines;
}

function nested(text: string, write: Writer): string {
  return `  ${write.item(text)}`;
}

function shortened(line: string): string {
  return line.length > LINE ? `${line.slice(0, LINE)}...` : line;
}
