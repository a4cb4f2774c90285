import { removeMember } from '../lockfile/edits';
import type { Lockfile, MapNode, Member, Node } from '../lockfile/model';
import { lastMember } from '../lockfile/view';
import type { Rule } from './rule';
import { fixHere } from './support';

export const duplicateKey: Rule = {
  code: 'duplicate-key',
  severity: 'error',
  description: 'The same package or key twice in one map.',
  documentation: `Readers do not report a package that comes twice: they silently take the last one, so that the first has no effect although it looks
as if it had. Twice the same key within an entry (\`evra\`) makes rpm-ostree refuse the file. The fix removes the one that has no effect; look
which of the two versions is meant.`,
  data: ['F'],
  *check(context) {
    const { lockfile, path } = context;
    let free: Set<Node | undefined> | undefined;
    for (const map of mapsWithDuplicates(lockfile)) {
      const packages = map === lockfile.packages?.value;
      for (const member of map.members) {
        if (!member.superseded) continue;
        const key = member.key.text;
        free ??= freeMaps(lockfile);
        const winner = map.members.findLast(other => other.key.text === key);
        if (!winner) continue;
        const same = source(lockfile, member) === source(lockfile, winner);
        const versions = packages && !same ? describe(member, winner) : '';
        yield {
          span: member.key.span,
          ...(packages ? { package: key } : {}),
          message: `"${key}" stands here twice: ${
            free.has(map) ? 'readers silently' : 'rpm-ostree refuses the whole file, other readers'
          } take the last one${versions}, this one has no effect.`,
          related: [{ path, span: winner.key.span, message: 'the one that counts' }],
          fixes: [
            fixHere(context, `Remove this "${key}", which has no effect`, removeMember(lockfile, member), {
              preferred: true,
              fixAll: same,
            }),
          ],
          tag: 'unnecessary',
        };
      }
    }
  },
};

/** The maps whose keys rpm-ostree does not know beforehand. In all others serde refuses a key that comes twice. */
function freeMaps({ packages, entries, root }: Lockfile): Set<Node | undefined> {
  const repositories = lastMember(lastMember(root, 'metadata')?.value, 'rpmmd_repos')?.value;
  return new Set([packages?.value, repositories, ...entries.map(({ map }) => lastMember(map, 'metadata')?.value)]);
}

/** At every level. Aliases are not followed. */
function mapsWithDuplicates({ root }: Lockfile): MapNode[] {
  const found: MapNode[] = [];
  const pending: Node[] = root ? [root] : [];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.kind === 'sequence') pending.push(...node.items);
    if (node.kind !== 'map') continue;
    let duplicates = false;
    for (const { value, superseded } of node.members) {
      if (superseded) duplicates = true;
      if (value && value.kind !== 'scalar') pending.push(value);
    }
    if (duplicates) found.push(node);
  }
  return found;
}

function source({ text }: Lockfile, { span }: Member): string {
  return text.slice(span.start, span.end);
}

function describe(loser: Member, winner: Member): string {
  const lost = versionText(loser);
  const won = versionText(winner);
  return lost !== undefined && won !== undefined && lost !== won ? ` (${won}, not ${lost})` : '';
}

function versionText({ value }: Member): string | undefined {
  if (value?.kind !== 'map') return undefined;
  const version = value.members.findLast(({ key }) => key.text === 'evr' || key.text === 'evra')?.value;
  return version?.kind === 'scalar' ? version.text : undefined;
}
