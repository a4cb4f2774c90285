import { setEvr } from '../lockfile/edits';
import { type OlderEntry, olderThanOthers } from '../operations/arch-drift';
import type { FileScope } from '../operations/reach';
import { lockedSources } from '../operations/source';
import { isPin } from '../operations/update';
import type { Finding, RelatedPlace, Rule, RuleContext } from './rule';
import { fixHere, isReplaced, list, metadataText, scopeOf } from './support';

/** So many source packages are reported one by one, more as one finding. */
const ONE_BY_ONE = 8;
const NAMED = 4;

export const archDrift: Rule = {
  code: 'arch-drift',
  severity: 'hint',
  description: 'A package is older in the lockfile of one architecture than in that of another.',
  documentation: `All architectures of a stream ship the same versions. A base lock that is behind was not bumped with the others, or edited by hand (as the kernel was
taken back on ppc64le alone in 2023): a hint, one for each source package, or one for the whole lock where many are behind. What overrides replace is not reported.

Where the overrides of two architectures name different versions of a package, one of them was forgotten or mistyped (1.0.0 for 1.0.1): a warning, with a fix that takes the newest. It is a hint
where the older one is a pin with a reason.`,
  data: ['R'],
  *check(context) {
    const scope = scopeOf(context);
    if (!scope?.file.arch || !context.repo) return;
    const { layer } = scope.file;
    const older = olderThanOthers(scope.file, scope.files, layer);
    if (older.length === 0) return;
    if (layer === 'base') yield* inBaseLock(context, scope, scope.file.arch, older);
    else yield* older.map(one => inOverrides(context, one));
  },
};

function* inBaseLock(
  context: RuleContext,
  scope: FileScope,
  arch: string,
  older: readonly OlderEntry[],
): Iterable<Finding> {
  const sources = lockedSources(scope, arch);
  const groups = new Map<string, OlderEntry[]>();
  for (const one of older) {
    if (isReplaced(context, one.entry.name)) continue;
    const source = sources.get(one.entry.name) ?? one.entry.name;
    groups.set(source, [...(groups.get(source) ?? []), one]);
  }
  if (groups.size > ONE_BY_ONE) {
    const all = [...groups.values()].flat();
    const others = [...new Set(all.flatMap(({ arches }) => arches))];
    const key = context.lockfile.packages?.key;
    yield {
      span: key?.span ?? { start: 0, end: 0 },
      message: `${all.length} packages of ${groups.size} sources are older here than in the base ${locks(others)}: was this lock not bumped with them?`,
      related: all.slice(0, NAMED).map(related),
    };
    return;
  }
  for (const [source, group] of groups) {
    const main = group.find(({ entry }) => entry.name === source) ?? group[0];
    if (!main) continue;
    const { entry, version, newer, arches } = main;
    const rest = group.length - 1;
    const siblings = rest === 0 ? '' : ` (and ${rest} more ${rest === 1 ? 'package' : 'packages'} of ${source})`;
    yield {
      span: version.scalar.span,
      package: entry.name,
      message: `${entry.name} is ${version.evr} here${siblings}, ${newer.version.evr} in the base ${locks(arches)}.`,
      related: [related(main)],
    };
  }
}

function inOverrides(context: RuleContext, one: OlderEntry): Finding {
  const { entry, version, newer, arches } = one;
  const deliberate = isPin(entry) && metadataText(entry, 'reason') !== undefined;
  const { evr } = newer.version;
  return {
    span: version.scalar.span,
    severity: deliberate ? 'hint' : 'warning',
    package: entry.name,
    message: `${entry.name} is ${version.evr} here, ${evr} in the overrides of ${list(arches)}: was this one forgotten or mistyped?`,
    related: [related(one)],
    fixes: [
      fixHere(context, `Change it to ${evr} as for ${list(arches)}`, setEvr(context.lockfile, entry, evr), {
        preferred: !deliberate,
      }),
    ],
  };
}

function locks(arches: readonly string[]): string {
  return `${arches.length === 1 ? 'lock' : 'locks'} of ${list(arches)}`;
}

function related({ entry, newer: { file, version } }: OlderEntry): RelatedPlace {
  return { path: file.path, span: version.scalar.span, message: `${entry.name} is ${version.evr} here` };
}
