/** Facts of two loads as one. */
import type { Known, ServiceFacts } from './facts';

/** Of two answers to one question the newer one, of equally old ones that of `first`. */
export function mergeFacts(first: ServiceFacts, second: ServiceFacts): ServiceFacts {
  return { koji: mergeKoji(first.koji, second.koji), bodhi: mergeBodhi(first.bodhi, second.bodhi) };
}

function mergeKoji(a: ServiceFacts['koji'], b: ServiceFacts['koji']): ServiceFacts['koji'] {
  if (!a || !b) return a ?? b;
  return {
    rpm: nvra => newer(a.rpm(nvra), b.rpm(nvra)),
    build: id => newer(a.build(id), b.build(id)),
    packages: buildId => newer(a.packages(buildId), b.packages(buildId)),
    tags: buildId => newer(a.tags(buildId), b.tags(buildId)),
    signatures: rpmId => newer(a.signatures(rpmId), b.signatures(rpmId)),
    page: build => a.page(build),
  };
}

function mergeBodhi(a: ServiceFacts['bodhi'], b: ServiceFacts['bodhi']): ServiceFacts['bodhi'] {
  if (!a || !b) return a ?? b;
  return {
    update: alias => newer(a.update(alias), b.update(alias)),
    updatesOf: nvr => newer(a.updatesOf(nvr), b.updatesOf(nvr)),
    newest: source => newer(a.newest(source), b.newest(source)),
  };
}

function newer<T>(first: Known<T>, second: Known<T>): Known<T> {
  if (!first || !second) return first ?? second;
  return second.at > first.at ? second : first;
}
