/** The bytes that change when an entry moves to another package. */

import { removeMember, renameKey, replaceScalar, setEvr } from '../lockfile/edits';
import type { Entry, Lockfile, TextEdit } from '../lockfile/model';
import { lastMember } from '../lockfile/view';
import type { Candidate } from '../rpmmd/repositories';

/**
 * Edits that make `entry` name `packages` (the same EVR on each basearch). The form of the version follows a package that
 * became noarch or archful: coreos-koji-tagger expands an `evr` to every arch and fails where such a package is not there.
 *
 * @param common true in the overrides of all basearches, where an `evra` can only be noarch.
 * @param packages by basearch, at least one.
 * @param before the packages of the version that is left, as far as known.
 */
export function moveEdits(
  lockfile: Lockfile,
  common: boolean,
  entry: Entry,
  packages: ReadonlyMap<string, Candidate>,
  before: readonly Candidate[],
): TextEdit[] {
  const { version } = entry;
  const records = [...packages.values()].map(candidate => candidate.record);
  const target = records[0];
  if (!version || !target) return [];
  const arches = new Set(records.map(record => record.arch));
  const onlyArch = arches.size === 1 ? target.arch : undefined;
  const edits = [...digestEdits(lockfile, entry, new Set(records.map(record => record.checksum)))];
  edits.push(...sourceRpmEdits(lockfile, entry, target.sourceRpm));
  const versionMember = lastMember(entry.map, version.key);
  const becameNoarch =
    onlyArch === 'noarch' && before.length > 0 && before.every(({ record }) => record.arch !== 'noarch');
  if (version.key === 'evr' && becameNoarch && versionMember) {
    edits.push(...renameKey(lockfile, versionMember, 'evra'));
    edits.push(...replaceScalar(lockfile, version.scalar, `${target.evr}.noarch`));
  } else if (version.key === 'evr' || version.arch === onlyArch) {
    edits.push(...setEvr(lockfile, entry, target.evr));
  } else if (onlyArch === 'noarch' || (onlyArch !== undefined && !common)) {
    edits.push(...replaceScalar(lockfile, version.scalar, `${target.evr}.${onlyArch}`));
  } else if (versionMember) {
    edits.push(...renameKey(lockfile, versionMember, 'evr'));
    edits.push(...replaceScalar(lockfile, version.scalar, target.evr));
  }
  return edits.sort((a, b) => a.span.start - b.span.start);
}

/** A digest has to be that of the new package: rpm-ostree refuses any other. */
function digestEdits(lockfile: Lockfile, entry: Entry, checksums: ReadonlySet<string>): TextEdit[] {
  const digest = lastMember(entry.map, 'digest');
  if (!digest) return [];
  const [checksum] = checksums;
  if (digest.value?.kind === 'scalar' && checksums.size === 1 && checksum !== undefined) {
    return replaceScalar(lockfile, digest.value, checksum);
  }
  return removeMember(lockfile, digest);
}

/** `metadata.sourcerpm` is a name nearly everywhere; a file name goes out of date. */
function sourceRpmEdits(lockfile: Lockfile, entry: Entry, sourceRpm: string): TextEdit[] {
  // what entries share stands in one of them: it alone edits it
  const metadata = lastMember(entry.map, 'metadata')?.value;
  const value = metadata?.kind === 'map' ? lastMember(metadata, 'sourcerpm')?.value : undefined;
  if (value?.kind !== 'scalar' || !value.text.endsWith('.rpm') || sourceRpm === '') return [];
  return replaceScalar(lockfile, value, sourceRpm);
}
