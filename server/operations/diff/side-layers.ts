/** Which lockfiles of a tree count on a side of a comparison: one that is broken takes nothing from the others. */
import { basearchesOf } from '../../config-repo/lockfile-refs';
import type { LockfileRef } from '../../config-repo/model';
import { faultOf } from '../../lockfile/fault';
import type { LayerFile } from '../../lockfile/layers';
import { BASEARCHES } from '../../lockfile/name';

export interface SideLayers {
  /** Those that the tree should have: its own and the repository's, in the repository's order. */
  readonly basearches: readonly string[];
  /** Those that parse. */
  readonly files: readonly LayerFile[];
  /** False where no base lock is there, not even a broken one (rawhide, branched). */
  readonly hasBase: boolean;
  /** Basearches whose base lock is not there or cannot be used, and why: a sentence each; empty without base locks. */
  readonly missing: ReadonlyMap<string, string>;
  /** Those of them of which there is no base lock at all. */
  readonly absent: ReadonlySet<string>;
  /** Overrides that cannot be read, and so do not count; a sentence each. */
  readonly unread: readonly string[];
  /** Those, and other problems; a sentence each. */
  readonly notes: readonly string[];
}

export interface TreeLockfiles {
  /** Those that the tree lists. */
  readonly lockfiles: readonly LockfileRef[];
  /** Those of them that were read. */
  readonly files: readonly LayerFile[];
  /** A sentence for each that cannot be read, naming it, and for what else is wrong. */
  readonly problems: readonly string[];
}

export function sideLayers({ lockfiles, files, problems }: TreeLockfiles, repository: readonly string[]): SideLayers {
  const listed = lockfiles.filter(({ name }) => !name.generated);
  const left = new Set(problems);
  const bad = new Map<LockfileRef['path'], Broken>();
  for (const { path, name } of listed) {
    if (files.some(file => file.path === path)) continue;
    const problem = problems.find(text => text.includes(path));
    if (problem !== undefined) left.delete(problem);
    bad.set(path, { layer: name.layer, arch: name.arch, why: sentence(problem ?? `${path} cannot be read`) });
  }
  for (const { path, layer, arch, lockfile } of files) {
    const fault = faultOf(lockfile);
    if (fault !== undefined) bad.set(path, { layer, arch, why: `${path} ${fault}.` });
  }

  const basearches = inOrder([...basearchesOf(listed), ...files.flatMap(({ arch }) => arch ?? [])], repository);
  const hasBase = [...files, ...bad.values()].some(({ layer }) => layer === 'base');
  const good = files.filter(({ path }) => !bad.has(path));
  const missing = new Map<string, string>();
  const absent = new Set<string>();
  for (const basearch of hasBase ? basearches : []) {
    const broken = [...bad.values()].find(({ layer, arch }) => layer === 'base' && arch === basearch);
    const there = good.some(({ layer, arch }) => layer === 'base' && arch === basearch);
    if (broken) missing.set(basearch, broken.why);
    else if (!there) {
      missing.set(basearch, 'There is no base lock.');
      absent.add(basearch);
    }
  }
  const unread = [...bad.values()].filter(({ layer }) => layer !== 'base').map(notCounted);
  return { basearches, files: good, hasBase, missing, absent, unread, notes: [...unread, ...[...left].map(sentence)] };
}

interface Broken extends Pick<LayerFile, 'layer' | 'arch'> {
  /** A sentence that names the file. */
  readonly why: string;
}

function notCounted({ arch, why }: Broken): string {
  const where = arch === undefined ? '' : ` on ${arch}`;
  return `${why} Its overrides are not counted${where}.`;
}

function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}

/** Each once: the repository's first, then as Fedora CoreOS has them. */
function inOrder(own: readonly string[], repository: readonly string[]): string[] {
  return [...new Set([...repository, ...BASEARCHES.filter(arch => own.includes(arch)), ...own])];
}
