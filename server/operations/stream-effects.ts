/** What a planned change would do to a stream, and to the streams around it, beyond its own entries. */
import type { StreamPolicy } from '../config-repo/repo-settings';
import { candidateFeeders, likelyFeeders } from '../config-repo/streams';
import { distTag } from '../rpm/dist-tag';
import { compareEvr } from '../rpm/evr';
import { canBePromoted, lockedRelease } from './locked-release';
import { type StreamChange, StreamState } from './stream-state';

/** A package that another stream has at another version. */
export interface Compared {
  readonly name: string;
  readonly basearch: string;
  /** After the change. */
  readonly own: string;
  /** There; undefined: not locked there. */
  readonly other: string | undefined;
}

export type StreamEffect =
  /** Of some packages on some basearches. */
  | {
      readonly kind: 'upgrade' | 'downgrade' | 'same';
      /** In the order of the plan. */
      readonly packages: readonly string[];
      readonly arches: readonly string[];
      /** Whether these are all of the plan's packages that were locked before. */
      readonly allPackages: boolean;
      /** Whether these are all the basearches where such packages count. */
      readonly allArches: boolean;
    }
  /** Newer than on each stream that the next promotion may come from: its users get it before those of that stream. */
  | { readonly kind: 'skips'; readonly streams: readonly string[]; readonly packages: readonly Compared[] }
  /** Older than on a stream that it must not fall behind. */
  | { readonly kind: 'behind'; readonly stream: string; readonly packages: readonly Compared[] }
  /** Another stream that must not fall behind this one does. */
  | { readonly kind: 'leaves-behind'; readonly stream: string; readonly packages: readonly Compared[] }
  /** The next promotion from `stream` puts another version in its place. */
  | { readonly kind: 'lost'; readonly stream: string; readonly packages: readonly Compared[] }
  /** The next promotion from `stream` brings all of it, or something newer, by itself. */
  | { readonly kind: 'redundant'; readonly stream: string; readonly packages: readonly Compared[] }
  /** A development stream that is not in use: what is put there reaches nobody. */
  | { readonly kind: 'closed'; readonly stream: string };

export interface EffectsInput {
  /** Every stream that has a branch, whether the change goes there or not. */
  readonly streams: readonly StreamChange[];
  readonly policies: ReadonlyMap<string, StreamPolicy>;
  /** Names of streams that the change goes to. What is said of another one is what would be if it went there, too. */
  readonly chosen: ReadonlySet<string>;
  /** What the pipeline says of next-devel; undefined: not known. */
  readonly nextDevelEnabled?: boolean | undefined;
}

/** By name of the stream, for each that the change has a plan for; those that cannot be changed have none. */
export function streamEffects(input: EffectsInput): ReadonlyMap<string, readonly StreamEffect[]> {
  const effects = new Effects(input);
  const planned = input.streams.filter(({ plan }) => plan?.kind === 'plan');
  return new Map(planned.map(({ target }) => [target.policy.name, effects.of(target.policy)]));
}

/** The stream whose state the pipeline tells (`next-devel/status.json`). */
const NEXT_DEVEL = 'next-devel';

class Effects {
  readonly #input: EffectsInput;
  readonly #states: ReadonlyMap<string, StreamState>;

  constructor(input: EffectsInput) {
    this.#input = input;
    this.#states = new Map(input.streams.map(change => [change.target.policy.name, new StreamState(change)]));
  }

  of(policy: StreamPolicy): StreamEffect[] {
    const own = this.#states.get(policy.name);
    if (!own) return [];
    const skips = this.#skips(policy, own);
    const skipped = new Set(skips.flatMap(effect => (effect.kind === 'skips' ? effect.streams : [])));
    return [
      ...moves(own),
      ...(this.#isClosed(policy) ? [{ kind: 'closed', stream: policy.name } as const] : []),
      ...skips,
      ...this.#behind(policy, own),
      ...this.#leavesBehind(own).filter(effect => effect.kind !== 'leaves-behind' || !skipped.has(effect.stream)),
      ...this.#fate(policy, own),
    ];
  }

  /** With the change where it goes there, or is asked about. */
  #versions(state: StreamState, asked: StreamState) {
    return state === asked || this.#input.chosen.has(state.name) ? state.after : state.before;
  }

