/** What a lockfile's file name says: layer, arch, format (rpm-ostree, coreos-assembler and build-rootfs file names). */
import type { LockfileFormat } from './model';

/** Order of precedence: a later layer replaces the whole entry of an earlier one. */
export type Layer = 'base' | 'overrides' | 'arch-overrides';

export const LAYERS: readonly Layer[] = ['base', 'overrides', 'arch-overrides'];

/** Basearches Fedora CoreOS locks, plus those its derivatives use. */
export const BASEARCHES: readonly string[] = ['x86_64', 'aarch64', 'ppc64le', 's390x', 'riscv64'];

export interface LockfileName {
  readonly layer: Layer;
  /** The basearch in the name; undefined in the common overrides file. */
  readonly arch: string | undefined;
  readonly format: LockfileFormat;
  /** `manifest-lock.generated.<arch>.json`, written by a build beside the real locks; not a layer of the config. */
  readonly generated: boolean;
}

const NAME =
  /^manifest-lock\.(?:(overrides)(?:\.([a-z0-9_]+))?|(?:(generated)\.)?(?!generated\.|overrides\.)([a-z0-9_]+))\.(json|ya?ml)$/;

/**
 * Parses a base name (`manifest-lock.overrides.x86_64.yaml`); undefined where it is no lockfile's, as for
 * `manifest-lock.yaml` and `manifest-lock.generated.json`, which name neither a layer nor an arch and have no reader.
 * A basearch is lower-case letters, digits and `_`: `manifest-lock.tmLanguage.json` is a grammar.
 */
export function parseLockfileName(baseName: string): LockfileName | undefined {
  const match = NAME.exec(baseName);
  if (!match) return undefined;
  const [, overrides, overridesArch, generated, baseArch, extension] = match;
  const format = extension === 'json' ? 'json' : 'yaml';
  if (overrides === undefined) return { layer: 'base', arch: baseArch, format, generated: generated !== undefined };
  const layer = overridesArch === undefined ? 'overrides' : 'arch-overrides';
  return { layer, arch: overridesArch, format, generated: generated !== undefined };
}
