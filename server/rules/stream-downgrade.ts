import type { RefSnapshot } from '../config-repo/branches';
import type { StreamPolicy } from '../config-repo/repo-settings';
import { generatedAt } from '../config-repo/streams';
import { type BehindArch, type BehindPackage, behind } from '../operations/behind';
import { FastTrackPlanner, fastTrackTitle } from '../operations/fast-track-behind';
import { liveUpdateOf, type SourceBuildName } from '../services/entry-update';
import type { Finding, Fix, RelatedPlace, RepoContext, Rule, RuleContext } from './rule';
import { isReasonedPin, placeIn, versionsOf } from './stream-words';
import { list } from './support';

const DAY = 24 * 60 * 60 * 1000;
/** While next-devel is open its locks are at most three days older than testing-devel's; closed, it stays as it is for months. */
const CLOSED_DAYS = 7;

export const streamDowngrade: Rule = {
  code: 'stream-downgrade',
  severity: 'warning',
  description: 'A package is older than on a stream that this one must not fall behind.',
  documentation: `Who moves from testing to next must not get older packages: next-devel must not fall behind testing-devel, next not behind testing, testing not behind
stable (\`.manifest-lock.yaml\` may say otherwise). Compared are the effective sets of both branches, as RPM compares, for every basearch that both lock.
Reported once a package: in the overrides where an override holds the version, else in the base lock of the first basearch concerned, the others being related
places. A pin with a reason is meant, so that it is info; so is everything on a development branch for a basearch whose base lock was
generated more than a week before the other's, as on next-devel while it is closed, and for the basearches that were not bumped yet after it opened again.

The fix fast-tracks the newest build known for this release that is not older than the other stream's, from repositories and pool, with everything locked of the
same source package: in the overrides of all architectures where all lock it, else in those of the architectures that do. Overrides that are there move. Where Bodhi is known to have
an update with the build, the entries link it; the reason is left to say. Packages without such a
build stay as they are, and so do pins.`,
  data: ['B'],
  *check(context) {
    const { repo, path } = context;
    const { stream, streams } = repo?.branches ?? {};
    if (!repo || !stream) return;
    const { basearches } = repo.config;
    for (const name of stream.notBehind) {
      const snapshot = streams?.get(name);
      if (!snapshot) continue;
      const packages = behind(repo, snapshot, basearches);
      const planner = plannerOf(context, repo, packages);
      const stale = staleDays(stream, repo, snapshot);
      const to = stream.name;
      for (const one of packages) {
        for (const arches of reports(one, stale)) {
          if (arches[0]?.own.file.path !== path) continue;
          yield {
            ...findingOf(one.name, arches, { snapshot, from: name, to, stale, basearches }),
            get fixes() {
              return fixesOf(planner(), one.name);
            },
          };
        }
      }
    }
  },
};

interface Comparison {
  readonly snapshot: RefSnapshot;
  readonly from: string;
  readonly to: string;
  readonly stale: StaleDays;
  /** All of the repository. */
  readonly basearches: readonly string[];
}

function findingOf(name: string, arches: readonly BehindArch[], comparison: Comparison): Finding {
  const { snapshot, from, to, stale, basearches } = comparison;
  const [first] = arches;
  if (!first) throw new Error(`${name} is behind on no basearch`);
  const { own, other } = first;
  const meant = isReasonedPin(own);
  const what = `${name} ${own.version.evr} is older than ${versionsOf(arches)} on ${snapshot.label}`;
  const everywhere = arches.length === basearches.length;
  const where = everywhere ? '' : ` on ${list(arches.map(({ basearch }) => basearch))}`;
  const effect = `moving from ${from} to ${to} downgrades it${where}`;
  const closed = basearches.every(basearch => stale.has(basearch));
  const days = closed || own.file.layer === 'base' ? stale.get(first.basearch) : undefined;
  const advice = meant
    ? 'The pin here gives a reason: it is taken as meant.'
    : days === undefined
      ? `${own.file.layer === 'base' ? 'Fast-track' : 'Move the override to'} a build that is not older.`
      : staleAdvice(days, closed, arches, comparison);
  const span = own.version.evrSpan;
  const message = `${what}: ${effect}. ${advice}`;
  const related = [placeIn(snapshot, other), ...alike(arches)];
  const milder = meant || days !== undefined;
  return { span, message, package: name, related, ...(milder ? { severity: 'info' as const } : {}) };
}