  /** What the next promotion may come from; undefined where one of them is not known. */
  #feeders(policy: StreamPolicy): readonly StreamState[] | undefined {
    const names = this.#feederNames(policy);
    const states = names.flatMap(name => this.#states.get(name) ?? []);
    return names.length > 0 && states.length === names.length ? states : undefined;
  }

  #feederNames(policy: StreamPolicy): readonly string[] {
    const { policies, nextDevelEnabled: enabled } = this.#input;
    const candidates = candidateFeeders(policy, policies);
    if (enabled !== undefined && candidates.includes(NEXT_DEVEL)) {
      return enabled ? [NEXT_DEVEL] : candidates.filter(name => name !== NEXT_DEVEL);
    }
    return likelyFeeders(candidates, this.#states, new Set(candidates.filter(name => !this.#states.has(name))));
  }

  #isClosed({ name, promotesTo }: StreamPolicy): boolean {
    const fed = promotesTo.flatMap(to => this.#input.policies.get(to) ?? []);
    return fed.length > 0 && fed.every(policy => !this.#feederNames(policy).includes(name));
  }

  #skips(policy: StreamPolicy, own: StreamState): StreamEffect[] {
    const release = lockedRelease(own);
    const feeders = this.#feeders(policy)?.filter(feeder => lockedRelease(feeder) === release) ?? [];
    const found = changed(own).flatMap(({ name, basearch, evr }) => {
      const theirs = feeders.flatMap((feeder): (Compared & { readonly stream: string })[] => {
        const other = feeder.knows(basearch) ? this.#versions(feeder, own).evr(basearch, name) : undefined;
        if (other === undefined || !sameRelease(evr, other)) return [];
        return [{ name, basearch, own: evr, other, stream: feeder.name }];
      });
      return theirs.every(({ other }) => other !== undefined && compareEvr(evr, other) > 0) ? theirs : [];
    });
    const streams = [...new Set(found.map(({ stream }) => stream))];
    if (streams.length === 0) return [];
    return [{ kind: 'skips', streams, packages: found.map(({ stream: _, ...compared }) => compared) }];
  }

  #behind(policy: StreamPolicy, own: StreamState): StreamEffect[] {
    if (this.#isClosed(policy)) return [];
    return policy.notBehind.flatMap((stream): StreamEffect[] => {
      const other = this.#states.get(stream);
      const packages = other ? this.#newlyOlder(own, other, changed(own), own) : [];
      return packages.length === 0 ? [] : [{ kind: 'behind', stream, packages }];
    });
  }

  #leavesBehind(own: StreamState): StreamEffect[] {
    return this.#input.streams.flatMap(({ target: { policy } }): StreamEffect[] => {
      const other = this.#states.get(policy.name);
      if (!other || !policy.notBehind.includes(own.name) || this.#isClosed(policy)) return [];
      const packages = this.#newlyOlder(other, own, changed(own), own).map(({ own: older, other: newer, ...rest }) => {
        return { ...rest, own: newer ?? '', other: older };
      });
      return packages.length === 0 ? [] : [{ kind: 'leaves-behind', stream: policy.name, packages }];
    });
  }

  /** Of `packages` what is older on `one` than on `other` after the change and was not before. */
  #newlyOlder(one: StreamState, other: StreamState, packages: readonly Changed[], asked: StreamState): Compared[] {
    return packages.flatMap(({ name, basearch }) => {
      if (!one.knows(basearch) || !other.knows(basearch)) return [];
      const here = this.#versions(one, asked).evr(basearch, name);
      const there = this.#versions(other, asked).evr(basearch, name);
      if (!isOlder(here, there)) return [];
      if (isOlder(one.before.evr(basearch, name), other.before.evr(basearch, name))) return [];
      return [{ name, basearch, own: here ?? '', other: there }];
    });
  }

  /** What the next promotion makes of it; nothing where that is not certain. */
  #fate(policy: StreamPolicy, own: StreamState): StreamEffect[] {
    const feeders = this.#feeders(policy);
    if (!feeders?.every(feeder => canBePromoted(feeder, own))) return [];
    const fates = feeders.map(feeder => this.#fateBy(feeder, own));
    const [first] = fates;
    if (!first || !fates.every(fate => fate?.kind === first.kind)) return [];
    return [first];
  }

  #fateBy(feeder: StreamState, own: StreamState): Extract<StreamEffect, { kind: 'lost' | 'redundant' }> | undefined {
    const lost: Compared[] = [];
    const covered: Compared[] = [];
    let others = 0;
    for (const { name, basearch, evr, from } of counted(own)) {
      if (!feeder.knows(basearch)) {
        others++;
        continue;
      }
      const other = this.#versions(feeder, own).evr(basearch, name);
      const compared = { name, basearch, own: evr, other };
      const order = other === undefined ? -1 : compareEvr(other, evr);
      // a pin that keeps a newer version away, unlike one that is ahead of the promotion
      const holds = own.after.type(basearch, name) === 'pin' && (from === undefined || compareEvr(evr, from) <= 0);
      // whether the feeder has it without this change
      const before = feeder.before.evr(basearch, name);
      const had = before !== undefined && (holds ? compareEvr(before, evr) === 0 : compareEvr(before, evr) >= 0);
      if (order < 0 || (order > 0 && holds)) lost.push(compared);
      else if (had) covered.push(compared);
      else others++;
    }
    if (lost.length > 0) return { kind: 'lost', stream: feeder.name, packages: lost };
    if (covered.length === 0 || others > 0) return undefined;
    return { kind: 'redundant', stream: feeder.name, packages: covered };
  }
}

