import { removeEntries, renameKey } from '../lockfile/edits';
import type { LayerFile } from '../lockfile/layers';
import type { Entry, Lockfile } from '../lockfile/model';
import { hasPackage } from '../rpmmd/candidates';
import { baseLocksOf, basePlaces, lockedIn, sameEvr } from './base-locks';
import type { Finding, Fix, Rule, RuleContext } from './rule';
import { fixHere, isOverrides, list, liveEntries, metadataText, nearest } from './support';

export const notLocked: Rule = {
  code: 'not-locked',
  severity: 'warning',
  description: 'An override of a name that no base lock has.',
  documentation: `An override of a package that the build does not take has no effect: the name is mistyped, the package has been renamed or removed, or it stands in
the file of the wrong basearch. Not reported is a package that the manifest names: it is new, and will be in the base lock after the next
bump. Only a hint is an override that came with a locked one (same EVR, Bodhi update or reason): a new dependency or subpackage, as gvisor-tap-vsock-gvforwarder or the parts of
linux-firmware were, or one that is not installed, as ostree-devel. Where no repository has the name it is a warning again.

Silent where there are no base locks (rawhide, branched), and for the basearches that have none. The fix renames the entry where a locked
name is nearly the same, and removes it from the file of a basearch where others lock the package.`,
  data: ['R'],
  *check(context) {
    if (!context.repo || !isOverrides(context)) return;
    const bases = baseLocksOf(context);
    const own = context.name?.arch;
    const concerned = own === undefined ? bases : new Map([...bases].filter(([arch]) => arch === own));
    if (concerned.size === 0) return;
    for (const entry of liveEntries(context)) {
      const found = lockedIn(concerned, entry.name).size > 0 ? undefined : unlocked(context, entry, bases, concerned);
      if (found) yield found;
    }
  },
};

type Bases = ReadonlyMap<string, LayerFile>;

function unlocked(context: RuleContext, entry: Entry, bases: Bases, concerned: Bases): Finding | undefined {
  const { name } = entry;
  const arches = [...concerned.keys()];
  if (arches.some(arch => namedBy(context, arch).has(name))) return undefined;
  const where = `the base ${arches.length === 1 ? 'lock' : 'locks'} of ${list(arches)}`;
  const found = { span: entry.member.key.span, package: name };
  const elsewhere = lockedIn(bases, name);
  if (elsewhere.size > 0) {
    return {
      ...found,
      message: `${name} is locked on ${list([...elsewhere.keys()])}, but ${where} does not have it, and the manifest does not name it: the override has no effect on ${list(arches)}. Remove it here.`,
      related: basePlaces(elsewhere),
      fixes: [remove(context, entry)],
    };
  }
  const nowhere = isNowhere(context, name, arches);
  const companion = nowhere ? undefined : companionOf(context, entry, concerned);
  const near = nearName(context, entry, concerned, companion === undefined ? 2 : 1);
  if (companion !== undefined && near === undefined) {
    return {
      ...found,
      severity: 'hint',
      message: `${name} is in no base lock, unlike ${companion}, which came with it: it is a new dependency or subpackage, or not installed and without effect.`,
    };
  }
  const unknown = nowhere ? ', and no repository has a package of that name' : '';
  const meant = near === undefined ? 'Is it spelled right, and still part of the image?' : `Is it ${near}?`;
  return {
    ...found,
    message: `${name} is neither in ${where} nor named by the manifest${unknown}: the override has no effect. ${meant}`,
    fixes:
      near === undefined
        ? []
        : [fixHere(context, `Rename it to ${near}`, renameKey(context.lockfile, entry.member, near))],
  };
}

function remove(context: RuleContext, { name }: Entry): Fix {
  const all = context.lockfile.entries.filter(other => other.name === name);
  return fixHere(context, `Remove the override of ${name}`, removeEntries(context.lockfile, all), { preferred: true });
}

/** A locked or named package nearly of that name that has no override yet. */
function nearName(context: RuleContext, { name }: Entry, concerned: Bases, limit: number): string | undefined {
  const taken = new Set(overridesOf(context, concerned).flatMap(({ byName }) => [...byName.keys()]));
  const names = new Set(
    [...concerned].flatMap(([arch, { lockfile }]) => [...lockfile.byName.keys(), ...namedBy(context, arch)]),
  );
  return nearest(
    name,
    [...names].filter(other => !taken.has(other)),
    limit,
  );
}

function namedBy({ repo }: RuleContext, basearch: string): ReadonlySet<string> {
  return new Set(repo?.config.treefile(basearch).packages.map(({ name }) => name));
}

/** True where every repository of one of the basearches is known, and none of them has the name. */
function isNowhere(context: RuleContext, name: string, arches: readonly string[]): boolean {
  const known = arches.map(arch => context.availability(arch)).filter(found => found !== undefined);
  const whole = known.some(
    ({ repositories }) => repositories.length > 0 && repositories.every(({ status }) => status === 'ready'),
  );
  return whole && !known.some(found => hasPackage(found, name));
}

/**
 * Another override that is locked or named by the manifest and came with this one: of the same EVR, so most likely from
 * the same build, or else for the same update or reason.
 */
function companionOf(context: RuleContext, entry: Entry, concerned: Bases): string | undefined {
  const arches = [...concerned.keys()];
  const kept = overridesOf(context, concerned)
    .flatMap(({ byName }) => [...byName.values()])
    .filter(({ name }) => {
      return lockedIn(concerned, name).size > 0 || arches.some(arch => namedBy(context, arch).has(name));
    });
  const { version } = entry;
  const sameBuild = kept.find(other => version && other.version && sameEvr(version.evr, other.version.evr));
  const sameText = (key: string): Entry | undefined => {
    const text = metadataText(entry, key);
    return text === undefined ? undefined : kept.find(other => metadataText(other, key) === text);
  };
  return (sameBuild ?? sameText('bodhi') ?? sameText('reason'))?.name;
}

/** The checked file, then every other overrides file that counts on one of these basearches. */
function overridesOf({ lockfile, path, repo }: RuleContext, concerned: Bases): Lockfile[] {
  const others = repo?.files.filter(file => {
    return file.path !== path && file.layer !== 'base' && (file.arch === undefined || concerned.has(file.arch));
  });
  return [lockfile, ...(others ?? []).map(file => file.lockfile)];
}
