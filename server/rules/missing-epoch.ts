import { setEvr } from '../lockfile/edits';
import type { Provenance } from '../lockfile/layers';
import type { Entry, EntryVersion } from '../lockfile/model';
import { type FileScope, reachOf } from '../operations/reach';
import { parseEvr } from '../rpm/evr';
import { evrFault } from '../rpm/evr-syntax';
import { packagesOf } from '../rpmmd/candidates';
import { baseLocksOf, basePlaces, basesText, lockedIn } from './base-locks';
import type { RelatedPlace, Rule } from './rule';
import { fixHere, isOverrides, liveEntries, scopeOf } from './support';

export const missingEpoch: Rule = {
  code: 'missing-epoch',
  severity: 'warning',
  description: 'An override without the epoch that its package has.',
  documentation: `Without its epoch a version is another one: RPM takes none for 0, so that \`1.8.1-1\` is older than \`2:1.8.0-1\`, and the builder, which hands
\`NAME-EVR\` on, finds no such package. An explicit \`0:\` counts as none.

The epoch comes from the repositories where they have that very version (they may also say that it has none: then nothing is reported), else
from the base locks: those of the basearches the override concerns, or else of any. The fix adds it. That no repository has the version without its epoch,
and that there is a newer one, is then not told besides.`,
  data: ['R', 'M'],
  supersedes: ['not-available', 'newer-available'],
  *check(context) {
    const scope = scopeOf(context);
    if (!scope || !context.repo || !isOverrides(context)) return;
    const bases = baseLocksOf(context);
    for (const entry of liveEntries(context)) {
      const { name, version } = entry;
      if (!version || evrFault(version.evr) !== undefined || parseEvr(version.evr).epoch !== '0') continue;
      const found = ofBuild(scope, entry, version) ?? ofBases(lockedIn(bases, name), scope, entry);
      if (!found || found.epoch === '0') continue;
      const right = `${found.epoch}:${version.evr.slice(version.evr.indexOf(':') + 1)}`;
      yield {
        span: version.scalar.span,
        package: name,
        message: `${name} has the epoch ${found.epoch} in ${found.where}, and ${version.evr} has ${version.evr.includes(':') ? '0' : 'none'}: it is older for RPM, and no such package is found. Write ${right}.`,
        related: found.related,
        fixes: [
          fixHere(context, `Add the epoch: ${right}`, setEvr(context.lockfile, entry, right), {
            preferred: true,
            fixAll: found.certain,
          }),
        ],
      };
    }
  },
};

interface FoundEpoch {
  readonly epoch: string;
  readonly where: string;
  readonly related: readonly RelatedPlace[];
  /** It is that of the very version. */
  readonly certain: boolean;
}

/** What the repositories and the pool say of this version and release; "0" where one has it without epoch. */
function ofBuild(scope: FileScope, entry: Entry, version: EntryVersion): FoundEpoch | undefined {
  const own = parseEvr(version.evr);
  let found: FoundEpoch | undefined;
  for (const basearch of reachOf(scope, entry).basearches) {
    const availability = scope.availability(basearch);
    for (const { record, repository } of availability ? packagesOf(availability, entry.name) : []) {
      const other = parseEvr(record.evr);
      if (other.version !== own.version || other.release !== own.release) continue;
      const where = `${repository.id} (${record.evr})`;
      if (found === undefined || other.epoch === '0') found = { epoch: other.epoch, where, related: [], certain: true };
    }
  }
  return found;
}

/** The epoch of the base locks that the entry concerns, or else of any: on no other basearch is it another package. */
function ofBases(locked: ReadonlyMap<string, Provenance>, scope: FileScope, entry: Entry): FoundEpoch | undefined {
  const { basearches } = reachOf(scope, entry);
  const concerned = new Map([...locked].filter(([arch]) => basearches.includes(arch)));
  const looked = concerned.size > 0 ? concerned : locked;
  const epochOf = ({ entry: base }: Provenance) => parseEvr(base.version?.evr ?? '').epoch;
  const epoch = [...looked.values()].map(epochOf).find(each => each !== '0');
  if (epoch === undefined) return undefined;
  const having = new Map([...looked].filter(([, base]) => epochOf(base) === epoch));
  return { epoch, where: basesText(having), related: basePlaces(having), certain: false };
}
