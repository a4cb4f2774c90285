/** The parts of a hover about an override's own story: who put it there, when and why, and what has come since. */
import type { EntryOrigin } from '../config-repo/branches';
import { metadataText } from '../lockfile/metadata';
import type { Entry } from '../lockfile/model';
import { formatDate } from './date';
import { type Story, storyInWorktree, storyOf } from './entry-story';
import { cveList, joined, type Told } from './hover-told';
import { kindText } from './hover-update';
import type { Writer } from './markdown';
import { updateStateText } from './update-state';
import type { FileView } from './view';

/** `origin`: of an entry as it is in a commit. Nothing where git does not tell. */
export function storyPart(
  view: FileView,
  entry: Entry,
  origin: EntryOrigin | undefined,
  write: Writer,
  now: number,
): string[] {
  if (view.name?.layer === 'base') return [];
  const story = storyHere(view, entry, origin, now);
  if (!story) return [];
  const reason = metadataText(entry, 'reason');
  const items = [
    story.days === undefined ? write.text(story.text) : `${sinceText(entry, story.days)}: ${write.text(story.text)}`,
    reason === undefined ? '' : `reason: ${reasonText(reason, write)}`,
  ];
  return [write.strong('Story'), ...items.filter(item => item !== '').map(item => write.item(item))];
}

function storyHere(view: FileView, entry: Entry, origin: EntryOrigin | undefined, now: number): Story | undefined {
  if (view.readOnly) return storyOf(entry, origin, now);
  const branches = view.repo?.branches;
  const known = branches?.origins(view.path).get(entry.name);
  return storyInWorktree(entry, known, branches?.before, view.path, now);
}

function sinceText(entry: Entry, days: number): string {
  const type = metadataText(entry, 'type');
  const what = type === 'pin' ? 'pinned' : type === 'fast-track' ? 'fast-tracked' : 'overridden';
  return days === 0 ? `${what} today` : `${what} for ${days} day${days === 1 ? '' : 's'}`;
}

const ISSUE = /^https:\/\/github\.com\/([\w.-]+\/[\w.-]+)\/(?:issues|pull)\/(\d+)$/;

/** Issues as GitHub itself writes them short. */
function reasonText(reason: string, write: Writer): string {
  const [, repository, number] = ISSUE.exec(reason) ?? [];
  if (repository !== undefined && number !== undefined) return write.link(`${repository}#${number}`, reason);
  return /^https?:\/\//i.test(reason) ? write.link(reason, reason) : write.text(reason);
}

const MOST_UPDATES = 4;
const MOST_CVES = 4;

/** Updates of the source package with newer builds: the newest and those for security before others. */
export function newerPart({ newer }: Told, write: Writer): string[] {
  if (newer.length === 0) return [];
  const order = newer
    .map((found, index) => ({ found, index, security: found.update.type === 'security' }))
    .sort((a, b) => Number(b.index === 0) - Number(a.index === 0) || Number(b.security) - Number(a.security));
  const shown = order.slice(0, MOST_UPDATES).sort((a, b) => a.index - b.index);
  const items = shown.map(({ found: { update, nvr } }) => {
    const { status, stable, testing, submitted } = update;
    const date = status === 'stable' ? stable : status === 'testing' ? testing : submitted;
    const when = date === undefined ? '' : `since ${formatDate(date / 1000)}`;
    const fixes = update.cves.length > 0 ? `fixes ${cveList(update.cves, MOST_CVES, write)}` : '';
    const what = `${write.code(nvr)} in ${joined([write.link(update.alias, update.url), kindText(update)])}`;
    return `${what}: ${joined([updateStateText(update), when, fixes])}`;
  });
  const more = newer.length - shown.length;
  if (more > 0) items.push(`and ${more} more`);
  return [write.strong('Newer in Bodhi'), ...items.map(item => write.item(item))];
}
