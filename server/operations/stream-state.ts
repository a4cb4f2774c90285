/** One stream before and after a planned change. */

import type { StreamTarget } from '../config-repo/stream-targets';
import { effectiveSets, type LayerFile } from '../lockfile/layers';
import { metadataText } from '../lockfile/metadata';
import { parseLockfileName } from '../lockfile/name';
import { parseLockfile } from '../lockfile/parse';
import { hasBaseLock, isLocked } from './behind';
import type { OverridePlan, OverrideTarget, PlannedEntry, PlannedFile } from './override-request';

export interface StreamChange {
  readonly target: StreamTarget;
  /** What the change would do to it; undefined where it was not asked. */
  readonly plan: OverridePlan | undefined;
  /** What its newest build has, where it has no base locks. */
  readonly locked?: OverrideTarget['locked'] | undefined;
}

/** What a stream has at one moment. */
export interface StreamVersions {
  /** Undefined where the package is not locked, or its version is no EVR. */
  evr(basearch: string, name: string): string | undefined;
  /** `metadata.type` of the entry that counts; undefined where none is said. */
  type(basearch: string, name: string): string | undefined;
}

export class StreamState {
  readonly name: string;
  readonly files: readonly LayerFile[];
  readonly basearches: readonly string[];
  readonly before: StreamVersions;
  /** With the plan carried out; the same as before where there is none. */
  readonly after: StreamVersions;
  /** What the plan writes; nothing where there is none. */
  readonly entries: readonly PlannedEntry[];
  readonly #locked: OverrideTarget['locked'];

  constructor({ target, plan, locked = new Map() }: StreamChange) {
    const planned = plan?.kind === 'plan' ? plan : undefined;
    this.name = target.policy.name;
    this.files = target.files;
    this.basearches = target.config.basearches;
    this.#locked = locked;
    this.entries = planned?.entries ?? [];
    this.before = this.#versionsOf(target.files);
    this.after = planned ? this.#versionsOf(withPlanned(target.files, planned.files)) : this.before;
  }

  /** False where nobody can say which packages it has: no base lock, and no build that is known. */
  knows(basearch: string): boolean {
    return hasBaseLock(this, basearch) || this.#locked.has(basearch);
  }

  #versionsOf(files: readonly LayerFile[]): StreamVersions {
    const effective = effectiveSets(files);
    return {
      evr: (basearch, name) => {
        const entry = effective(basearch).get(name);
        if (entry === undefined) return this.#locked.get(basearch)?.get(name);
        return isLocked(entry) ? entry.version.evr : undefined;
      },
      type: (basearch, name) => {
        const found = effective(basearch).get(name);
        return found && metadataText(found.entry, 'type');
      },
    };
  }
}

function withPlanned(files: readonly LayerFile[], planned: readonly PlannedFile[]): LayerFile[] {
  const changed = planned.flatMap(({ path, after }): LayerFile[] => {
    const name = parseLockfileName(path.slice(path.lastIndexOf('/') + 1));
    return name ? [{ path, layer: name.layer, arch: name.arch, lockfile: parseLockfile(after, name.format) }] : [];
  });
  const paths = new Set(changed.map(({ path }) => path));
  return [...files.filter(({ path }) => !paths.has(path)), ...changed];
}
