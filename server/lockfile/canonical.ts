/**
 * The canonical form of an overrides file: byte for byte what Fedora CoreOS's ci/overrides.py makes of it, that is its fixed heading, a blank line and
 * PyYAML's `yaml.dump` of what `yaml.safe_load` reads. Comments are lost, keys sorted, quotes and line ends made the same.
 */
import { OVERRIDES_HEADER } from './header';
import type { Comment, Lockfile, MapNode, Member, Node, ScalarNode, SequenceNode, Span } from './model';
import { isMerge } from './pyyaml-fault';
import { type ScalarPlace, writePyYaml } from './pyyaml-scalar';
import { pyYamlValue } from './pyyaml-value';
import { resolveAlias } from './view';

export type Canonical =
  | {
      readonly kind: 'text';
      readonly text: string;
      /** Comments that are not in the new text. */
      readonly lostComments: readonly Comment[];
      /** Only where it was asked for: scalars that readers take for something else than what stands there, as they are written now. */
      readonly retyped?: readonly Retyped[];
    }
  /** The file says something that the canonical form would change or cannot hold. */
  | { readonly kind: 'refused'; readonly message: string; readonly span: Span };

export interface Retyped {
  readonly node: ScalarNode;
  readonly written: string;
}

export interface CanonicalOptions {
  /**
   * Write what PyYAML reads, as the tool does: an unquoted `1.10` becomes 1.1, `yes` true, what a merge key names is
   * written out. Without it that is refused.
   */
  readonly retype?: boolean;
}

/** Nothing but the form changes: what YAML 1.1 and 1.2 readers take for different things is refused. */
export function canonicalText(lockfile: Lockfile, { retype = false }: CanonicalOptions = {}): Canonical {
  const start = { start: 0, end: 0 };
  if (lockfile.format !== 'yaml') return refused('the canonical form is YAML, and this file is JSON', start);
  const [problem] = lockfile.syntaxProblems;
  if (problem) return refused(`it does not parse: ${problem.message}`, problem.span);
  const { root } = lockfile;
  if (root === undefined) return refused('it is empty: it needs "packages: {}"', start);
  if (root.kind !== 'map') return refused('it is no map', root.span);
  try {
    const dump = new Dump(root, retype);
    const body = root.members.length === 0 ? '{}\n' : dump.toString();
    const text = `${OVERRIDES_HEADER}\n${body}`;
    const found: Canonical = { kind: 'text', text, lostComments: lostComments(lockfile) };
    return retype ? { ...found, retyped: dump.retyped } : found;
  } catch (error) {
    if (error instanceof Refusal) return refused(error.message, error.span);
    throw error;
  }
}

function refused(message: string, span: Span): Canonical {
  return { kind: 'refused', message, span };
}

class Refusal extends Error {
  constructor(
    message: string,
    readonly span: Span,
  ) {
    super(message);
  }
}

