/** Makers of nodes, shared by all parsers so that equal text gives equal nodes. */
import type { Comment, MapNode, Member, Node, ScalarNode, ScalarType, Span, SyntaxProblem } from './model';
import { yaml11Type, yaml12Type } from './scalar-type';

/** A text's nodes, before anything is known of lockfiles. */
export interface ParsedTree {
  readonly root: Node | undefined;
  readonly syntaxProblems: readonly SyntaxProblem[];
  readonly comments: readonly Comment[];
}

/** Levels of nesting at which serde_yaml and serde_json give up ("recursion limit exceeded"). */
export const MAX_DEPTH = 128;

/** UTF-16 units. The largest real lockfile has a twentieth of it. */
export const MAX_LENGTH = 8 * 1024 * 1024;

/** A text that is not YAML or JSON at all has no need for a problem at every character. */
export const MAX_PROBLEMS = 1000;

/** Members of a map that are looked through one by one. */
const FEW = 8;

export const MISSING_COLON = 'A colon is missing after this key.';

export function tooDeep(span: Span): SyntaxProblem {
  return { message: `Nested deeper than ${MAX_DEPTH} levels: rpm-ostree's parser refuses it.`, span };
}

/** A YAML scalar; only a plain one can be anything but a string, unless a tag says so. */
export function yamlScalar(
  start: number,
  end: number,
  text: string,
  style: ScalarNode['style'],
  tagged?: ScalarType,
): ScalarNode {
  const plain = style === 'plain';
  const yaml11 = tagged ?? (plain ? yaml11Type(text) : 'string');
  const yaml12 = tagged ?? (plain ? yaml12Type(text) : 'string');
  return { kind: 'scalar', span: { start, end }, text, style, yaml11, yaml12 };
}

/** A JSON scalar, which every reader takes for the same. */
export function jsonScalar(start: number, end: number, text: string, type: ScalarType): ScalarNode {
  const style = type === 'string' ? 'double' : 'plain';
  return { kind: 'scalar', span: { start, end }, text, style, yaml11: type, yaml12: type };
}

/** `end` is where the member ends when it has no value. */
export function makeMember(key: ScalarNode, value: Node | undefined, end: number): Member {
  return { key, value, span: { start: key.span.start, end: value?.span.end ?? end }, superseded: false };
}

/** A map whose duplicate members are marked. */
export function makeMap(span: Span, members: Member[]): MapNode {
  // an entry has two or three keys: a set for each of thousands costs more than it saves
  const seen = members.length > FEW ? new Set<string>() : undefined;
  for (let i = members.length - 1; i >= 0; i--) {
    const member = members[i];
    if (member === undefined) continue;
    const { text } = member.key;
    if (seen ? seen.has(text) : standsAfter(members, i, text)) members[i] = { ...member, superseded: true };
    seen?.add(text);
  }
  return { kind: 'map', span, members };
}

function standsAfter(members: readonly Member[], index: number, key: string): boolean {
  for (let i = index + 1; i < members.length; i++) if (members[i]?.key.text === key) return true;
  return false;
}

/** The span of block nodes: from the first to the last of them; empty at `start` where there are none. */
export function spanOf(nodes: readonly { readonly span: Span }[], start: number): Span {
  return { start: nodes[0]?.span.start ?? start, end: nodes.at(-1)?.span.end ?? start };
}
