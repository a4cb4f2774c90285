/** `rpms.lock.yaml`: the RPMs that a hermetic build downloads beforehand (rpm-lockfile-prototype's format, version 1). */
import type { Span } from '../lockfile/model';
import type { ConfigProblem, FileTree } from './model';
import { YamlFile, type YamlValue } from './yaml-reader';

const RPMS_LOCK_FILE = 'rpms.lock.yaml';

/** One RPM, as the file name in its URL says: that knows no epoch. */
export interface RpmsLockPackage {
  readonly name: string;
  /** `V-R`. */
  readonly vr: string;
  readonly arch: string;
  /** `[E:]V-R` where `evr` says it. */
  readonly evr: string | undefined;
  /** Of the URL in the file. */
  readonly span: Span;
}

export interface RpmsLock {
  readonly path: string;
  /** By basearch. */
  readonly arches: ReadonlyMap<string, readonly RpmsLockPackage[]>;
}

export interface ReadRpmsLock {
  /** Undefined where there is no such file, or nothing can be made of it. */
  readonly rpmsLock: RpmsLock | undefined;
  readonly problems: readonly ConfigProblem[];
  readonly sources: readonly string[];
}

/** `names` is the root's listing. Never rejects: what cannot be read is a problem. */
export async function readRpmsLock(tree: FileTree, names: readonly string[]): Promise<ReadRpmsLock> {
  const path = RPMS_LOCK_FILE;
  if (!names.includes(path)) return { rpmsLock: undefined, problems: [], sources: [] };
  try {
    const text = await tree.read(path);
    if (text !== undefined) return { ...parseRpmsLock(text), sources: [path] };
    const message = `${path} is a link to a file that is not there.`;
    return { rpmsLock: undefined, problems: [{ path, span: undefined, message }], sources: [path] };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { rpmsLock: undefined, problems: [{ path, span: undefined, message }], sources: [path] };
  }
}

/** Never throws. A package that cannot be understood is a problem, and the others count. */
export function parseRpmsLock(text: string): Omit<ReadRpmsLock, 'sources'> {
  const file = new YamlFile(RPMS_LOCK_FILE, text);
  const { problems, path } = file;
  if (problems.length > 0) return { rpmsLock: undefined, problems };
  const root = membersOf(file.root);
  const version = root.get('lockfileVersion');
  if (version?.text !== '1') {
    const said = version?.text === undefined ? 'no lockfileVersion' : `lockfileVersion ${version.text}`;
    (version ?? file.root).problem(
      `${path} has ${said}: only version 1 is known here, and nothing is checked against it.`,
    );
    return { rpmsLock: undefined, problems };
  }
  const arches = new Map<string, RpmsLockPackage[]>();
  const list = root.get('arches');
  if (!list) file.root.problem(`${path} has no 'arches'.`);
  for (const item of list?.items() ?? []) {
    const section = membersOf(item);
    const arch = section.get('arch')?.string()?.value;
    if (arch === undefined) {
      item.problem(`A section of 'arches' names no 'arch'.`);
      continue;
    }
    const packages = section.get('packages');
    const found = packages?.isNull ? [] : (packages?.items() ?? []).flatMap(one => packageOf(one) ?? []);
    arches.set(arch, [...(arches.get(arch) ?? []), ...found]);
  }
  return { rpmsLock: { path, arches }, problems };
}

function membersOf(value: YamlValue): Map<string, YamlValue> {
  return new Map(value.members().map(({ key, value: member }) => [key.value, member]));
}

function packageOf(value: YamlValue): RpmsLockPackage | undefined {
  const members = membersOf(value);
  const url = members.get('url')?.string();
  if (!url) return members.has('url') ? undefined : value.problem("A package has no 'url'.");
  const nvra = fileNvra(url.value);
  if (!nvra)
    return members.get('url')?.problem(`The file name of '${url.value}' is not NAME-VERSION-RELEASE.ARCH.rpm.`);
  return { ...nvra, evr: members.get('evr')?.text, span: url.span };
}

function fileNvra(url: string): Pick<RpmsLockPackage, 'name' | 'vr' | 'arch'> | undefined {
  const file =
    url
      .replace(/[?#].*$/, '')
      .split('/')
      .at(-1) ?? '';
  const match = /^(.+)-([^-]+-[^-]+)\.([^.-]+)\.rpm$/.exec(unescaped(file));
  const [, name, vr, arch] = match ?? [];
  return name === undefined || vr === undefined || arch === undefined ? undefined : { name, vr, arch };
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone % is no escape
  }
}