const HEADING: ReadonlySet<string> = new Set(
  OVERRIDES_HEADER.split('\n')
    .map(line => line.replace(/^#\s*/, '').trim())
    .filter(line => line !== ''),
);

/** Lines of the heading are written anew, and an empty comment says nothing. */
function lostComments({ comments }: Lockfile): Comment[] {
  return comments.filter(({ text }) => text !== '' && !HEADING.has(text));
}

type Collection = MapNode | SequenceNode;

/** `yaml.dump` in block style: maps sorted by code points, lists not indented, `&id001` for what stands in several places. */
class Dump {
  readonly retyped: Retyped[] = [];
  readonly #root: MapNode;
  readonly #retype: boolean;
  /** Anchors of collections that are met more than once, numbered by the second meeting. */
  readonly #anchors = new Map<Node, string | undefined>();
  readonly #written = new Set<Node>();

  constructor(root: MapNode, retype: boolean) {
    this.#root = root;
    this.#retype = retype;
    this.#meet(root);
  }

  toString(): string {
    return this.#map(this.#root, 0);
  }

  #meet(node: Collection): void {
    if (this.#anchors.has(node)) {
      const known = [...this.#anchors.values()].filter(name => name !== undefined).length;
      this.#anchors.set(node, this.#anchors.get(node) ?? `id${String(known + 1).padStart(3, '0')}`);
      return;
    }
    this.#anchors.set(node, undefined);
    const below = node.kind === 'map' ? this.#members(node).map(([, value]) => value) : node.items;
    for (const item of below) {
      const found = resolveAlias(item);
      if (found?.kind === 'map' || found?.kind === 'sequence') this.#meet(found);
    }
  }

  /** What PyYAML's dict holds, sorted: of equal keys the last one, merged maps (`<<`) below the map's own. */
  #members(map: MapNode): (readonly [ScalarNode, Node | undefined])[] {
    const found = new Map<string, readonly [ScalarNode, Node | undefined]>();
    const members = this.#retype ? withMerged(map) : map.members;
    for (const { key, value } of members) {
      if (isMerge(key)) throw new Refusal('it has a merge key (<<), which nobody writes into a lockfile', key.span);
      if (key.yaml11 !== 'string')
        throw new Refusal(`readers differ in what the key ${key.text} is: quote it`, key.span);
      found.set(key.text, [key, value]);
    }
    return [...found.values()].sort(([a], [b]) => byCodePoint(a.text, b.text));
  }

  #map(map: MapNode, indent: number, first = ' '.repeat(indent)): string {
    return this.#members(map)
      .map(([key, value], index) => {
        const written = writePyYaml(key.text, { column: indent, indent: indent + 2, key: true });
        // PyYAML writes those as `? key`, and no package is called like that
        if (key.text === '' || [...written].length >= 128 || written.includes('\\n')) {
          throw new Refusal('it has a key that is empty, very long or of several lines', key.span);
        }
        return `${index === 0 ? first : ' '.repeat(indent)}${written}:${this.#value(value, indent, written.length + 1)}`;
      })
      .join('');
  }

  /** The value behind `key:`, from the blank to the end of its last line. */
  #value(value: Node | undefined, indent: number, keyLength: number): string {
    const node = resolveAlias(value);
    if (node?.kind !== 'map' && node?.kind !== 'sequence') {
      return ` ${this.#scalar(node, indent + keyLength + 1, indent)}\n`;
    }
    return this.#named(node, name => {
      const { kind } = node;
      if (sizeOf(node) === 0) return `${name} ${kind === 'map' ? '{}' : '[]'}\n`;
      return `${name}\n${kind === 'map' ? this.#map(node, indent + 2) : this.#sequence(node, indent)}`;
    });
  }

  #sequence({ items }: SequenceNode, indent: number, first = ' '.repeat(indent)): string {
    return items
      .map((item, index) => `${index === 0 ? first : ' '.repeat(indent)}-${this.#item(item, indent)}`)
      .join('');
  }

  #item(item: Node, indent: number): string {
    const node = resolveAlias(item);
    if (node?.kind !== 'map' && node?.kind !== 'sequence') return ` ${this.#scalar(node, indent + 2, indent)}\n`;
    return this.#named(node, name => {
      const { kind } = node;
      if (sizeOf(node) === 0) return `${name} ${kind === 'map' ? '{}' : '[]'}\n`;
      const inner = ' '.repeat(indent + 2);
      const start = name === '' ? ' ' : `${name}\n${inner}`;
      return kind === 'map' ? this.#map(node, indent + 2, start) : this.#sequence(node, indent + 2, start);
    });
  }

  /** A collection met again is only named. */
  #named(node: Collection, write: (name: string) => string): string {
    const anchor = this.#anchors.get(node);
    if (anchor === undefined) return write('');
    if (this.#written.has(node)) return ` *${anchor}\n`;
    this.#written.add(node);
    return write(` &${anchor}`);
  }

  #retyped(node: ScalarNode, place: ScalarPlace): string {
    const { text, yaml11, span } = node;
    const written = yaml11 === 'string' ? writePyYaml(text, place) : pyYamlValue(text, yaml11);
    if (written === undefined) throw new Refusal(`PyYAML cannot read ${text} without quotes`, span);
    if (yaml11 !== 'string' && yaml11 !== 'null' && written !== text) this.retyped.push({ node, written });
    return written;
  }

  #scalar(node: Node | undefined, column: number, indent: number): string {
    if (node === undefined) return 'null';
    if (node.kind !== 'scalar') throw new Refusal('it has an alias that stands for nothing', node.span);
    const { text, yaml11, yaml12, span, style } = node;
    if (this.#retype && style === 'plain') return this.#retyped(node, { column, indent: indent + 2 });
    if (yaml11 === 'string' && yaml12 === 'string') return writePyYaml(text, { column, indent: indent + 2 });
    if (yaml11 === 'null' && yaml12 === 'null') return 'null';
    const same = yaml11 === yaml12 && /^(?:true|false|0|-?[1-9][0-9]*)$/.test(text);
    if (same) return text;
    const types = yaml11 === yaml12 ? yaml11 : `${yaml11} or a ${yaml12}`;
    throw new Refusal(`${text} would become something else: readers take it for a ${types}, so quote it`, span);
  }
}

/** The members with those of merged maps before them, as PyYAML's `flatten_mapping` has them. */
function withMerged({ members }: MapNode): readonly Member[] {
  if (!members.some(({ key }) => isMerge(key))) return members;
  const merged = members.flatMap(({ key, value }) => (isMerge(key) ? mergedMembers(value) : []));
  return [...merged, ...members.filter(({ key }) => !isMerge(key))];
}

function mergedMembers(value: Node | undefined): readonly Member[] {
  const node = resolveAlias(value);
  if (node?.kind === 'map') return withMerged(node);
  // of several maps the first one counts
  return node?.kind === 'sequence' ? node.items.toReversed().flatMap(mergedMembers) : [];
}

function sizeOf(node: Collection): number {
  return node.kind === 'map' ? node.members.length : node.items.length;
}

/** As Python sorts texts. */
function byCodePoint(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  for (let i = 0; i < left.length && i < right.length; i++) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
