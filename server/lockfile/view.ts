/** The lockfile's own shape over a tree of nodes: packages, entries, versions. */
import type { Entry, EntryVersion, Lockfile, LockfileFormat, MapNode, Member, Node, ScalarNode, Span } from './model';
import type { ParsedTree } from './nodes';

/** Builds the lockfile's view of a parsed tree. Nothing is judged: what does not fit is left out. */
export function buildLockfile(format: LockfileFormat, text: string, tree: ParsedTree): Lockfile {
  const packages = lastMember(tree.root, 'packages');
  const map = packages?.value?.kind === 'map' ? packages.value : undefined;
  const entries = (map?.members ?? []).map(member => buildEntry(text, member));
  const byName = new Map<string, Entry>();
  for (const entry of entries) if (!entry.superseded) byName.set(entry.name, entry);
  return { format, text, ...tree, packages, entries, byName };
}

/** The member of that key which counts; undefined where `node` is no map or has none. */
export function lastMember(node: Node | undefined, key: string): Member | undefined {
  return node?.kind === 'map' ? node.members.findLast(member => member.key.text === key) : undefined;
}

/** What an alias stands for; other nodes are themselves. */
export function resolveAlias(node: Node | undefined): Node | undefined {
  return node?.kind === 'alias' ? node.target : node;
}

/** PyYAML writes metadata that entries share once, and an alias in the others; it also reads merge keys (`<<: *shared`). */
function metadataOf(node: Node | undefined): Map<string, Member> {
  const found = new Map<string, Member>();
  const map = resolveAlias(node);
  if (map?.kind !== 'map') return found;
  const merged = lastMember(map, '<<')?.value;
  // of several merged maps the first one counts, and before all of them the map's own keys
  const shared = merged?.kind === 'sequence' ? merged.items.toReversed() : [merged];
  for (const alias of shared) {
    if (alias?.kind === 'alias') for (const [key, member] of metadataOf(alias)) found.set(key, member);
  }
  for (const member of map.members) found.set(member.key.text, member);
  return found;
}

function buildEntry(text: string, member: Member): Entry {
  const map = member.value?.kind === 'map' ? member.value : undefined;
  const metadata = metadataOf(lastMember(map, 'metadata')?.value);
  const version = map ? buildVersion(text, map) : undefined;
  return { name: member.key.text, member, map, version, metadata, superseded: member.superseded };
}

function buildVersion(text: string, map: MapNode): EntryVersion | undefined {
  const evr = lastMember(map, 'evr');
  const evra = lastMember(map, 'evra');
  if (evr && evra) return undefined;
  const scalar = (evr ?? evra)?.value;
  if (scalar?.kind !== 'scalar') return undefined;
  if (evr) return { key: 'evr', scalar, evr: scalar.text, arch: undefined, evrSpan: contentSpan(text, scalar) };
  const dot = scalar.text.lastIndexOf('.');
  if (dot < 0) return { key: 'evra', scalar, evr: scalar.text, arch: undefined, evrSpan: contentSpan(text, scalar) };
  const arch = scalar.text.slice(dot + 1);
  const content = contentSpan(text, scalar);
  // an escape in the arch: the EVR has no place of its own then
  const own = text.slice(content.start, content.end).endsWith(`.${arch}`);
  const evrSpan = own ? { start: content.start, end: content.end - arch.length - 1 } : content;
  return { key: 'evra', scalar, evr: scalar.text.slice(0, dot), arch, evrSpan };
}

/** The scalar's span without its quotes. */
export function contentSpan(text: string, scalar: ScalarNode): Span {
  const { start, end } = scalar.span;
  if (scalar.style !== 'single' && scalar.style !== 'double') return scalar.span;
  const quote = scalar.style === 'single' ? "'" : '"';
  // the closing quote may not have been typed yet
  const closed = end - start > 1 && text.charAt(end - 1) === quote;
  return { start: start + 1, end: closed ? end - 1 : end };
}
