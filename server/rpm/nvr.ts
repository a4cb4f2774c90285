/** Name-version-release: what builds go by. */

/** `podman` and `5.2.5-1.fc40` of `podman-5.2.5-1.fc40`; undefined for what is no NVR. */
export function splitNvr(nvr: string): { readonly name: string; readonly vr: string } | undefined {
  const [, name, vr] = /^(.+)-([^-]+-[^-]+)$/.exec(nvr) ?? [];
  return name === undefined || vr === undefined ? undefined : { name, vr };
}
