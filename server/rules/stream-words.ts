/** How the rules about streams speak of an entry elsewhere. */
import type { RefSnapshot } from '../config-repo/branches';
import type { EffectiveEntry } from '../lockfile/layers';
import type { LockedEntry } from '../operations/behind';
import type { RelatedPlace } from './rule';
import { list, metadataText } from './support';

/** "base lock", "overrides, fast-track", "x86_64 overrides". */
export function whereFrom({ file, entry }: EffectiveEntry): string {
  if (file.layer === 'base') return 'base lock';
  const type = metadataText(entry, 'type');
  return `${file.arch === undefined ? '' : `${file.arch} `}overrides${type === undefined ? '' : `, ${type}`}`;
}

/** A pin that says why it is there: somebody wants this version. */
export function isReasonedPin({ entry }: EffectiveEntry): boolean {
  return metadataText(entry, 'type') === 'pin' && metadataText(entry, 'reason') !== undefined;
}

/** The entry as it stands in the other stream. */
export function placeIn({ label, commit }: RefSnapshot, { name, version, file }: LockedEntry): RelatedPlace {
  return {
    path: file.path,
    span: version.scalar.span,
    message: `${name} ${version.evr} on ${label}`,
    at: { label, commit, lockfile: file.lockfile },
  };
}

/** "6.8.5-201.fc39 (base lock)", or each with its basearches where the versions differ. */
export function versionsOf(arches: readonly { readonly basearch: string; readonly other: LockedEntry }[]): string {
  const byEvr = new Map<string, typeof arches>();
  for (const arch of arches) {
    const { evr } = arch.other.version;
    byEvr.set(evr, [...(byEvr.get(evr) ?? []), arch]);
  }
  const words = [...byEvr].map(([evr, same]) => {
    const places = [...new Set(same.map(({ other }) => whereFrom(other)))];
    const version = `${evr} (${places.join('; ')})`;
    return byEvr.size === 1 ? version : `${version} for ${list(same.map(({ basearch }) => basearch))}`;
  });
  return list(words);
}
