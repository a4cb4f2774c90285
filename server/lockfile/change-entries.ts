/** Several entries of an overrides file set and removed at once, everything else as it stands. */
import { type Canonical, canonicalText } from './canonical';
import { addEntry, entryMembers, type NewEntry, setMetadata } from './edit-insert';
import { removeEntries, removeMembers } from './edit-remove';
import { renameKey, replaceScalar } from './edit-scalar';
import { setValue } from './insert';
import type { Entry, Lockfile, MapNode, Member, Node, TextEdit } from './model';
import { makeMap, makeMember, yamlScalar } from './nodes';
import { parseLockfile } from './parse';
import type { NewValue } from './render';
import { applyEdits } from './text-edits';

export interface EntryChanges {
  /** By name: an entry that is there is replaced whole, others are added. */
  readonly put: ReadonlyMap<string, NewEntry>;
  readonly remove: ReadonlySet<string>;
}

export type ChangedEntries =
  | {
      readonly kind: 'text';
      readonly text: string;
      /** Set where the canonical form had to be taken: entries that change hold an anchor that others name. */
      readonly rewritten?: Extract<Canonical, { kind: 'text' }>;
    }
  | Extract<Canonical, { kind: 'refused' }>;

/** The text with comments, order and style kept; entries that are to be what they are already stay byte for byte. */
export function changeEntries(lockfile: Lockfile, changes: EntryChanges): ChangedEntries {
  const text = changedText(lockfile, changes);
  if (keepsTheRest(lockfile, changes, text)) return { kind: 'text', text };
  const rewritten = changeCanonically(lockfile, changes);
  return rewritten.kind === 'refused' ? rewritten : { kind: 'text', text: rewritten.text, rewritten };
}

/** The canonical form with the changes made, as the project's tool would write it: what readers take for no text is retyped. */
export function changeCanonically(lockfile: Lockfile, changes: EntryChanges): Canonical {
  return canonicalText({ ...lockfile, root: changedTree(lockfile, changes) }, { retype: true });
}

/** True where the entry says just this and holds nothing else. */
export function saysEntry({ map, version, metadata }: Entry, wanted: NewEntry): boolean {
  if (!map || !version || map.members.some(({ superseded }) => superseded)) return false;
  const text = 'evr' in wanted ? wanted.evr : wanted.evra;
  const wantedMetadata = Object.entries(wanted.metadata ?? {});
  return (
    version.key in wanted &&
    isText(version.scalar, text) &&
    map.members.length === (wantedMetadata.length > 0 ? 2 : 1) &&
    metadata.size === wantedMetadata.length &&
    wantedMetadata.every(([key, value]) => isText(metadata.get(key)?.value, value))
  );
}

function isText(node: Node | undefined, text: string): boolean {
  return node?.kind === 'scalar' && node.text === text && node.yaml11 === 'string' && node.yaml12 === 'string';
}

function changedText(lockfile: Lockfile, { put, remove }: EntryChanges): string {
  let now = lockfile;
  const make = (edits: readonly TextEdit[]) => {
    if (edits.length > 0) now = parseLockfile(applyEdits(now.text, edits), now.format);
  };
  const gone = now.entries.filter(({ name, superseded }) => remove.has(name) || (superseded && put.has(name)));
  for (const [name, entry] of [...put].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (now.byName.has(name)) replaceEntry(() => now, name, entry, make);
    else make(addEntry(now, name, entry));
  }
  const names = new Set(gone.map(({ name }) => name));
  const left = now.entries.filter(({ name, superseded }) => names.has(name) && (superseded || remove.has(name)));
  make(removeEntries(now, left));
  return now.text;
}

