/** Which files of a config repository are what, by their base names (coreos-assembler's and build-rootfs' conventions). */

const LOCKFILE = /^manifest-lock(?!.*[A-Z]).*\.(?:json|ya?ml)$/;
const GENERATED = /^manifest-lock\.generated\./;
const MANIFEST = /^manifest(?:-(.+))?\.ya?ml$/;
const BUILD_ARGS = /^build-args(?:-(.+))?\.conf$/;

/** Any lockfile, conventionally named or not (but in lower case, unlike a grammar), but for those that a build wrote (`manifest-lock.generated.*`). */
export function isLockfile(name: string): boolean {
  return LOCKFILE.test(name) && !GENERATED.test(name);
}

/** `manifest.yaml` and `manifest-<variant>.yaml`. */
export function isManifest(name: string): boolean {
  return MANIFEST.test(name) && !LOCKFILE.test(name);
}

/** `build-args.conf` and `build-args-<variant>.conf`. */
export function isBuildArgs(name: string): boolean {
  return BUILD_ARGS.test(name);
}

export function isRepoFile(name: string): boolean {
  return name.endsWith('.repo') && !name.startsWith('.');
}

/** Folders that never hold a config repository of the user's: hidden ones (`.git`), installed dependencies. */
export function isSkippedFolder(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules' || name === '__pycache__';
}

/** Variants a repository has (`c9s` of `build-args-c9s.conf` or `manifest-c9s.yaml`), sorted. */
export function variantsOf(names: readonly string[]): string[] {
  const variants = names.flatMap(name => {
    const match = BUILD_ARGS.exec(name) ?? (isManifest(name) ? MANIFEST.exec(name) : null);
    return match?.[1] === undefined ? [] : [match[1]];
  });
  return [...new Set(variants)].sort();
}