/** The base locks of other basearches with the same entry, which are not reported on their own. */
function alike(arches: readonly BehindArch[]): RelatedPlace[] {
  const [first, ...others] = arches;
  return others
    .filter(({ own }) => own.file !== first?.own.file)
    .map(({ basearch, own }) => ({
      path: own.file.path,
      span: own.version.scalar.span,
      message: `The same for ${basearch}`,
    }));
}

/** One report an override, and one for base locks that agree on both sides: a package of four basearches is one thing to mend. */
function reports({ arches }: BehindPackage, stale: StaleDays): BehindArch[][] {
  const found = new Map<string, BehindArch[]>();
  for (const arch of arches) {
    const { own, other, basearch } = arch;
    const inBase = own.file.layer === 'base';
    const key = inBase ? `${own.version.evr} ${other.version.evr} ${stale.has(basearch)}` : own.file.path;
    const known = found.get(key);
    if (known) known.push(arch);
    else found.set(key, [arch]);
  }
  return [...found.values()];
}

/** By basearch: days that the base lock here lags behind the other's, where that is so much that the stream, or this basearch of it, is not in use. */
type StaleDays = ReadonlyMap<string, number>;

/** What feeds no other stream is what users are on, and always in use. */
function staleDays({ promotesTo }: StreamPolicy, { files, config }: RepoContext, other: RefSnapshot): StaleDays {
  const stale = new Map<string, number>();
  if (promotesTo.length === 0) return stale;
  for (const basearch of config.basearches) {
    const [here, there] = [files, other.files].map(all => {
      return generatedAt({ files: all.filter(({ arch }) => arch === basearch) });
    });
    if (here === undefined || there === undefined) continue;
    const days = Math.floor((there - here) / DAY);
    if (days > CLOSED_DAYS) stale.set(basearch, days);
  }
  return stale;
}

function staleAdvice(days: number, closed: boolean, arches: readonly BehindArch[], { from, to }: Comparison): string {
  if (closed) {
    return `But the base locks here are ${days} days older than on ${from}: if ${to} is closed, this does not matter.`;
  }
  const which = `base ${arches.length === 1 ? 'lock' : 'locks'} of ${list(arches.map(({ basearch }) => basearch))}`;
  return `But the ${which} here ${arches.length === 1 ? 'is' : 'are'} ${days} days older than on ${from}: a bump brings what is missing.`;
}

/** Planning asks the metadata for every package: only when somebody wants a fix, and once for all of them. */
function plannerOf(
  { availability, services }: RuleContext,
  { files, effective, config }: RepoContext,
  packages: readonly BehindPackage[],
): () => FastTrackPlanner {
  let planner: FastTrackPlanner | undefined;
  const { basearches, releasever } = config;
  const bodhi = services?.bodhi;
  const updateOf = (build: SourceBuildName) => (bodhi ? liveUpdateOf(bodhi, build)?.url : undefined);
  return () => {
    planner ??= new FastTrackPlanner({ files, effective, basearches, releasever, availability, updateOf }, packages);
    return planner;
  };
}

function fixesOf(planner: FastTrackPlanner, name: string): Fix[] {
  const alone = planner.only(name);
  if (alone.added.length === 0) return [];
  const { edits, creates } = alone;
  const fixes: Fix[] = [{ title: fastTrackTitle(name, alone), edits, creates, preferred: true }];
  const all = planner.all();
  if (all.added.length > alone.added.length) {
    const count = all.caughtUp.length;
    const some = all.left.length === 0 ? `the ${count}` : `${count} of the ${count + all.left.length}`;
    fixes.push({ title: `Fast-track ${some} packages that fell behind`, edits: all.edits, creates: all.creates });
  }
  return fixes;
}
