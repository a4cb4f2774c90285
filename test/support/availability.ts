/** Repository snapshots written down in a test: a few packages instead of a primary.xml. */
import { compareEvr } from '../../server/rpm/evr';
import { sourceName } from '../../server/rpm/nevra';
import type { PackageIndex, PackageRecord } from '../../server/rpmmd/package-index';
import type { Availability, RepositoryState } from '../../server/rpmmd/repositories';

/** `[name, evr, arch]`, and the source RPM where it is not `name-evr.src.rpm`. */
export type PackageLine = readonly [name: string, evr: string, arch: string, sourceRpm?: string];

export interface RepositoryOptions extends Partial<Omit<RepositoryState, 'index'>> {
  readonly id: string;
}

/** A repository that is ready and has these packages; `options` overrides any of its fields. */
export function repository(options: RepositoryOptions, packages: readonly PackageLine[]): RepositoryState {
  const ready = options.status === undefined || options.status === 'ready';
  return {
    basearch: 'x86_64',
    role: 'repo',
    priority: 99,
    cost: 1000,
    skipIfUnavailable: false,
    status: 'ready',
    checkedAt: undefined,
    revision: undefined,
    error: undefined,
    ...options,
    index: ready ? packageIndex(packages.map(packageRecord)) : undefined,
  };
}

export function availability(basearch: string, repositories: readonly RepositoryState[]): Availability {
  return { basearch, repositories: repositories.map(state => ({ ...state, basearch })) };
}

function packageRecord([name, evr, arch, sourceRpm]: PackageLine): PackageRecord {
  const source = sourceRpm ?? `${name}-${evr.replace(/^\d+:/, '')}.src.rpm`;
  return {
    name,
    arch,
    evr,
    source: source === '' ? name : sourceName(source),
    sourceRpm: source,
    location: `Packages/${name.slice(0, 1)}/${name}-${evr.replace(/^\d+:/, '')}.${arch}.rpm`,
    locationBase: '',
    checksum: `sha256:${Buffer.from(`${name}-${evr}.${arch}`).toString('hex').padEnd(64, '0').slice(0, 64)}`,
    fileTime: 1729728000,
    buildTime: 1729641600,
    size: 1024,
    summary: `Summary of ${name}`,
    license: 'MIT',
    url: '',
  };
}

function packageIndex(records: readonly PackageRecord[]): PackageIndex {
  const newestFirst = (a: PackageRecord, b: PackageRecord) =>
    compareEvr(b.evr, a.evr) || (a.arch < b.arch ? -1 : Number(a.arch > b.arch));
  const select = (matches: (record: PackageRecord) => boolean) => records.filter(matches).sort(newestFirst);
  return {
    size: records.length,
    find: (name, arch) => select(record => record.name === name && (arch === undefined || record.arch === arch)),
    findBySource: source => select(record => record.source === source),
    has: name => records.some(record => record.name === name),
    namesWithPrefix: (prefix, limit) =>
      [...new Set(records.map(record => record.name))]
        .filter(name => name.startsWith(prefix))
        .sort()
        .slice(0, limit),
    *newest() {
      const seen = new Set<string>();
      for (const { name, arch, evr } of select(() => true)) {
        if (seen.has(`${name}.${arch}`)) continue;
        seen.add(`${name}.${arch}`);
        yield { name, arch, evr };
      }
    },
  };
}
