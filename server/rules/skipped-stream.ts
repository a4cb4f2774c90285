import type { RefSnapshot } from '../config-repo/branches';
import type { Entry } from '../lockfile/model';
import { hasBaseLock, isLocked, type LockedEntry } from '../operations/behind';
import { lockedRelease } from '../operations/locked-release';
import { distTag } from '../rpm/dist-tag';
import { compareEvr } from '../rpm/evr';
import type { Finding, Rule, RuleContext } from './rule';
import { isReasonedPin, placeIn, versionsOf } from './stream-words';
import { isOverrides, list, liveEntries } from './support';

export const skippedStream: Rule = {
  code: 'skipped-stream',
  severity: 'warning',
  description: 'A backport that is newer than the stream that feeds this one.',
  documentation: `testing is promoted to stable, testing-devel to testing, next-devel or testing-devel to next. An override that is newer than what the feeding stream has skipped
that stream: the build reaches users of stable before those of testing tried it, and the next promotion takes it back (see \`lost-on-promotion\`). What may feed a stream counts only together:
an override is reported where it is newer than on each of them. Streams and builds of another release are left out. Put the build on the feeding
stream too, or take the one that is there. A pin with a reason is meant, so that it is info.`,
  data: ['B'],
  *check(context) {
    const { repo } = context;
    const { stream, feeders = [], streams } = repo?.branches ?? {};
    if (!repo || !stream || !isOverrides(context)) return;
    const release = lockedRelease(repo);
    const known = feeders.flatMap(name => {
      const snapshot = streams?.get(name);
      return snapshot && lockedRelease(snapshot) === release ? [{ name, snapshot }] : [];
    });
    if (known.length === 0) return;
    for (const entry of liveEntries(context)) {
      const skipped = skippedOn(context, entry, known);
      if (skipped) yield findingOf(skipped, stream.name);
    }
  },
};

interface Feeder {
  readonly name: string;
  readonly snapshot: RefSnapshot;
}

interface Skipped {
  readonly own: LockedEntry;
  /** What the feeders have that it is newer than, each with the basearches where that is so. */
  readonly feeders: readonly (Feeder & { readonly arches: readonly { basearch: string; other: LockedEntry }[] })[];
}

/** Where the entry is effective and newer than on every feeder that has a comparable build; undefined where nowhere. */
function skippedOn({ path, repo }: RuleContext, { name }: Entry, feeders: readonly Feeder[]): Skipped | undefined {
  if (!repo) return undefined;
  const found = new Map<Feeder, { basearch: string; other: LockedEntry }[]>();
  let own: LockedEntry | undefined;
  for (const basearch of repo.config.basearches) {
    const here = repo.effective(basearch).get(name);
    if (here?.file.path !== path || !isLocked(here)) continue;
    const theirs = feeders.flatMap(feeder => {
      const { snapshot } = feeder;
      const other = hasBaseLock(snapshot, basearch) ? snapshot.effective(basearch).get(name) : undefined;
      return isLocked(other) && comparable(here, other) ? [{ feeder, other }] : [];
    });
    if (theirs.some(({ other }) => compareEvr(here.version.evr, other.version.evr) <= 0)) continue;
    for (const { feeder, other } of theirs) {
      own ??= here;
      found.set(feeder, [...(found.get(feeder) ?? []), { basearch, other }]);
    }
  }
  return own && { own, feeders: [...found].map(([feeder, arches]) => ({ ...feeder, arches })) };
}

/** Not where the feeder still has a build of the release before. */
function comparable(own: LockedEntry, other: LockedEntry): boolean {
  const [here, there] = [distTag(own.version.evr), distTag(other.version.evr)];
  return here === undefined || there === undefined || here === there;
}

function findingOf({ own, feeders }: Skipped, stream: string): Finding {
  const meant = isReasonedPin(own);
  const than = list(feeders.map(({ snapshot, arches }) => `${versionsOf(arches)} on ${snapshot.label}`));
  const names = list(feeders.map(({ name }) => name));
  const advice = meant
    ? 'The pin gives a reason: it is taken as meant.'
    : 'Put it there too, or take the build that is there.';
  return {
    span: own.version.evrSpan,
    package: own.name,
    message: `${own.name} ${own.version.evr} is newer than ${than}: it reaches ${stream} without having been on ${names}. ${advice}`,
    related: feeders.flatMap(({ snapshot, arches: [first] }) => (first ? [placeIn(snapshot, first.other)] : [])),
    ...(meant ? { severity: 'info' as const } : {}),
  };
}
