import type { RefSnapshot } from '../config-repo/branches';
import type { Entry } from '../lockfile/model';
import { hasBaseLock, isLocked, type LockedEntry } from '../operations/behind';
import { canBePromoted } from '../operations/locked-release';
import { compareEvr } from '../rpm/evr';
import type { Finding, Rule, RuleContext } from './rule';
import { placeIn, versionsOf, whereFrom } from './stream-words';
import { isOverrides, list, liveEntries, metadataText } from './support';

export const lostOnPromotion: Rule = {
  code: 'lost-on-promotion',
  severity: 'info',
  description: 'The next promotion drops or changes this override.',
  documentation: `A promotion takes the whole tree of the stream that feeds this one: overrides that only this one has are gone afterwards, unless somebody picks them again. Said
is what becomes of the package then: an older version (the fix is lost), a newer one where a pin held it back, or nothing at all, as info. Where the feeding
stream has the version or a newer one anyway, it is a hint: the override goes away by itself, and a pull request for it may be needless.
Nothing is said of an override that the feeding stream has too. Looked at is the stream that the next promotion most likely
comes from, unless that is of an older release: it will not be promoted as it is.`,
  data: ['B'],
  *check(context) {
    const { feeders = [], streams } = context.repo?.branches ?? {};
    const feeder = feeders.find(name => streams?.has(name));
    const snapshot = feeder === undefined ? undefined : streams?.get(feeder);
    if (!context.repo || feeder === undefined || !snapshot || !isOverrides(context)) return;
    if (!canBePromoted(snapshot, context.repo)) return;
    for (const entry of liveEntries(context)) {
      const finding = fateOf(context, entry, feeder, snapshot);
      if (finding) yield finding;
    }
  },
};

interface Change {
  readonly basearch: string;
  readonly own: LockedEntry;
  /** Undefined where the feeding stream does not have the package. */
  readonly other: LockedEntry | undefined;
}

function fateOf(context: RuleContext, entry: Entry, feeder: string, snapshot: RefSnapshot): Finding | undefined {
  const changes = changesOf(context, entry, snapshot);
  const own = changes[0]?.own;
  if (!own) return undefined;
  const found = changes.flatMap(({ basearch, other }) => (other ? [{ basearch, other }] : []));
  const related = found.slice(0, 1).map(({ other }) => placeIn(snapshot, other));
  const finding = (message: string, severity?: 'hint'): Finding => {
    return { span: entry.member.key.span, package: entry.name, message, related, ...(severity ? { severity } : {}) };
  };
  const what = `${entry.name} ${own.version.evr} (${metadataText(entry, 'type') ?? 'override'})`;
  const order = (other: LockedEntry) => compareEvr(other.version.evr, own.version.evr);
  const older = found.filter(({ other }) => order(other) < 0);
  if (older.length > 0) {
    const message = `The next promotion from ${feeder} takes ${what} back to ${versionsOf(older)}${onlyOn(older, changes)}, unless ${feeder} has it by then.`;
    return finding(message);
  }
  if (found.length === 0) return finding(`${snapshot.label} does not have ${entry.name}: the next promotion drops it.`);
  if (metadataText(entry, 'type') === 'pin') {
    const newer = found.filter(({ other }) => order(other) > 0);
    if (newer.length > 0) {
      const message = `The next promotion from ${feeder} drops the pin of ${entry.name} at ${own.version.evr}: ${snapshot.label} has ${versionsOf(newer)}. A pin that is still needed then has to be on ${feeder}.`;
      return finding(message);
    }
  }
  const [first] = found;
  const same =
    first && order(first.other) === 0 && found.every(({ other }) => other.version.evr === first.other.version.evr);
  const has = same ? `it too (${whereFrom(first.other)})` : versionsOf(found);
  return finding(`${what} goes away at the next promotion from ${feeder}: ${snapshot.label} has ${has}.`, 'hint');
}

/** The basearches where the entry counts and the promotion puts something else in its place. */
function changesOf({ path, lockfile, repo }: RuleContext, entry: Entry, snapshot: RefSnapshot): Change[] {
  const twin = snapshot.files.find(file => file.path === path)?.lockfile;
  const kept = twin?.byName.get(entry.name);
  if (twin && kept && textOf(twin.text, kept) === textOf(lockfile.text, entry)) return [];
  return (repo?.config.basearches ?? []).flatMap(basearch => {
    const own = repo?.effective(basearch).get(entry.name);
    if (own?.file.path !== path || !isLocked(own) || !hasBaseLock(snapshot, basearch)) return [];
    const other = snapshot.effective(basearch).get(entry.name);
    if (other && !isLocked(other)) return [];
    // an override there as well, of the same version: it goes on, with another reason or link
    if (other && other.file.layer !== 'base' && compareEvr(other.version.evr, own.version.evr) === 0) return [];
    return [{ basearch, own, other }];
  });
}

function textOf(text: string, { member }: Entry): string {
  return text.slice(member.span.start, member.span.end);
}

function onlyOn(some: readonly { basearch: string }[], all: readonly Change[]): string {
  return some.length === all.length ? '' : ` on ${list(some.map(({ basearch }) => basearch))}`;
}
