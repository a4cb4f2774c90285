/** What Bodhi calls a release of Fedora. */

/** `F40` of `40`; undefined for what is no release of Fedora (`9.8`), or not known. */
export function bodhiRelease(releasever: string | undefined): string | undefined {
  return releasever !== undefined && /^\d{2,}$/.test(releasever) ? `F${releasever}` : undefined;
}
