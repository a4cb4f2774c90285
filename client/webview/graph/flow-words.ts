/** What boxes and arrows of the picture say, in signs for the eye and in full for everybody. */
import type { StreamFeed, StreamRow } from '../../../server/protocol';

/** `2 security`, of which the signs know nothing; empty where there are none or none are known. */
export function securityText({ security }: StreamFeed): string {
  return security === undefined || security.length === 0 ? '' : `${security.length} security`;
}

/** `12 added, 30 upgraded, 1 downgraded; 2 overrides lost; security fixes for 2 source packages` */
export function flowWords({ words, security }: StreamFeed): string {
  const fixes = security?.length ?? 0;
  return fixes === 0 ? words : `${words}; security fixes for ${counted(fixes, 'source package')}`;
}

/** `testing to stable: 57 packages upgraded. Compare stable with testing.` */
export function arrowSentence(feed: StreamFeed, row: StreamRow): string {
  const unlikely = feed.likely ? '' : ' Not where the next promotion would come from.';
  return `${feed.from} to ${row.stream}: ${flowWords(feed)}.${unlikely} Compare ${row.stream} with ${feed.from}.`;
}

/** The three lines of a box. */
export function boxLines(row: StreamRow): readonly [string, string, string] {
  return [
    row.worktree ? row.stream : row.label,
    [row.releasever, dateOf(row)].filter(part => part !== undefined).join(' · '),
    [
      counted(row.overrides, 'override'),
      ...(row.worktree ? ['working tree'] : []),
      ...(row.closed ? ['closed'] : []),
    ].join(' · '),
  ];
}

/** Everything of a box, for the tooltip and for screen readers. */
export function boxSentence(row: StreamRow): string {
  const { stream, label, releasever, commit, overrides, closed, locks } = row;
  return [
    stream === label ? stream : `${stream} (${label})`,
    ...(closed ? ['closed'] : []),
    ...(releasever === undefined ? [] : [`release ${releasever}`]),
    counted(overrides, 'override'),
    ...(commit ? [`last commit ${dateOf(row)}: ${commit.subject}`] : []),
    ...(locks === '' ? [] : [locks]),
  ].join(', ');
}

function dateOf({ commit }: StreamRow): string | undefined {
  return commit && new Date(commit.committed * 1000).toISOString().slice(0, 10);
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