/** Member by member, so that comments and order stay; as a whole where the entry has an unusual form. */
function replaceEntry(
  now: () => Lockfile,
  name: string,
  wanted: NewEntry,
  make: (edits: readonly TextEdit[]) => void,
): void {
  const entry = () => {
    const found = now().byName.get(name);
    if (!found) throw new Error(`${name} went while it was changed.`);
    return found;
  };
  const { version, map, member } = entry();
  if (saysEntry(entry(), wanted)) return;
  if (!version || !map || !isPlain(now(), entry())) {
    make(setValue(now(), member, entryMembers(wanted)));
    return;
  }
  const [key, text] = 'evr' in wanted ? ['evr', wanted.evr] : ['evra', wanted.evra];
  const versionMember = map.members.find(other => other.key.text === version.key);
  const edits = versionMember ? renameKey(now(), versionMember, key) : [];
  make([...edits, ...replaceScalar(now(), version.scalar, text)]);
  // first what goes, so that new keys find their place, unless nothing would be left
  if (Object.keys(wanted.metadata ?? {}).some(wantedKey => entry().metadata.has(wantedKey))) {
    make(removeMembers(now(), superfluous(entry(), wanted)));
  }
  for (const [metadataKey, value] of Object.entries(wanted.metadata ?? {})) {
    make(setMetadata(now(), entry(), metadataKey, value));
  }
  make(removeMembers(now(), superfluous(entry(), wanted)));
}

/** Members that the new entry does not have. */
function superfluous({ map, metadata }: Entry, wanted: NewEntry): Member[] {
  const others = map?.members.filter(({ key }) => !(key.text in wanted)) ?? [];
  return [...others, ...[...metadata].filter(([key]) => !(key in (wanted.metadata ?? {}))).map(([, member]) => member)];
}

/** Two maps of texts at most, each key once, no anchors: what nearly every override is. */
function isPlain({ text, format }: Lockfile, { map, member }: Entry): boolean {
  if (!map || (format === 'yaml' && ANCHOR_OR_ALIAS.test(text.slice(member.span.start, member.span.end)))) return false;
  const metadata = map.members.find(({ key }) => key.text === 'metadata')?.value;
  if (metadata !== undefined && metadata.kind !== 'map') return false;
  return [map, ...(metadata ? [metadata] : [])].every(({ members }) => members.every(one => !one.superseded));
}

const ANCHOR_OR_ALIAS = /(?:^|[\s:[{,-])[&*!][^\s,[\]{}]/;

/** True where the text says the same as the tree with the changes. */
function keepsTheRest(lockfile: Lockfile, changes: EntryChanges, text: string): boolean {
  const after = parseLockfile(text, lockfile.format);
  if (after.syntaxProblems.length > 0) return false;
  const [found, wanted] = [after.root, changedTree(lockfile, changes)].map(root => {
    return canonicalText({ ...lockfile, format: 'yaml', root }, { retype: true });
  });
  if (found?.kind === 'text') return wanted?.kind === 'text' && found.text === wanted.text;
  // what has no canonical form before has none after
  return wanted?.kind === 'refused' && found?.message === wanted.message;
}

/** The nodes with the changes made; offsets of what is old stay those of the old text. */
function changedTree(lockfile: Lockfile, { put, remove }: EntryChanges): MapNode {
  const { root, packages, text } = lockfile;
  const none = { start: text.length, end: text.length };
  const old = packages?.value?.kind === 'map' ? packages.value : undefined;
  const kept = old?.members.filter(({ key }) => !put.has(key.text) && !remove.has(key.text)) ?? [];
  const fresh = [...put].map(([name, entry]) => nodeOf(name, entryMembers(entry), text.length));
  const map = makeMap(old?.span ?? none, [...kept, ...fresh]);
  const key = packages?.key ?? yamlScalar(none.start, none.end, 'packages', 'plain');
  const members = root?.kind === 'map' ? root.members.filter(({ key: { text: name } }) => name !== 'packages') : [];
  return makeMap(root?.span ?? none, [...members, makeMember(key, map, none.end)]);
}

function nodeOf(name: string, value: NewValue, at: number): Member {
  // quoted, so that a reader takes it for text whatever it is
  const key = yamlScalar(at, at, name, 'single');
  if (typeof value === 'string') return makeMember(key, yamlScalar(at, at, value, 'single'), at);
  return makeMember(
    key,
    makeMap(
      { start: at, end: at },
      value.map(([inner, of]) => nodeOf(inner, of, at)),
    ),
    at,
  );
}
