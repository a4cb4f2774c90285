/** Graduation that downgrades nothing: every basearch against its own repositories and its base lock, sources as a whole. */
import type { LayerFile } from '../lockfile/layers';
import type { Entry } from '../lockfile/model';
import { evrFault } from '../rpm/evr-syntax';
import { type Graduation, graduationOf, hasCaughtUp, offersOf } from './graduation';
import {
  aheadOf,
  type Fate,
  type GraduationInput,
  type GraduationOptions,
  isFastTrack,
  olderLocks,
  otherType,
  type StayReason,
} from './graduation-fate';
import { type FileScope, reachOf } from './reach';
import { remembering } from './remember';
import { SourceGroups } from './source';
import { isPin } from './update';
import { list } from './words';

interface Judged {
  readonly file: LayerFile;
  readonly entry: Entry;
  readonly source: string;
  readonly fate: Fate;
}

/** The fates of all entries of these files, in their order. */
export function carefulFates(
  input: GraduationInput,
  files: readonly LayerFile[],
  options: GraduationOptions,
): ReadonlyMap<LayerFile, ReadonlyMap<Entry, Fate>> {
  const judged = files.flatMap(file => {
    const { files: all, basearches, availability } = input;
    const scope = remembering({ file, files: all, basearches, availability });
    const groups = [...new SourceGroups(scope).all()];
    const sources = new Map(groups.flatMap(([source, entries]) => entries.map(entry => [entry, source] as const)));
    return [...sources].map(([entry, source]) => {
      return { file, entry, source, fate: fateOf(scope, entry, input, options) };
    });
  });
  const fates = new Map(wholeSources(judged).map(({ entry, fate }) => [entry, fate]));
  return new Map(
    files.map(file => {
      const entries = [...file.lockfile.byName.values()];
      return [file, new Map(entries.flatMap(entry => withFate(entry, fates.get(entry))))];
    }),
  );
}

const withFate = (entry: Entry, fate: Fate | undefined) => (fate ? [[entry, fate] as const] : []);

function stay({ name }: Entry, why: StayReason, because: string): Fate {
  return { kind: 'stay', why, message: `${name} stays: ${because}.` };
}

/** Of the entry alone, its source package not regarded. */
function fateOf(
  scope: FileScope,
  entry: Entry,
  { keep }: GraduationInput,
  { allowUnchecked }: GraduationOptions,
): Fate {
  const { version } = entry;
  if (isPin(entry)) return pinFate(scope, entry);
  if (!isFastTrack(entry)) return otherType(entry);
  if (!version || evrFault(version.evr) !== undefined) return stay(entry, 'no-version', 'it has no usable version');
  const found = graduationOf(scope, entry);
  const [newest] = found?.newest.values() ?? [];
  if (!found || !newest) return notGraduated(scope, entry, version.evr);
  const { repository, record } = newest;
  if (found.kind === 'held-back') {
    const because = `${version.evr} never was ahead (${repository.id} has ${record.evr}), so that it should be a pin`;
    return stay(entry, 'held-back', because);
  }
  const { unchecked } = found;
  const hasBases = scope.files.some(({ layer }) => layer === 'base');
  const behind = hasBases ? basesBehind(found) : undefined;
  if (behind !== undefined) return stay(entry, 'base', behind);
  if (unchecked.length > 0 && !(allowUnchecked && hasBases)) return notLookedUp(entry, unchecked);
  const kept = keep?.(scope.file, entry);
  return kept === undefined ? { kind: 'drop', evr: version.evr, newest, unchecked } : stay(entry, 'kept', kept);
}

function pinFate(scope: FileScope, entry: Entry): Fate {
  const [newest] = graduationOf(scope, entry)?.newest.values() ?? [];
  const has = newest ? `: ${newest.repository.id} has ${newest.record.evr} by now` : '';
  return { kind: 'pin', message: `${entry.name} is a pin and stays${has}.` };
}

function notGraduated(scope: FileScope, entry: Entry, evr: string): Fate {
  const { offered, unchecked } = offersOf(scope, entry);
  const [behind] = [...offered].filter(([, candidate]) => !hasCaughtUp(candidate, evr));
  if (behind) return aheadOf(entry, ...behind);
  if (unchecked.length > 0 && unchecked.length === reachOf(scope, entry).basearches.length) {
    return notLookedUp(entry, unchecked);
  }
  const but = unchecked.length === 0 ? '' : `, but those of ${list(unchecked)} were not looked up`;
  return stay(entry, 'ahead', `no repository has it${but}`);
}

function notLookedUp(entry: Entry, unchecked: readonly string[]): Fate {
  return stay(entry, 'unchecked', `the repositories of ${list(unchecked)} were not looked up`);
}

function basesBehind({ bases, olderBases }: Graduation): string | undefined {
  if (bases.length === 0) return 'no base lock has it';
  return olderBases.size === 0 ? undefined : olderLocks(olderBases);
}

/** Keeps what shares source package and basearch with an entry that stays, until nothing more is to be kept. */
function wholeSources(judged: readonly Judged[]): readonly Judged[] {
  const next = judged.map(one => {
    if (one.fate.kind !== 'drop') return one;
    const keeper = judged.find(other => other.fate.kind !== 'drop' && belongTogether(one, other));
    return keeper ? { ...one, fate: keptWith(one, keeper) } : one;
  });
  return next.every((one, index) => one === judged[index]) ? next : wholeSources(next);
}

function belongTogether(one: Judged, other: Judged): boolean {
  const arches = [one.file.arch, other.file.arch];
  return one.source === other.source && (arches.includes(undefined) || one.file.arch === other.file.arch);
}

function keptWith({ file, entry }: Judged, keeper: Judged): Fate {
  const { path } = keeper.file;
  if (keeper.entry.name === entry.name) return stay(entry, 'source', `its entry in ${path} stays`);
  const where = keeper.file === file ? '' : ` in ${path}`;
  const message = `${entry.name} stays with ${keeper.entry.name}${where} of the same source package.`;
  return { kind: 'stay', why: 'source', message };
}
