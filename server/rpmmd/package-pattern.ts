/** Which packages a pattern of includepkgs or excludepkgs stands for (libdnf's Query::filterSubject). */
import { parseEvr } from '../rpm/evr';
import { globMatcher, hasGlob } from './fnmatch';
import type { PackageIndex, PackageRecord } from './package-index';

/** Some packages of one index. */
export interface Selection {
  /** Names all of whose packages are in it. */
  readonly names: ReadonlySet<string>;
  /** Of other names: `evr.arch` of the packages in it. */
  readonly some: ReadonlyMap<string, ReadonlySet<string>>;
}

type Test = (text: string) => boolean;

/** A pattern read in one of its possible forms. */
interface Form {
  readonly name: string;
  readonly epoch?: string;
  readonly version?: Test;
  readonly release?: Test;
  readonly arch?: Test;
}

const NAME = '([^:(/=<> ]+)';
const EPOCH = '(?:(\\d+):)?';
const PART = '([^-:(/=<> ]+)';
const ARCH = '([^-:.(/=<> ]+)';
// libdnf/nevra.cpp; tried in the order of HY_FORMS_MOST_SPEC
const NEVRA = new RegExp(`^${NAME}-${EPOCH}${PART}-${PART}\\.${ARCH}$`);
const NA = new RegExp(`^${NAME}\\.${ARCH}$`);
const NEVR = new RegExp(`^${NAME}-${EPOCH}${PART}-${PART}$`);
const NEV = new RegExp(`^${NAME}-${EPOCH}${PART}$`);

/**
 * The union of what the patterns stand for. Of a pattern's readings (name-evr.arch, name.arch, name, name-evr,
 * name-version, then a glob on the whole NEVRA) the first that finds anything counts, as in libdnf.
 */
export function selectPackages(patterns: readonly string[], index: PackageIndex): Selection {
  const names = new Set<string>();
  const some = new Map<string, Set<string>>();
  const scan = new Scan(index);
  for (const pattern of patterns) {
    const found = resolve(pattern, scan);
    if (found === undefined) continue;
    if (Array.isArray(found)) for (const name of found) names.add(name);
    else {
      for (const [name, keys] of found) {
        const known = some.get(name) ?? new Set();
        for (const key of keys) known.add(key);
        some.set(name, known);
      }
    }
  }
  return { names, some };
}

export const keyOf = (record: PackageRecord): string => `${record.evr}.${record.arch}`;

/** An index whose answers are kept as long as one list of patterns is looked up: globs go through all of it. */
class Scan {
  readonly #found = new Map<string, PackageRecord[]>();
  #names: string[] | undefined;

  constructor(readonly index: PackageIndex) {}

  names(): readonly string[] {
    this.#names ??= this.index.namesWithPrefix('', Number.POSITIVE_INFINITY);
    return this.#names;
  }

  /** Names whose packages are worth looking at. */
  candidates({ name, version, arch }: Form): string[] {
    if (!hasGlob(name)) return [name].filter(exact => this.index.has(exact));
    const wanted = globMatcher(name);
    if (arch === undefined || version !== undefined) return this.names().filter(wanted);
    // `*.i686`: most names have no such arch, and whole records are dear
    const names = new Set<string>();
    for (const newest of this.index.newest()) if (arch(newest.arch) && wanted(newest.name)) names.add(newest.name);
    return [...names];
  }

  pick(names: readonly string[], wanted: (record: PackageRecord) => boolean): Map<string, string[]> {
    const picked = new Map<string, string[]>();
    for (const name of names) {
      const records = this.#found.get(name) ?? this.index.find(name);
      this.#found.set(name, records);
      const keys = records.filter(wanted).map(keyOf);
      if (keys.length > 0) picked.set(name, keys);
    }
    return picked;
  }
}

/** Whole names, or `evr.arch` by name; undefined where no reading finds anything. */
function resolve(pattern: string, scan: Scan): string[] | Map<string, string[]> | undefined {
  for (const form of formsOf(pattern)) {
    const candidates = scan.candidates(form);
    if (form.version === undefined && form.arch === undefined) {
      if (candidates.length > 0) return candidates;
      continue;
    }
    const found = scan.pick(candidates, record => matches(form, record));
    if (found.size > 0) return found;
  }
  if (!hasGlob(pattern)) return undefined;
  const start = /^[^*?[\\]*/.exec(pattern)?.[0] ?? '';
  const possible = scan.names().filter(name => name.startsWith(start) || start.startsWith(`${name}-`));
  const whole = globMatcher(pattern);
  const found = scan.pick(possible, record => whole(`${record.name}-${record.evr}.${record.arch}`));
  return found.size > 0 ? found : undefined;
}

function matches(form: Form, record: PackageRecord): boolean {
  const { epoch, version, release } = parseEvr(record.evr);
  if (form.epoch !== undefined && form.epoch !== epoch) return false;
  if (form.version && !form.version(version)) return false;
  if (form.release && !form.release(release ?? '')) return false;
  return !form.arch || form.arch(record.arch);
}

function formsOf(pattern: string): Form[] {
  const forms: Form[] = [];
  const evr = (match: RegExpExecArray): Form => {
    const [, name = '', epoch, version, release, arch] = match;
    return {
      name,
      ...(epoch === undefined ? {} : { epoch: epoch.replace(/^0+(?=\d)/, '') }),
      ...(version === undefined ? {} : { version: globMatcher(version) }),
      ...(release === undefined ? {} : { release: globMatcher(release) }),
      ...(arch === undefined ? {} : { arch: globMatcher(arch) }),
    };
  };
  const nevra = NEVRA.exec(pattern);
  if (nevra) forms.push(evr(nevra));
  const [, name, arch] = NA.exec(pattern) ?? [];
  if (name !== undefined && arch !== undefined) forms.push({ name, arch: globMatcher(arch) });
  forms.push({ name: pattern });
  for (const expression of [NEVR, NEV]) {
    const match = expression.exec(pattern);
    if (match) forms.push(evr(match));
  }
  return forms;
}
