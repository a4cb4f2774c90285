/** Graduation as ci/overrides.py does it (2024 to 2026): one file, one basearch, package by package, base locks not looked at. */
import type { LayerFile } from '../lockfile/layers';
import type { Entry } from '../lockfile/model';
import { lastMember, resolveAlias } from '../lockfile/view';
import { compareEvr } from '../rpm/evr';
import { type Nevra, splitNevra } from '../rpm/nevra';
import { packagesOf } from '../rpmmd/candidates';
import type { Availability } from '../rpmmd/repositories';
import { aheadOf, type Fate, otherType, typeOf } from './graduation-fate';
import { at } from './lockfile-fault';

/**
 * The fates of the file's entries; a message where the tool would fail. `evra` counts before `evr`, an `evr` is one of
 * the basearch; a package that no repository has under that very name and arch stays.
 */
export function eagerFates(
  file: LayerFile,
  basearch: string,
  availability: Availability | undefined,
): ReadonlyMap<Entry, Fate> | string {
  const fates = new Map<Entry, Fate>();
  for (const entry of file.lockfile.byName.values()) {
    const metadata = lastMember(resolveAlias(entry.member.value), 'metadata');
    if (metadata && resolveAlias(metadata.value)?.kind !== 'map') {
      return at(file, metadata.span, `the metadata of ${entry.name} is no map`);
    }
    const type = typeOf(entry);
    if (type === 'fast-track') {
      const wanted = versionOf(entry, basearch);
      if (!wanted) return at(file, entry.member.span, `${entry.name} has no usable version`);
      fates.set(entry, fateOf(entry, wanted, availability));
    } else {
      const pin: Fate = { kind: 'pin', message: `${entry.name} is a pin and stays.` };
      fates.set(entry, type === 'pin' ? pin : otherType(entry));
    }
  }
  return fates;
}

interface Wanted {
  readonly evr: string;
  /** Split as the tool's library does, for which the name may end elsewhere. */
  readonly nevra: Nevra;
}

function versionOf({ name, member }: Entry, basearch: string): Wanted | undefined {
  const map = resolveAlias(member.value);
  const version = lastMember(map, 'evra') ?? lastMember(map, 'evr');
  const scalar = resolveAlias(version?.value);
  if (!version || scalar?.kind !== 'scalar' || scalar.yaml11 !== 'string') return undefined;
  const evra = version.key.text === 'evra' ? scalar.text : `${scalar.text}.${basearch}`;
  const nevra = splitNevra(`${name}-${evra}`);
  return nevra && { evr: evra.slice(0, evra.lastIndexOf('.')), nevra };
}

function fateOf(entry: Entry, { evr, nevra }: Wanted, availability: Availability | undefined): Fate {
  const { name, epoch, version, release, arch } = nevra;
  const newest = availability && packagesOf(availability, name, arch, 'repo')[0];
  if (!newest || compareEvr(newest.record.evr, `${epoch}:${version}-${release}`) < 0)
    return aheadOf(entry, arch, newest);
  return { kind: 'drop', evr, newest, unchecked: [] };
}
