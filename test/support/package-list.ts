/** A package index over a plain list, for tests of what stands on the interface. */
import { compareEvr } from '../../server/rpm/evr';
import type { PackageIndex, PackageRecord } from '../../server/rpmmd/package-index';

/** `name evr arch`, the other fields made up. */
export function packageRecord(text: string): PackageRecord {
  const [name = '', evr = '', arch = ''] = text.split(' ');
  return {
    name,
    evr,
    arch,
    source: name,
    sourceRpm: `${name}.src.rpm`,
    location: `${name}.rpm`,
    locationBase: '',
    checksum: 'sha256:00',
    fileTime: 0,
    buildTime: 0,
    size: 0,
    summary: '',
    license: '',
    url: '',
  };
}

export function packageList(records: readonly PackageRecord[]): PackageIndex {
  const sorted = [...records].sort((a, b) => compareEvr(b.evr, a.evr) || (a.arch < b.arch ? -1 : 1));
  const names = [...new Set(records.map(record => record.name))].sort();
  return {
    size: records.length,
    find: (name, arch) => sorted.filter(r => r.name === name && (arch === undefined || r.arch === arch)),
    findBySource: source => sorted.filter(record => record.source === source),
    has: name => names.includes(name),
    namesWithPrefix: (prefix, limit) => names.filter(name => name.startsWith(prefix)).slice(0, limit),
    newest: () => sorted.filter((r, i) => sorted.findIndex(s => s.name === r.name && s.arch === r.arch) === i),
  };
}