interface Changed {
  readonly name: string;
  readonly basearch: string;
  /** After the change. */
  readonly evr: string;
  /** Before; undefined: not locked. */
  readonly from: string | undefined;
}

/** The plan's packages on the basearches where they count. */
function counted(own: StreamState): Changed[] {
  return own.entries.flatMap(({ name, from }) => {
    return [...from].flatMap(([basearch, old]) => {
      const evr = own.after.evr(basearch, name);
      return evr === undefined ? [] : [{ name, basearch, evr, from: old }];
    });
  });
}

function changed(own: StreamState): Changed[] {
  return counted(own).filter(({ evr, from }) => from === undefined || compareEvr(evr, from) !== 0);
}

/** Upgrades and downgrades, by the basearches that they happen on; where there are none, that the version stays. */
function moves(own: StreamState): StreamEffect[] {
  const all = counted(own).filter(({ from }) => from !== undefined);
  const whole = together(all, own.basearches);
  const kinds = new Map<'upgrade' | 'downgrade' | 'same', Changed[]>();
  for (const one of all) {
    const order = compareEvr(one.evr, one.from ?? one.evr);
    const kind = order > 0 ? 'upgrade' : order < 0 ? 'downgrade' : 'same';
    kinds.set(kind, [...(kinds.get(kind) ?? []), one]);
  }
  const told = (['downgrade', 'upgrade'] as const).filter(kind => kinds.has(kind));
  return (told.length === 0 && kinds.has('same') ? (['same'] as const) : told).flatMap(kind => {
    const found = kinds.get(kind) ?? [];
    const groups = found.length === all.length ? [whole] : byArches(found, own.basearches);
    return groups.map(([packages, arches]): StreamEffect => {
      const allPackages = packages.length === whole[0].length;
      return { kind, packages, arches, allPackages, allArches: arches.length === whole[1].length };
    });
  });
}

type Group = readonly [packages: readonly string[], arches: readonly string[]];

function together(found: readonly Changed[], order: readonly string[]): Group {
  const arches = new Set(found.map(({ basearch }) => basearch));
  return [[...new Set(found.map(({ name }) => name))], order.filter(arch => arches.has(arch))];
}

/** Packages that have the same basearches, together. */
function byArches(found: readonly Changed[], order: readonly string[]): Group[] {
  const groups = new Map<string, Changed[]>();
  for (const one of found) {
    const arches = found.filter(({ name }) => name === one.name).map(({ basearch }) => basearch);
    const key = order.filter(arch => arches.includes(arch)).join();
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map(group => together(group, order));
}

function isOlder(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && compareEvr(one, other) < 0;
}

/** Not where the other stream still has a build of the release before. */
function sameRelease(one: string, other: string): boolean {
  const [here, there] = [distTag(one), distTag(other)];
  return here === undefined || there === undefined || here === there;
}
