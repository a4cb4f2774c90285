/** The lockfiles that count for one basearch, by their names. */
import { LAYERS, type Layer, type LockfileName, parseLockfileName } from '../../lockfile/name';

/** A lockfile by its name, wherever it stands. */
export interface NamedFile extends LockfileName {
  /** `manifest-lock.overrides.yaml` */
  readonly fileName: string;
}

/** In the order in which those of one layer are merged: builders read one of them, and refuse both. */
const EXTENSIONS = ['json', 'yaml', 'yml'];

/** All that have ever counted, old forms too; lowest precedence first. */
export function lockfilesFor(basearch: string): NamedFile[] {
  const stems: Readonly<Record<Layer, string>> = {
    base: basearch,
    overrides: 'overrides',
    'arch-overrides': `overrides.${basearch}`,
  };
  return LAYERS.flatMap(layer =>
    EXTENSIONS.flatMap(extension => {
      const fileName = `manifest-lock.${stems[layer]}.${extension}`;
      const name = parseLockfileName(fileName);
      return name ? [{ ...name, fileName }] : [];
    }),
  );
}
