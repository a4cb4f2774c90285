import { removeMember, renameKey } from '../lockfile/edits';
import type { MapNode, Member, Node } from '../lockfile/model';
import { lastMember, resolveAlias } from '../lockfile/view';
import type { Finding, Fix, Rule, RuleContext } from './rule';
import { fixHere, list, nearest } from './support';

/** rpm-ostree's rust/src/lockfile.rs: every struct has `deny_unknown_fields`; an entry's metadata is a free map. */
const TOP = ['packages', 'metadata'];
const ENTRY = ['evr', 'evra', 'digest', 'metadata'];
const TOP_METADATA = ['generated', 'rpmmd_repos'];
const REPOSITORY = ['generated'];
const ENTRY_METADATA = ['type', 'reason', 'bodhi', 'sourcerpm'];

export const unknownKey: Rule = {
  code: 'unknown-key',
  severity: 'error',
  description: 'A key that rpm-ostree refuses, at any level.',
  documentation: `rpm-ostree reads a lockfile with \`deny_unknown_fields\`: one unknown key and it refuses the whole file. Known are
\`packages\` and \`metadata\` at the top; \`evr\` or \`evra\`, \`digest\` and \`metadata\` in an entry; \`generated\` and \`rpmmd_repos\` in the
top-level metadata, and \`generated\` for each repository there. An entry's own \`metadata\` takes any key, but has to be a
map. The fix renames the key to the known one it resembles, or removes it with what it holds.`,
  data: ['F'],
  *check(context) {
    const { root, entries } = context.lockfile;
    yield* unknown(context, root, TOP, 'at the top level');
    const metadata = resolveAlias(lastMember(root, 'metadata')?.value);
    yield* unknown(context, metadata, TOP_METADATA, "in the lockfile's metadata");
    const repositories = resolveAlias(lastMember(metadata, 'rpmmd_repos')?.value);
    for (const { key, value } of repositories?.kind === 'map' ? repositories.members : []) {
      yield* unknown(context, resolveAlias(value), REPOSITORY, `of the repository ${key.text}`);
    }
    for (const { map, name } of entries) {
      if (!map || map.members.every(isPlain)) continue;
      yield* unknown(context, map, ENTRY, `in the entry of ${name}`, name);
      yield* wrongMetadata(lastMember(map, 'metadata'), name);
    }
  },
};

/** True for a known key of an entry with the kind of value that it has to have: nearly every one. */
function isPlain({ key, value }: Member): boolean {
  return key.text === 'metadata' ? value?.kind === 'map' : ENTRY.includes(key.text);
}

function* unknown(
  context: RuleContext,
  node: Node | undefined,
  known: readonly string[],
  where: string,
  name?: string,
): Iterable<Finding> {
  if (node?.kind !== 'map') return;
  for (const member of node.members) {
    const key = member.key.text;
    if (known.includes(key)) continue;
    yield {
      span: member.key.span,
      message: `Unknown key "${key}" ${where}: rpm-ostree refuses the whole file. ${advice(key, known)}`,
      ...(name === undefined ? {} : { package: name }),
      fixes: fixes(context, node, member, known),
    };
  }
}

function advice(key: string, known: readonly string[]): string {
  if (known === TOP && key === 'source-packages') return 'rpm-ostree knew it from 2021 to January 2023 only.';
  if (known === ENTRY && ENTRY_METADATA.includes(key)) return `"${key}" belongs under "metadata".`;
  return `Known here: ${list(known)}.`;
}

function fixes(context: RuleContext, map: MapNode, member: Member, known: readonly string[]): Fix[] {
  const key = member.key.text;
  const free = known.filter(word => map.members.every(other => other.key.text !== word));
  // an entry takes only one of the two
  const usable = free.filter(
    word => !/^evra?$/.test(word) || map.members.every(({ key }) => !/^evra?$/.test(key.text)),
  );
  const near = nearest(key, usable);
  const remove = fixHere(context, `Remove "${key}"`, removeMember(context.lockfile, member));
  if (near === undefined) return [remove];
  const rename = renameKey(context.lockfile, member, near);
  return [fixHere(context, `Rename "${key}" to "${near}"`, rename, { preferred: true }), remove];
}

function* wrongMetadata(member: Member | undefined, name: string): Iterable<Finding> {
  const value = resolveAlias(member?.value);
  if (!member || value === undefined || value.kind === 'map') return;
  if (value.kind === 'scalar' && value.yaml12 === 'null') return;
  yield {
    span: member.span,
    message: `The metadata of ${name} has to be a map of keys (type, reason, bodhi): rpm-ostree refuses the whole file.`,
    package: name,
  };
}
