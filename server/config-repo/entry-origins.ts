/** Since when the overrides of a file stand at their versions, from `git blame`. */
import type { GitRepository, LineOrigin } from '../git/git';
import type { LayerFile } from '../lockfile/layers';
import type { Entry } from '../lockfile/model';
import { lastMember, resolveAlias } from '../lockfile/view';
import type { EntryOrigin } from './branches';

/** True for an overrides file with a pin: rules ask for the age of pins alone. */
export function hasPins({ layer, lockfile }: LayerFile): boolean {
  return layer !== 'base' && [...lockfile.byName.values()].some(isPin);
}

/** True for an overrides file with anything in it. */
export function hasOverrides({ layer, lockfile }: LayerFile): boolean {
  return layer !== 'base' && lockfile.byName.size > 0;
}

/**
 * Origins of a file's entries by package name. `path` is relative to the top of the tree, `file` what stands there in
 * `commit`. Only the lines of the version count: a reason added later makes an entry no younger. Lines from the edge of a
 * shallow clone are older than anybody knows, and left out. Rejects where git cannot blame the file.
 */
export async function entryOrigins(
  git: GitRepository,
  commit: string,
  path: string,
  { lockfile }: LayerFile,
): Promise<ReadonlyMap<string, EntryOrigin>> {
  const lines = await git.blame(commit, path);
  const starts = lineStarts(lockfile.text);
  const origins = new Map<string, EntryOrigin>();
  // a symbolic link: what was blamed is not what was read
  if (lines.length !== starts.length) return origins;
  for (const entry of lockfile.byName.values()) {
    const { version, map, name } = entry;
    const span = version && lastMember(map, version.key)?.span;
    if (!span) continue;
    const own = lines.filter((_, i) => (starts[i] ?? 0) < span.end && (starts[i + 1] ?? Infinity) > span.start);
    const newest = own.reduce<LineOrigin | undefined>((a, b) => (a && a.committed >= b.committed ? a : b), undefined);
    if (!newest || newest.edge) continue;
    const { commit: id, committed, subject, author } = newest;
    origins.set(name, { evr: version.evr, commit: id, committed, subject, author });
  }
  return origins;
}

function isPin({ metadata }: Entry): boolean {
  const type = resolveAlias(metadata.get('type')?.value);
  return type?.kind === 'scalar' && type.text === 'pin';
}

/** Where the lines of a text start; a line ends at `\n`, as for git. */
function lineStarts(text: string): number[] {
  const starts = text === '' ? [] : [0];
  for (let end = text.indexOf('\n'); end >= 0 && end + 1 < text.length; end = text.indexOf('\n', end + 1)) {
    starts.push(end + 1);
  }
  return starts;
}
