/** What the base locks of a repository say of a package: where it is locked, at what, and where it is not. */
import type { LayerFile, Provenance } from '../lockfile/layers';
import { formatEvr, parseEvr } from '../rpm/evr';
import type { RelatedPlace, RuleContext } from './rule';
import { list } from './support';

/**
 * The base locks that lock a whole basearch, by basearch in the repository's order. One with fewer packages than the
 * manifest names does not: a developer's, or a derivative's that locks only some. Of two forms of one lock the JSON
 * counts, which is what the build reads.
 */
export function baseLocksOf({ repo }: RuleContext): Map<string, LayerFile> {
  const found = new Map<string, LayerFile>();
  for (const arch of repo?.config.basearches ?? []) {
    const own = repo?.files.filter(file => file.layer === 'base' && file.arch === arch) ?? [];
    const base = own.find(({ path }) => path.endsWith('.json')) ?? own[0];
    const size = base?.lockfile.byName.size ?? 0;
    if (base && size > 0 && size >= (repo?.config.treefile(arch).packages.length ?? 0)) found.set(arch, base);
  }
  return found;
}

/** The entries of that name in `bases`, by basearch. */
export function lockedIn(bases: ReadonlyMap<string, LayerFile>, name: string): Map<string, Provenance> {
  const found = new Map<string, Provenance>();
  for (const [arch, file] of bases) {
    const entry = file.lockfile.byName.get(name);
    if (entry) found.set(arch, { file, entry });
  }
  return found;
}

/** "the base lock of x86_64 (5:5.2.3-1.fc40)"; of several versions "the base locks of x86_64 (1-1) and aarch64 (1-2)". */
export function basesText(locked: ReadonlyMap<string, Provenance>): string {
  const versions = [...locked].map(([arch, { entry }]) => ({ arch, evr: entry.version?.evr ?? 'no version' }));
  const head = `the base ${versions.length === 1 ? 'lock' : 'locks'} of`;
  const [first] = versions;
  if (first !== undefined && versions.every(({ evr }) => evr === first.evr)) {
    return `${head} ${list(versions.map(({ arch }) => arch))} (${first.evr})`;
  }
  return `${head} ${list(versions.map(({ arch, evr }) => `${arch} (${evr})`))}`;
}

/** One place for each base lock. */
export function basePlaces(locked: ReadonlyMap<string, Provenance>): RelatedPlace[] {
  return [...locked].map(([arch, { file, entry }]) => ({
    path: file.path,
    span: entry.version?.scalar.span ?? entry.member.key.span,
    message: `${entry.name} ${entry.version?.scalar.text ?? ''} in the base lock of ${arch}`.replace('  ', ' '),
  }));
}

/** True where two EVRs are the same text but for an epoch of 0, as the builder compares them. */
export function sameEvr(a: string, b: string): boolean {
  return formatEvr(parseEvr(a)) === formatEvr(parseEvr(b));
}
