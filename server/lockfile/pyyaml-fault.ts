/** What parses as YAML and PyYAML cannot read all the same: then no Python reader of the file, the builder among them, gets anything of it. */
import type { Lockfile, Node, ScalarNode, SyntaxProblem } from './model';
import { pyYamlValue } from './pyyaml-value';
import { resolveAlias } from './view';

/** The first such thing in the file; undefined where PyYAML reads it, and for JSON files. */
export function pyYamlFault({ format, root }: Lockfile): SyntaxProblem | undefined {
  return format === 'json' || root === undefined ? undefined : faultIn(root, new Set());
}

function faultIn(node: Node | undefined, seen: Set<Node>): SyntaxProblem | undefined {
  if (node === undefined || seen.has(node)) return undefined;
  seen.add(node);
  if (node.kind === 'scalar') return scalarFault(node);
  if (node.kind === 'sequence') return firstOf(node.items, item => faultIn(item, seen));
  if (node.kind === 'alias') return undefined;
  return firstOf(node.members, ({ key, value }) => {
    return isMerge(key) && !isMergeable(value) ? mergeFault(key) : faultIn(value, seen);
  });
}

function firstOf<T>(items: readonly T[], find: (item: T) => SyntaxProblem | undefined): SyntaxProblem | undefined {
  for (const item of items) {
    const found = find(item);
    if (found) return found;
  }
  return undefined;
}

function scalarFault({ text, style, yaml11, span }: ScalarNode): SyntaxProblem | undefined {
  if (style !== 'plain' || yaml11 === 'string' || pyYamlValue(text, yaml11) !== undefined) return undefined;
  return { message: `PyYAML cannot read ${text} without quotes.`, span };
}

/** A merge key, which takes over what another map holds. */
export function isMerge(key: ScalarNode): boolean {
  return key.text === '<<' && key.style === 'plain';
}

function isMergeable(value: Node | undefined): boolean {
  const node = resolveAlias(value);
  if (node?.kind === 'sequence') return node.items.every(item => resolveAlias(item)?.kind === 'map');
  return node?.kind === 'map';
}

function mergeFault({ span }: ScalarNode): SyntaxProblem {
  return { message: 'PyYAML expects a map, or a list of maps, behind a merge key (<<).', span };
}
