/** Dist tags: which release of a distribution a build was made for. */

// of several the last one: what stands behind a minor release bump (`1.fc40.4`), a branch (`1.el9_4`) or a rebuild is no tag
const DIST_TAG = /\.(fc|el)(\d+)(?=[._+~^]|$)/g;

/** `fc40` of `6.11.4-201.fc40`, `el9` of `1.0-3.el9_4`; undefined for a release without a dist tag. */
export function distTag(evr: string): string | undefined {
  const release = evr.slice(evr.lastIndexOf('-') + 1);
  const found = [...release.matchAll(DIST_TAG)].at(-1);
  return found && `${found[1]}${found[2]}`;
}

/** True for a build of that release (`40`, `9.8`), and for one that is of no release in particular, or where the release is not known. */
export function isForRelease(evr: string, releasever: string | undefined): boolean {
  const tag = distTag(evr);
  return tag === undefined || releasever === undefined || tag.slice(2) === releasever.replace(/\..*$/, '');
}
