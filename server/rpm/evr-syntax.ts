/** What keeps a text from being the EVR of any package, in words. */

/**
 * Package architectures of RPM (rpm's `rpmrc.in`, as far as Fedora and its derivatives ever built for them), and
 * `noarch`. Tells an arch from the last part of a release (`fc40`).
 */
const ARCHES: ReadonlySet<string> = new Set([
  ...['noarch', 'src', 'nosrc'],
  ...['x86_64', 'x86_64_v2', 'x86_64_v3', 'x86_64_v4', 'amd64', 'ia32e', 'i386', 'i486', 'i586', 'i686', 'athlon'],
  ...['aarch64', 'armv5tel', 'armv6hl', 'armv7hl', 'armv7hnl', 'armv7l'],
  ...['ppc', 'ppc64', 'ppc64le', 'ppc64p7', 's390', 's390x', 'riscv64', 'loongarch64', 'ia64'],
  ...['mips', 'mipsel', 'mips64', 'mips64el', 'sparc', 'sparcv9', 'sparc64', 'alpha'],
]);

export function isRpmArch(text: string): boolean {
  return ARCHES.has(text);
}

/** The arch at the end of an EVRA (`1.0-1.fc40.noarch`): what follows the last dot, where that is one of RPM's. */
export function trailingArch(evra: string): string | undefined {
  const dot = evra.lastIndexOf('.');
  const arch = evra.slice(dot + 1);
  return dot > 0 && isRpmArch(arch) ? arch : undefined;
}

// rpm's build/parsePreamble.c: ALLOWED_CHARS_VERREL and ALLOWED_FIRSTCHARS_VERREL, letters and digits ASCII only
const ILLEGAL = /[^A-Za-z0-9._+~^]/u;
// what nearly every EVR is: one look instead of six
const WELL_FORMED = /^(?:\d+:)?[A-Za-z0-9._+~^]+-[A-Za-z0-9._+~^]+$/;

/**
 * The first thing that is wrong with `[E:]V-R`, as the end of a sentence that begins with the text ("has no release");
 * undefined where rpmbuild could have made a package of that EVR. A trailing arch counts as part of the release.
 */
export function evrFault(text: string): string | undefined {
  if (WELL_FORMED.test(text)) return distTagFault(text);
  if (text === '') return 'is empty';
  if (/\s/u.test(text)) return 'contains blanks';
  const colon = text.indexOf(':');
  if (colon >= 0 && !/^\d+$/.test(text.slice(0, colon))) {
    return colon === 0 ? 'has an empty epoch' : `has the epoch "${text.slice(0, colon)}", which is not a number`;
  }
  const rest = text.slice(colon + 1);
  const parts = rest.split('-');
  const [version = '', release] = parts;
  if (release === undefined) return 'has no release (VERSION-RELEASE)';
  if (parts.length > 2) return 'has more than one "-", so that the name or something else stands in it';
  if (version === '') return 'has an empty version';
  if (release === '') return 'has an empty release';
  const illegal = ILLEGAL.exec(version + release);
  if (illegal) return `contains "${illegal[0]}", which RPM allows in no version or release`;
  return distTagFault(text);
}

/** Whether a package may have that EVR; not where an arch stands behind it (`evr: 1.0-1.fc40.noarch`), which makes it look newer. */
export function isEvr(text: string): boolean {
  return evrFault(text) === undefined && trailingArch(text) === undefined;
}

function distTagFault(text: string): string | undefined {
  const doubled = doubledDistTag(text);
  return doubled === undefined ? undefined : `has the dist tag .${doubled.tag} twice`;
}

/** A dist tag directly after itself (`1.fc32.fc32`): where the second one starts and ends. */
export function doubledDistTag(text: string): { tag: string; start: number; end: number } | undefined {
  const match = /\.((?:fc|el)\d+)\.\1(?![0-9A-Za-z])/.exec(text);
  const tag = match?.[1];
  if (!match || tag === undefined) return undefined;
  const end = match.index + match[0].length;
  return { tag, start: end - tag.length - 1, end };
}
