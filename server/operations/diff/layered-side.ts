/** A side out of the lockfiles of a tree, and where it has no base locks out of what its stream's newest builds have locked. */
import type { LayerFile } from '../../lockfile/layers';
import { some } from '../words';
import { newestBases, ofBuilds } from './built-bases';
import { type LockfileSideInput, lockfileSide } from './lockfile-side';
import type { DiffSide } from './side';
import type { SideContext } from './side-context';
import { sideLayers, type TreeLockfiles } from './side-layers';

export type SideFacts = Omit<LockfileSideInput, 'basearches' | 'files' | 'missing' | 'notes'>;

/** Rejects with the signal's reason once that is aborted. */
export async function layeredSide(facts: SideFacts, tree: TreeLockfiles, context: SideContext): Promise<DiffSide> {
  const { basearches, files, hasBase, missing, absent, notes, unread } = sideLayers(tree, context.basearches);
  const broken = unread.length > 0 ? { unread } : {};
  if (hasBase) return { ...lockfileSide({ ...facts, basearches, files, missing, notes }), absent, ...broken };
  const bases = await newestBases(facts.stream, basearches, context);
  const from = bases.note ?? overridesAlone(files);
  const side = lockfileSide({
    ...facts,
    basearches,
    files: [...files, ...bases.files.keys()],
    missing: bases.missing,
    notes: [...(from === undefined ? [] : [from]), ...notes],
  });
  const told = { ...ofBuilds(side, bases.files), ...broken };
  return bases.unavailable.length > 0 ? { ...told, unavailable: bases.unavailable } : told;
}

const MAX_NAMED = 10;

/** "Nothing but its override of kernel (6.11.3-200.fc42) is known." */
function overridesAlone(files: readonly LayerFile[]): string | undefined {
  const versions = new Map<string, string>();
  for (const { lockfile } of files) {
    for (const [name, { version }] of lockfile.byName) if (version) versions.set(name, version.evr);
  }
  const named = [...versions].map(([name, evr]) => `${name} (${evr})`);
  if (named.length === 0) return undefined;
  const overrides = named.length === 1 ? 'override' : 'overrides';
  return `Nothing but its ${overrides} of ${some(named, MAX_NAMED)} is known.`;
}
