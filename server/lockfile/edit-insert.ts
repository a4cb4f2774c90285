/** Edits that add entries and metadata. */

import { replaceScalar } from './edit-scalar';
import { insertMember, renderDocument, setValue } from './insert';
import type { Entry, Lockfile, TextEdit } from './model';
import { fileStyle, type NewValue } from './render';
import { lastMember } from './view';

/** What a new entry holds: `evr` (`[E:]V-R`) or `evra` (with `.ARCH`), not both. */
export type NewEntry = ({ readonly evr: string } | { readonly evra: string }) & {
  readonly metadata?: Readonly<Record<string, string>>;
};

/**
 * Adds an entry: at its place where the entries are sorted (by code point, as the project's bots write them), else at the
 * end; makes `packages` where it is missing, null, a list or empty. Throws where the name is there already.
 */
export function addEntry(lockfile: Lockfile, name: string, entry: NewEntry): TextEdit[] {
  if (lockfile.byName.has(name)) throw new Error(`${name} is in the lockfile already.`);
  const { packages } = lockfile;
  const value = entryMembers(entry);
  if (packages?.value?.kind !== 'map') return setPackages(lockfile, [[name, value]]);
  const names = packages.value.members.map(member => member.key.text);
  const sorted = names.every((key, i) => i === 0 || (names[i - 1] ?? '') <= key);
  const next = sorted ? names.findIndex(key => key > name) : -1;
  const index = next < 0 ? names.length : next;
  return insertMember(lockfile, { map: packages.value, owner: packages }, index, [name, value]);
}

/** Order of ci/overrides.py: evr or evra, then metadata with its keys sorted. */
export function entryMembers(entry: NewEntry): Exclude<NewValue, string> {
  const version = 'evr' in entry ? (['evr', entry.evr] as const) : (['evra', entry.evra] as const);
  const metadata = Object.entries(entry.metadata ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return metadata.length === 0 ? [version] : [version, ['metadata', metadata]];
}

/** Makes `packages` an empty map where it is missing, null, a list or a scalar. Nothing to do for a map. */
export function setPackagesEmpty(lockfile: Lockfile): TextEdit[] {
  return lockfile.packages?.value?.kind === 'map' ? [] : setPackages(lockfile, []);
}

function setPackages(lockfile: Lockfile, value: NewValue): TextEdit[] {
  const { packages, root, text } = lockfile;
  if (packages) return setValue(lockfile, packages, value);
  if (root?.kind === 'map') {
    return insertMember(lockfile, { map: root, owner: undefined }, root.members.length, ['packages', value]);
  }
  const style = fileStyle(lockfile);
  const rendered = renderDocument(style, [['packages', value]]);
  if (root) return [{ span: root.span, newText: rendered }];
  const end = { start: text.length, end: text.length };
  const open = text !== '' && !text.endsWith('\n');
  return [{ span: end, newText: open ? style.eol + rendered : rendered + style.eol }];
}

/**
 * Sets one value of an entry's `metadata`, made where it is missing; new keys stand in alphabetical order (bodhi, reason,
 * type). Throws where the entry or its metadata is something else than a map.
 */
export function setMetadata(lockfile: Lockfile, entry: Entry, key: string, value: string): TextEdit[] {
  const { map } = entry;
  if (!map) throw new Error(`${entry.name} is no map: it cannot hold metadata.`);
  const metadata = lastMember(map, 'metadata');
  if (!metadata) {
    return insertMember(lockfile, { map, owner: entry.member }, map.members.length, ['metadata', [[key, value]]]);
  }
  const node = metadata.value;
  if (node === undefined || (node.kind === 'scalar' && node.yaml12 === 'null')) {
    return setValue(lockfile, metadata, [[key, value]]);
  }
  if (node.kind !== 'map') throw new Error(`The metadata of ${entry.name} is no map.`);
  const member = lastMember(node, key);
  if (member?.value?.kind === 'scalar') return replaceScalar(lockfile, member.value, value);
  if (member) return setValue(lockfile, member, value);
  const before = node.members.findLastIndex(({ key: { text } }) => text < key);
  return insertMember(lockfile, { map: node, owner: metadata }, before + 1, [key, value]);
}
