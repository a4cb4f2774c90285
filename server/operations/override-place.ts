/** Which overrides file an entry goes into. */
import type { LayerFile } from '../lockfile/layers';

/** The overrides files of that arch (undefined: the common ones): one, but for forms side by side that no reader takes together. */
export function overridesOf(files: readonly LayerFile[], arch: string | undefined): LayerFile[] {
  return files.filter(file => file.layer !== 'base' && file.arch === arch);
}

/** The one that counts: the builder reads YAML only, and of several the last one. */
export function overridesFile(files: readonly LayerFile[], arch: string | undefined): LayerFile | undefined {
  const all = overridesOf(files, arch);
  return all.findLast(({ lockfile }) => lockfile.format === 'yaml') ?? all.at(-1);
}

/** A file that is not there yet: beside the common overrides, or those of another arch, or the base locks. */
export function newOverridesPath(files: readonly LayerFile[], arch: string | undefined): string {
  const beside =
    overridesFile(files, undefined) ??
    files.find(({ layer }) => layer === 'arch-overrides') ??
    files.find(({ layer, arch: own }) => layer === 'base' && own === arch) ??
    files.find(({ layer }) => layer === 'base');
  return pathBeside(beside?.path ?? '', arch);
}

/** The path of the overrides of that arch in the folder of `path`. */
export function pathBeside(path: string, arch: string | undefined): string {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return `${folder}manifest-lock.overrides.${arch === undefined ? '' : `${arch}.`}yaml`;
}
