import { removeEntries, replaceScalar } from '../lockfile/edits';
import type { Entry } from '../lockfile/model';
import { type Graduation, graduationOf } from '../operations/graduation';
import { SourceGroups } from '../operations/source';
import { compareEvr } from '../rpm/evr';
import { evrFault } from '../rpm/evr-syntax';
import type { Fix, Rule, RuleContext } from './rule';
import { fixHere, isOverrides, list, liveEntries, metadataText, scopeOf } from './support';

export const graduated: Rule = {
  code: 'graduated',
  severity: 'info',
  description: 'A fast-track that the repositories have caught up with.',
  documentation: `The repositories that the manifest names (not the pool) have the version of the fast-track or a newer one, on every basearch that it concerns and whose
metadata is loaded: it has done its work. The bots drop such entries from the common file only, and do not look at the base lock:
where that still has an older version, dropping the fast-track downgrades the package until the next bump. The message
says so, and the fix that drops the entry is then not the preferred one.

A fast-track that never was ahead is \`held-back\` instead: one that is older than a base lock, or older than each of several versions
that the repositories offer. The two rules never report the same entry.`,
  data: ['M', 'R'],
  *check(context) {
    const scope = scopeOf(context);
    if (!scope || !isOverrides(context)) return;
    const all = new Map<Entry, Graduation>();
    for (const entry of liveEntries(context)) {
      if (!entry.version || evrFault(entry.version.evr) !== undefined) continue;
      const found = metadataText(entry, 'type') === 'fast-track' ? graduationOf(scope, entry) : undefined;
      if (found?.kind === 'graduated') all.set(entry, found);
    }
    const sources = new SourceGroups(scope);
    for (const [entry, found] of all) {
      const { name, version, member } = entry;
      if (!version) continue;
      const { record, repository } = firstOf(found);
      const newer = compareEvr(record.evr, version.evr) > 0;
      const where = found.unchecked.length > 0 ? ` for ${list([...found.newest.keys()])}` : '';
      const has = newer
        ? `${repository.id} has ${name} ${record.evr}${where} by now`
        : `${name} ${version.evr} is in ${repository.id}${where}`;
      yield {
        span: member.key.span,
        package: name,
        message: `${has}: the fast-track has graduated.${baseText(context, found)}`,
        fixes: [...drops(context, sources, entry, all), ...(newer ? pinFix(context, entry) : [])],
      };
    }
  },
};

function firstOf({ newest }: Graduation) {
  const [candidate] = newest.values();
  if (!candidate) throw new Error('a graduation without a package');
  return candidate;
}

/** Where no file is a base lock (rawhide, branched) the next build takes what the repositories have. */
function hasBaseLocks({ repo }: RuleContext): boolean {
  return repo?.files.some(({ layer }) => layer === 'base') ?? false;
}

function baseText(context: RuleContext, { bases, olderBases }: Graduation): string {
  if (!context.repo) return '';
  if (!hasBaseLocks(context)) return ' There are no base locks: drop it.';
  if (bases.length === 0) return ' No base lock has the package.';
  if (olderBases.size === 0) {
    return ` The base ${bases.length === 1 ? 'lock' : 'locks'} of ${list(bases)} ${bases.length === 1 ? 'has' : 'have'} it too: drop it.`;
  }
  const [evr, ...others] = new Set(olderBases.values());
  const behind = [...olderBases].map(([basearch, own]) => (others.length > 0 ? `${basearch} (${own})` : basearch));
  const older = `${behind.length === 1 ? 'lock' : 'locks'} of ${list(behind)} ${behind.length === 1 ? 'is' : 'are'} older`;
  const same = others.length > 0 ? '' : ` (${evr})`;
  return ` But the base ${older}${same}: without it the package is downgraded until the next bump.`;
}

/** Drops the entry with what graduated of the same source package, then the entry alone. */
function drops(context: RuleContext, sources: SourceGroups, entry: Entry, all: ReadonlyMap<Entry, Graduation>): Fix[] {
  const same = sources.siblings(entry);
  const together = same.filter(other => all.has(other));
  const whole = together.length === same.length;
  const offered = [drop(context, entry, together, all, whole)];
  if (together.length > 1) offered.push(drop(context, entry, [entry], all, false));
  return offered;
}

function drop(
  context: RuleContext,
  entry: Entry,
  gone: readonly Entry[],
  all: ReadonlyMap<Entry, Graduation>,
  whole: boolean,
): Fix {
  const unlocked = context.repo !== undefined && !hasBaseLocks(context);
  const found = gone.map(other => all.get(other)).filter(graduation => graduation !== undefined);
  const safe = found.every(({ olderBases, bases, unchecked }) => {
    return olderBases.size === 0 && (unlocked || bases.length > 0) && unchecked.length === 0;
  });
  const older = found.some(({ olderBases }) => olderBases.size > 0);
  const siblings = gone.length - 1;
  const those = siblings === 0 ? '' : ` and its ${siblings === 1 ? 'sibling' : `${siblings} siblings`}`;
  const title = `Drop the fast-track of ${entry.name}${those}${older ? ' (a downgrade until the next bump)' : ''}`;
  // a duplicate that had no effect so far would come to life
  const names = new Set(gone.map(({ name }) => name));
  const entries = context.lockfile.entries.filter(({ name }) => names.has(name));
  return fixHere(context, title, removeEntries(context.lockfile, entries), { preferred: safe && whole });
}

function pinFix(context: RuleContext, entry: Entry): Fix[] {
  const type = entry.metadata.get('type')?.value;
  if (type?.kind !== 'scalar') return [];
  return [fixHere(context, 'Make it a pin', replaceScalar(context.lockfile, type, 'pin'))];
}
