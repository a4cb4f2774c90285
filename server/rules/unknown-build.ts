import { FEDORA_SERVICES } from '../config-repo/repo-settings';
import { setEvr } from '../lockfile/edits';
import { distTag } from '../rpm/dist-tag';
import { parseEvr } from '../rpm/evr';
import { entryBuild } from '../services/entry-build';
import {
  type BuiltOverride,
  type BuiltOverrides,
  builtOverrides,
  type FoundBuild,
  isAvailable,
} from './built-overrides';
import { otherBuilds } from './nearby-versions';
import type { Finding, Rule, RuleContext } from './rule';
import { fixHere, list } from './support';

export const unknownBuild: Rule = {
  code: 'unknown-build',
  severity: 'error',
  description: 'An override of a build or RPM that Koji does not have.',
  documentation: `A version that Koji never built is mistyped, or copied from somewhere else; coreos-koji-tagger stops at it. So it does at a package that Koji has not for every
architecture, which is a warning where base locks lock it there. An epoch other than Koji's makes another package of it: none and 0 are alike.

The fixes write Koji's epoch, or move the entry to the nearest build that the repositories, or else Bodhi, have. What is told of the same version
without Koji (\`missing-epoch\`, \`not-available\`) is not told besides.

A version that a repository or the pool of the stream has is not looked for in Koji. One without a dist tag, or with that of another distribution, may be
a build of its own, and is info. Where Koji knows no override at all and is not known to be the one they are from (the streams of Fedora CoreOS are built in
Fedora's), that is said once for the file: \`services: {koji: ...}\` in \`.manifest-lock.yaml\` names another one, or switches it off.`,
  data: ['K'],
  supersedes: ['missing-epoch', 'not-available'],
  *check(context) {
    const built = builtOverrides(context);
    if (!built) return;
    const looked = built.overrides.filter(({ entry, reach }) => !isAvailable(built.scope, entry, reach.basearches));
    for (const override of looked) {
      if (override.build?.kind !== 'found') continue;
      yield* epochFinding(context, override, override.build);
      yield* archFinding(built, override, override.build);
    }
    const absent = looked.filter(({ build }) => build?.kind === 'absent');
    if (absent.length === 0) return;
    const dists = distributions(context, built);
    if (dists.size > 0) {
      for (const override of absent) yield absentFinding(context, built, override, dists);
    } else if (absent.length === looked.length) {
      yield strangeKoji(context, absent.length);
    }
  },
};

/** The first letters of the dist tags that this Koji builds for (`fc`); empty where nothing tells that it is the right one. */
function distributions({ repo, services }: RuleContext, { scope, overrides }: BuiltOverrides): ReadonlySet<string> {
  const dists = new Set<string>();
  const known = (evr: string) => dists.add(distribution(evr) ?? '');
  for (const { build, version } of overrides) if (build?.kind === 'found') known(version.evr);
  const others = scope.files.filter(({ layer, path }) => layer !== 'base' && path !== scope.file.path);
  for (const { lockfile, arch } of others) {
    for (const entry of lockfile.byName.values()) {
      const basearches = arch === undefined ? scope.basearches : [arch];
      const found = services?.koji && entryBuild(services.koji, entry, basearches)?.kind === 'found';
      if (found && entry.version) known(entry.version.evr);
    }
  }
  const { settings, stream } = repo?.config ?? {};
  const koji = settings?.services.koji ?? FEDORA_SERVICES.koji;
  if (stream !== undefined && settings?.streams.has(stream) && koji === FEDORA_SERVICES.koji) dists.add('fc');
  return dists;
}

function distribution(evr: string): string | undefined {
  return distTag(evr)?.replace(/\d+$/, '');
}

function absentFinding(
  { services }: RuleContext,
  { scope }: BuiltOverrides,
  { entry, version, reach }: BuiltOverride,
  dists: ReadonlySet<string>,
): Finding {
  const dist = distribution(version.evr);
  const own = dist === undefined || !dists.has(dist);
  const others = otherBuilds(scope, services?.bodhi, entry);
  const nearest = others.map(({ evr, where }) => `${evr} (${where})`);
  const hint = nearest.length > 0 ? ` Nearest: ${list(nearest)}.` : '';
  const what = `Koji has no ${entry.name} ${version.scalar.text}`;
  const where = version.arch === undefined ? ` for ${list(reach.basearches)}` : '';
  return {
    span: version.scalar.span,
    package: entry.name,
    message: own
      ? `${what}: mistyped, or a build of another place, which coreos-koji-tagger does not find.${hint}`
      : `${what}${where}: mistyped, or not built yet.${hint}`,
    ...(own ? { severity: 'info' } : {}),
    get fixes() {
      return others.flatMap(other => other.fixes());
    },
  };
}

function* epochFinding(context: RuleContext, { entry, version }: BuiltOverride, build: FoundBuild): Iterable<Finding> {
  const [rpm] = build.rpms.values();
  const { epoch } = parseEvr(version.evr);
  const right = String(rpm?.epoch ?? 0);
  if (!rpm || right === epoch) return;
  const vr = `${rpm.version}-${rpm.release}`;
  const evr = right === '0' ? vr : `${right}:${vr}`;
  const has = right === '0' ? 'no epoch' : `the epoch ${right}`;
  const own = version.evr.includes(':') ? epoch : 'none';
  yield {
    span: version.scalar.span,
    package: entry.name,
    message: `${entry.name} ${vr} has ${has} in Koji, and ${version.evr} has ${own}: no such package is found. Write ${evr}.`,
    fixes: [
      fixHere(context, `Write the epoch of Koji: ${evr}`, setEvr(context.lockfile, entry, evr), {
        preferred: true,
        fixAll: true,
      }),
    ],
  };
}

/** Said of basearches whose base lock has the package. */
function* archFinding(
  { scope }: BuiltOverrides,
  { entry, version, reach }: BuiltOverride,
  { build, rpms }: FoundBuild,
): Iterable<Finding> {
  const lacking = reach.basearches.filter(arch => !rpms.has(arch) && !isAvailable(scope, entry, [arch]));
  // of a build that is not whole its state is what matters
  if (!reach.certain || lacking.length === 0 || build.state !== 'complete') return;
  yield {
    span: version.scalar.span,
    package: entry.name,
    severity: 'warning',
    message: `Koji has ${entry.name} ${version.evr} for ${list([...rpms.keys()])}, not for ${list(lacking)}, where the base ${lacking.length === 1 ? 'lock has' : 'locks have'} the package. Override it in the files of the architectures that have it.`,
  };
}

function strangeKoji({ lockfile }: RuleContext, count: number): Finding {
  const what =
    count === 1 ? 'the build that is overridden to here' : `any of the ${count} builds that are overridden to here`;
  return {
    span: lockfile.packages?.key.span ?? { start: 0, end: 0 },
    severity: 'info',
    message: `Koji does not know ${what}: it is not the one they are from. Name that one in .manifest-lock.yaml (services: koji), or switch it off there (koji: off).`,
  };
}
