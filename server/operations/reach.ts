/** Where an entry counts: the basearches that a change to it concerns. */
import type { LayerFile } from '../lockfile/layers';
import type { Entry } from '../lockfile/model';
import type { Availability } from '../rpmmd/repositories';

/** A lockfile in its repository. For a file on its own `files` is only itself. */
export interface FileScope {
  /** The file that is looked at or changed. */
  readonly file: LayerFile;
  /** Every lockfile of the repository, `file` included. */
  readonly files: readonly LayerFile[];
  /** The basearches of the repository, the first one being shown where they agree. */
  readonly basearches: readonly string[];
  /** What one basearch can get; undefined while unknown. */
  readonly availability: (basearch: string) => Availability | undefined;
}

export interface Reach {
  readonly basearches: readonly string[];
  /** False where no base lock has the name: then `basearches` is every one that might have it. */
  readonly certain: boolean;
}

/**
 * An arch file's entry concerns its basearch. An entry of the common overrides concerns every basearch whose base lock
 * has the name and whose own overrides do not replace it.
 */
export function reachOf(scope: FileScope, entry: Entry): Reach {
  const { file, files, basearches } = scope;
  if (file.arch !== undefined) return { basearches: [file.arch], certain: true };
  const own = entry.version?.arch;
  if (own !== undefined && basearches.includes(own)) return { basearches: [own], certain: true };
  const replaced = (basearch: string) =>
    files.some(other => {
      return other.layer === 'arch-overrides' && other.arch === basearch && other.lockfile.byName.has(entry.name);
    });
  const left = basearches.filter(basearch => !replaced(basearch));
  const reached = left.length > 0 ? left : basearches;
  const locked = reached.filter(basearch => baseEntry(scope, entry.name, basearch) !== undefined);
  return locked.length > 0 ? { basearches: locked, certain: true } : { basearches: reached, certain: false };
}

/** The entry of that name in the base lock of `basearch`. */
export function baseEntry(scope: FileScope, name: string, basearch: string): Entry | undefined {
  const base = scope.files.find(other => other.layer === 'base' && other.arch === basearch);
  return base?.lockfile.byName.get(name);
}
