import { removeEntries } from '../lockfile/edits';
import type { LayerFile } from '../lockfile/layers';
import type { Entry } from '../lockfile/model';
import { reachOf } from '../operations/reach';
import { baseLocksOf, basePlaces, lockedIn, sameEvr } from './base-locks';
import type { Rule, RuleContext } from './rule';
import { fixHere, isOverrides, list, liveEntries, metadataText, scopeOf } from './support';

export const sameAsBase: Rule = {
  code: 'same-as-base',
  severity: 'hint',
  description: 'An override of the version that the base locks have anyway.',
  documentation: `The override changes nothing now: on every basearch that it concerns the base lock has that very version. It is no mistake, since base locks are made
anew with every bump and the override would hold the version then; so it is only a hint, and none for a \`pin\`, which is there to
hold. A bump makes every fast-track equal to the base lock, and a promotion brings both: only entries are reported that are new or changed since HEAD
(or the commit before), and whose version the base locks had there already. The fix removes the entry.`,
  data: ['R', 'B'],
  *check(context) {
    const scope = scopeOf(context);
    if (!scope || !context.repo?.branches || !isOverrides(context)) return;
    const bases = baseLocksOf(context);
    for (const entry of liveEntries(context)) {
      const { name, version } = entry;
      if (!version || metadataText(entry, 'type') === 'pin') continue;
      const { basearches } = reachOf(scope, entry);
      const locked = new Map([...lockedIn(bases, name)].filter(([arch]) => basearches.includes(arch)));
      const same = [...locked.values()].every(({ entry: { version: base } }) => {
        const fits = version.arch === undefined || base?.arch === undefined || version.arch === base.arch;
        return base !== undefined && fits && sameEvr(base.evr, version.evr);
      });
      if (locked.size === 0 || !same || isOld(context, entry, [...locked.keys()])) continue;
      const [first, ...others] = locked.keys();
      const where =
        others.length === 0 ? `base lock of ${first} has` : `base locks of ${list([...locked.keys()])} have`;
      // a duplicate that had no effect so far would come to life
      const all = context.lockfile.entries.filter(other => other.name === name);
      yield {
        span: version.scalar.span,
        package: name,
        message: `The ${where} ${name} ${version.evr} too: the override has no effect until the next bump, when it holds that version.`,
        related: basePlaces(locked),
        fixes: [fixHere(context, `Remove the override of ${name}`, removeEntries(context.lockfile, all))],
      };
    }
  },
};

/** True where HEAD has the entry at this version, or has base locks of another one: the locks have only now become the same. */
function isOld({ path, repo }: RuleContext, { name, version }: Entry, basearches: readonly string[]): boolean {
  const before = repo?.branches?.before;
  if (!before || !version) return false;
  const has = (file: LayerFile | undefined): boolean => {
    const old = file?.lockfile.byName.get(name)?.version;
    return old !== undefined && sameEvr(old.evr, version.evr);
  };
  const bases = basearches.map(arch => before.files.find(file => file.layer === 'base' && file.arch === arch));
  return has(before.files.find(file => file.path === path)) || !bases.every(has);
}
