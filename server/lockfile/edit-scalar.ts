/** Edits of single scalars: versions, keys, values. */
import type { Entry, EntryVersion, Lockfile, Member, ScalarNode, TextEdit } from './model';
import { inFlow } from './places';
import { isPlainSafe, writeScalar } from './write-scalar';

/** Makes a scalar say `text`, in its own quotes as far as they can hold it. */
export function replaceScalar(lockfile: Lockfile, scalar: ScalarNode, text: string): TextEdit[] {
  if (scalar.text === text && scalar.yaml11 === 'string' && scalar.yaml12 === 'string') return [];
  const flow = inFlow(lockfile, scalar.span);
  return [{ span: scalar.span, newText: writeScalar(text, scalar.style, { format: lockfile.format, flow }) }];
}

/** Puts quotes around a plain scalar, so that every reader takes it for the text that stands there. */
export function quoteScalar(lockfile: Lockfile, scalar: ScalarNode): TextEdit[] {
  if (scalar.style !== 'plain') return [];
  const newText = writeScalar(scalar.text, 'single', { format: lockfile.format, flow: true });
  return [{ span: scalar.span, newText }];
}

/** Gives a member another key, in the quotes of the old one. */
export function renameKey(lockfile: Lockfile, member: Member, key: string): TextEdit[] {
  return replaceScalar(lockfile, member.key, key);
}

/** Moves an entry to `evr` (`[E:]V-R`); an `evra` keeps its arch. Throws where the entry has no version. */
export function setEvr(lockfile: Lockfile, entry: Entry, evr: string): TextEdit[] {
  const version = versionOf(entry);
  const { arch, evrSpan, scalar } = version;
  const full = arch === undefined ? evr : `${evr}.${arch}`;
  if (full === scalar.text) return replaceScalar(lockfile, scalar, full);
  return fits(lockfile, version, full) ? [{ span: evrSpan, newText: evr }] : replaceScalar(lockfile, scalar, full);
}

/** Gives an `evra` another arch, or the one it lacks. Throws where the entry has no `evra`. */
export function setArch(lockfile: Lockfile, entry: Entry, arch: string): TextEdit[] {
  const version = versionOf(entry);
  if (version.key !== 'evra') throw new Error(`${entry.name} has an evr: it names no arch.`);
  if (version.arch === arch) return [];
  return writeArch(lockfile, version, arch);
}

/** Turns `evr: X` into `evra: X.ARCH`. Throws where the entry has no `evr`. */
export function evrToEvra(lockfile: Lockfile, entry: Entry, arch: string): TextEdit[] {
  const version = versionOf(entry);
  if (version.key !== 'evr') throw new Error(`${entry.name} has an evra already.`);
  return [...renameVersion(lockfile, entry, 'evr', 'evra'), ...writeArch(lockfile, version, arch)];
}

/** Turns `evra: X.ARCH` into `evr: X`. Throws where the entry has no `evra`. */
export function evraToEvr(lockfile: Lockfile, entry: Entry): TextEdit[] {
  const version = versionOf(entry);
  if (version.key !== 'evra') throw new Error(`${entry.name} has an evr already.`);
  const rename = renameVersion(lockfile, entry, 'evra', 'evr');
  return version.arch === undefined ? rename : [...rename, ...writeArch(lockfile, version, undefined)];
}

function versionOf(entry: Entry): EntryVersion {
  if (entry.version === undefined) throw new Error(`${entry.name} has no version of its own to change.`);
  return entry.version;
}

/** Duplicates are renamed too: left behind they would stand beside the new key. */
function renameVersion(lockfile: Lockfile, entry: Entry, from: string, to: string): TextEdit[] {
  const members = entry.map?.members.filter(member => member.key.text === from) ?? [];
  return members.flatMap(member => renameKey(lockfile, member, to));
}

function writeArch(lockfile: Lockfile, version: EntryVersion, arch: string | undefined): TextEdit[] {
  const full = arch === undefined ? version.evr : `${version.evr}.${arch}`;
  if (!fits(lockfile, version, full)) return replaceScalar(lockfile, version.scalar, full);
  const start = version.evrSpan.end;
  const end = start + (version.arch === undefined ? 0 : version.arch.length + 1);
  // the dot stays where there is one before and after
  if (arch !== undefined && end > start) return [{ span: { start: start + 1, end }, newText: arch }];
  return [{ span: { start, end }, newText: arch === undefined ? '' : `.${arch}` }];
}

/** True where a part of the scalar can be replaced as it stands, the whole becoming `full`. */
function fits(lockfile: Lockfile, version: EntryVersion, full: string): boolean {
  const { evrSpan, evr, scalar } = version;
  if (lockfile.text.slice(evrSpan.start, evrSpan.end) !== evr || scalar.yaml11 !== 'string') return false;
  switch (scalar.style) {
    case 'plain':
      return isPlainSafe(full, inFlow(lockfile, scalar.span));
    case 'single':
    case 'double':
      return !/[^\x20-\x7e]|["'\\]/.test(full);
    case 'block':
      return false;
  }
}
