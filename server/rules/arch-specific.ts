import { evrToEvra } from '../lockfile/edits';
import type { LayerFile, Provenance } from '../lockfile/layers';
import type { Entry } from '../lockfile/model';
import { type MovedEntry, moveToArchFiles } from '../operations/move-to-arch-files';
import { complete, hasPackage } from '../rpmmd/candidates';
import { baseLocksOf, basePlaces, lockedIn, sameEvr } from './base-locks';
import type { Fix, Rule, RuleContext } from './rule';
import { fixHere, isOverrides, list, liveEntries, scopeOf } from './support';

export const archSpecific: Rule = {
  code: 'arch-specific',
  severity: 'warning',
  description: 'An `evr`, which stands for every basearch, of a package that some of them do not lock.',
  documentation: `coreos-koji-tagger expands an \`evr\` to x86_64, aarch64, ppc64le and s390x, in whichever file it stands, and asks Koji for the package of each; if
one of them does not exist it tags nothing of the whole commit. \`ci/overrides.py\` refuses such overrides, but lets a package through of which
some basearch has nothing at all.

Reported is an \`evr\` of a package that some base locks have and others have not. It may still be built everywhere and installed on
some basearches only, as bootupd was: nothing is reported where the repositories of all the others are loaded and have the package, and it is only an info where nothing
speaks against it. A warning needs repositories of another basearch that are loaded and lack the package, an override of the same EVR in an arch file (grub2-pc and grub2-efi-x64), or
that the entry itself stands in an arch file. An \`evra\` with \`noarch\` is the same package everywhere, and fine.

The fix moves the entry, as \`evra\`, to the files of the basearches that lock it, which are made where they are missing; what stands
in an arch file becomes an \`evra\` there. Comments in front of a moved entry stay where they are.`,
  data: ['R'],
  *check(context) {
    if (!context.repo || !isOverrides(context)) return;
    const own = context.name?.arch;
    if (own !== undefined && !TAGGED.includes(own)) return;
    const bases = new Map([...baseLocksOf(context)].filter(([arch]) => TAGGED.includes(arch)));
    const all = liveEntries(context).flatMap(entry => partly(context, bases, entry));
    for (const found of all) {
      yield {
        span: found.entry.member.key.span,
        package: found.entry.name,
        ...(isProven(context, found) ? {} : { severity: 'info' as const }),
        message: describe(context, found),
        related: basePlaces(found.locked),
        fixes: own === undefined ? moves(context, found, all) : spelledOut(context, found, own),
      };
    }
  },
};

/** ARCHES of coreos-koji-tagger. */
const TAGGED: readonly string[] = ['x86_64', 'aarch64', 'ppc64le', 's390x'];

interface Partly {
  readonly entry: Entry;
  readonly locked: ReadonlyMap<string, Provenance>;
  /** Basearches whose base lock has no such package, and whose repositories are not known to have it. */
  readonly lacking: readonly string[];
}

/** The entry, where it is an `evr` and on some basearches there may be no such package. */
function partly(context: RuleContext, bases: ReadonlyMap<string, LayerFile>, entry: Entry): Partly[] {
  if (entry.version?.key !== 'evr') return [];
  const locked = lockedIn(bases, entry.name);
  const lacking = [...bases.keys()].filter(arch => {
    const known = context.availability(arch);
    return !locked.has(arch) && !(known && hasPackage(known, entry.name));
  });
  return locked.size > 0 && lacking.length > 0 ? [{ entry, locked, lacking }] : [];
}

/** Basearches whose repositories are all known and have no such package. */
function absentOn(context: RuleContext, { lacking }: Partly): string[] {
  return lacking.filter(arch => {
    const known = context.availability(arch);
    return known !== undefined && complete(known);
  });
}

/** Whether something says that the package is not built for every basearch. */
function isProven(context: RuleContext, found: Partly): boolean {
  const evr = found.entry.version?.evr ?? '';
  const apart = context.repo?.files.some(({ layer, lockfile }) => {
    const versions = layer === 'arch-overrides' ? [...lockfile.byName.values()].map(({ version }) => version) : [];
    return versions.some(version => version !== undefined && sameEvr(version.evr, evr));
  });
  return context.name?.arch !== undefined || apart === true || absentOn(context, found).length > 0;
}

function describe(context: RuleContext, found: Partly): string {
  const { entry, locked, lacking } = found;
  const absent = absentOn(context, found);
  const built =
    absent.length > 0
      ? `the repositories of ${list(absent)} have none, and then it tags nothing of the commit`
      : 'unless it is built there, nothing of the commit is tagged';
  const todo = context.name?.arch === undefined ? 'Move it to the arch files' : 'Make it an evra';
  return `${entry.name} is locked on ${list([...locked.keys()])} only, but evr stands for every basearch: coreos-koji-tagger also looks for that of ${list(lacking)}; ${built}. ${todo}.`;
}

function moves(context: RuleContext, found: Partly, all: readonly Partly[]): Fix[] {
  const alone = move(context, [found], `Move ${found.entry.name} to the files of ${list([...found.locked.keys()])}`);
  if (all.length < 2) return alone;
  return [
    ...alone,
    ...move(context, all, `Move all ${all.length} overrides that are not for every basearch to arch files`),
  ];
}

function move(context: RuleContext, found: readonly Partly[], title: string): Fix[] {
  const scope = scopeOf(context);
  const moved = found.map(({ entry, locked }): MovedEntry => ({ entry, arches: packageArches(locked) }));
  const done = scope && moveToArchFiles(scope.file, scope.files, moved);
  if (!done) return [];
  return [
    {
      title,
      edits: done.edits,
      preferred: found.length === 1,
      ...(done.creates.length > 0 ? { creates: done.creates } : {}),
    },
  ];
}

function spelledOut(context: RuleContext, { entry, locked }: Partly, basearch: string): Fix[] {
  const arch = packageArches(locked).get(basearch) ?? basearch;
  return [
    fixHere(context, `Make it evra: ${entry.version?.evr}.${arch}`, evrToEvra(context.lockfile, entry, arch), {
      preferred: true,
    }),
  ];
}

function packageArches(locked: ReadonlyMap<string, Provenance>): Map<string, string> {
  return new Map(
    [...locked].map(([basearch, { entry }]) => [basearch, entry.version?.arch === 'noarch' ? 'noarch' : basearch]),
  );
}
