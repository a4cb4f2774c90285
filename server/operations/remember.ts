/** A scope that asks each index the same question once: planning a whole file asks for most packages several times. */
import type { PackageIndex, PackageRecord } from '../rpmmd/package-index';
import type { Availability } from '../rpmmd/repositories';
import type { FileScope } from './reach';

/** The same scope, its answers kept as long as it lives. Records must not be changed by those who get them. */
export function remembering(scope: FileScope): FileScope {
  const known = new Map<string, Availability | undefined>();
  const availability = (basearch: string): Availability | undefined => {
    if (!known.has(basearch)) known.set(basearch, remembered(scope.availability(basearch)));
    return known.get(basearch);
  };
  return { ...scope, availability };
}

function remembered(availability: Availability | undefined): Availability | undefined {
  return (
    availability && {
      ...availability,
      repositories: availability.repositories.map(state => ({
        ...state,
        index: state.index && rememberingIndex(state.index),
      })),
    }
  );
}

function rememberingIndex(index: PackageIndex): PackageIndex {
  const byName = new Map<string, PackageRecord[]>();
  const bySource = new Map<string, PackageRecord[]>();
  const find = (name: string): PackageRecord[] => ask(byName, name, () => index.find(name));
  return {
    size: index.size,
    find: (name, arch) => (arch === undefined ? find(name) : find(name).filter(record => record.arch === arch)),
    findBySource: source => ask(bySource, source, () => index.findBySource(source)),
    has: name => index.has(name),
    namesWithPrefix: (prefix, limit) => index.namesWithPrefix(prefix, limit),
    newest: () => index.newest(),
  };
}

function ask(known: Map<string, PackageRecord[]>, key: string, find: () => PackageRecord[]): PackageRecord[] {
  const answer = known.get(key) ?? find();
  known.set(key, answer);
  return answer;
}
