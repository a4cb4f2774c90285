/** What differs between two versions of a package: the version, the release, the dist tag alone, the epoch alone. */
import { distTag } from '../../rpm/dist-tag';
import { parseEvr, rpmvercmp } from '../../rpm/evr';
import type { ChangeNature } from './diff';

/** Of two EVRs that RPM does not take for equal. */
export function natureOf(from: string, to: string): ChangeNature {
  const a = parseEvr(from);
  const b = parseEvr(to);
  if (rpmvercmp(a.version, b.version) !== 0) return 'version';
  if (rpmvercmp(a.release ?? '', b.release ?? '') === 0) return 'epoch';
  if (a.epoch !== b.epoch) return 'release';
  const [oldTag, newTag] = [distTag(from), distTag(to)];
  if (oldTag === undefined || newTag === undefined || oldTag === newTag) return 'release';
  return withoutTag(a.release ?? '', oldTag) === withoutTag(b.release ?? '', newTag) ? 'rebuild' : 'release';
}

const ORDER: readonly ChangeNature[] = ['version', 'epoch', 'release', 'rebuild'];

/** The one that says most; undefined of none. */
export function greatestNature(natures: Iterable<ChangeNature | undefined>): ChangeNature | undefined {
  const found = new Set(natures);
  return ORDER.find(nature => found.has(nature));
}

function withoutTag(release: string, tag: string): string {
  const at = release.lastIndexOf(`.${tag}`);
  return `${release.slice(0, at)}.${release.slice(at + tag.length + 1)}`;
}
