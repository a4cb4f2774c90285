/** A package index narrowed by a repository's includepkgs and excludepkgs. */
import type { PackageIndex, PackageRecord } from './package-index';
import { keyOf, type Selection, selectPackages } from './package-pattern';
import type { RepoConfig } from './repo-config';

/** The index itself where the configuration says neither. What is excluded stays out even where it is included too. */
export function filterPackages(
  index: PackageIndex,
  { includepkgs, excludepkgs }: Pick<RepoConfig, 'includepkgs' | 'excludepkgs'>,
): PackageIndex {
  if (includepkgs.length === 0 && excludepkgs.length === 0) return index;
  return new FilteredIndex(index, includepkgs, excludepkgs);
}

type Verdict = 'all' | 'some' | 'none';

class FilteredIndex implements PackageIndex {
  #selections: { readonly included: Selection | undefined; readonly excluded: Selection } | undefined;
  #size: number | undefined;

  constructor(
    private readonly base: PackageIndex,
    private readonly includepkgs: readonly string[],
    private readonly excludepkgs: readonly string[],
  ) {}

  get size(): number {
    this.#size ??= this.#count();
    return this.#size;
  }

  find(name: string, arch?: string): PackageRecord[] {
    const verdict = this.#verdict(name);
    if (verdict === 'none') return [];
    const found = this.base.find(name, arch);
    return verdict === 'all' ? found : found.filter(record => this.#allows(record));
  }

  findBySource(source: string): PackageRecord[] {
    return this.base.findBySource(source).filter(record => this.#allows(record));
  }

  has(name: string): boolean {
    const verdict = this.#verdict(name);
    return verdict === 'some' ? this.find(name).length > 0 : verdict === 'all' && this.base.has(name);
  }

  namesWithPrefix(prefix: string, limit: number): string[] {
    const names: string[] = [];
    for (const name of this.base.namesWithPrefix(prefix, Number.POSITIVE_INFINITY)) {
      if (names.length >= limit) break;
      if (this.has(name)) names.push(name);
    }
    return names;
  }

  *newest(): Iterable<{ readonly name: string; readonly arch: string; readonly evr: string }> {
    for (const entry of this.base.newest()) {
      const verdict = this.#verdict(entry.name);
      if (verdict === 'all') yield entry;
      else if (verdict === 'some') {
        const record = this.find(entry.name, entry.arch)[0];
        if (record) yield { name: record.name, arch: record.arch, evr: record.evr };
      }
    }
  }

  #verdict(name: string): Verdict {
    const { included, excluded } = this.#select();
    if (excluded.names.has(name)) return 'none';
    const whole = included === undefined || included.names.has(name);
    if (!whole && !included.some.has(name)) return 'none';
    return whole && !excluded.some.has(name) ? 'all' : 'some';
  }

  #allows(record: PackageRecord): boolean {
    const { included, excluded } = this.#select();
    return (included === undefined || contains(included, record)) && !contains(excluded, record);
  }

  #select() {
    this.#selections ??= {
      included: this.includepkgs.length === 0 ? undefined : selectPackages(this.includepkgs, this.base),
      excluded: selectPackages(this.excludepkgs, this.base),
    };
    return this.#selections;
  }

  #count(): number {
    let count = 0;
    for (const name of this.base.namesWithPrefix('', Number.POSITIVE_INFINITY)) count += this.find(name).length;
    return count;
  }
}

function contains(selection: Selection, record: PackageRecord): boolean {
  return selection.names.has(record.name) || selection.some.get(record.name)?.has(keyOf(record)) === true;
}
