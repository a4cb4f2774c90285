/** What a user should know of overrides before they are written, one sentence each. */

import type { EffectiveEntry } from '../lockfile/layers';
import { metadataText } from '../lockfile/metadata';
import { compareEvr } from '../rpm/evr';
import { type AcceptedRpm, lockedArches } from './accepted-rpms';
import type { OverrideItem, OverrideTarget } from './override-request';
import type { PlacedEntry, Placement } from './place-overrides';
import { lockedSources } from './source';
import { list } from './words';

/** The state that overrides are planned for. */
export interface NotedPlan {
  readonly target: OverrideTarget;
  readonly items: readonly OverrideItem[];
  readonly accepted: ReadonlyMap<string, ReadonlyMap<string, AcceptedRpm>>;
  readonly placement: Placement;
  /** What counts now on a basearch, overrides regarded. */
  readonly now: (basearch: string, name: string) => string | undefined;
  readonly effective: (basearch: string) => ReadonlyMap<string, EffectiveEntry>;
}

export function overrideNotes(plan: NotedPlan): string[] {
  return [
    ...leftOut(plan),
    ...downgrades(plan),
    ...notBuilt(plan),
    ...goneSiblings(plan),
    ...apart(plan),
    ...sameAsBase(plan),
    ...lateFastTracks(plan),
    ...lostReasons(plan),
    ...gone(plan),
  ];
}

/** Sentences about several packages or arches each: those of which the same is to be said stand together. */
class Grouped {
  readonly #groups = new Map<string, { names: Set<string>; arches: Set<string> }>();

  add(what: string, name: string, arch: string): void {
    const group = this.#groups.get(what) ?? { names: new Set(), arches: new Set() };
    group.names.add(name);
    group.arches.add(arch);
    this.#groups.set(what, group);
  }

  sentences(say: (names: readonly string[], what: string, arches: readonly string[]) => string): string[] {
    return [...this.#groups].map(([what, { names, arches }]) => say([...names], what, [...arches]));
  }
}

const MANY = 4;

/** "kernel, kernel-core, kernel-modules and 3 more". */
function some(names: readonly string[]): string {
  if (names.length <= MANY) return list(names);
  return `${names.slice(0, MANY - 1).join(', ')} and ${names.length - MANY + 1} more`;
}

function on(arches: readonly string[], { target }: NotedPlan): string {
  const all = lockedArches(target);
  return arches.length === all.length && all.length > 1 ? 'on every arch' : `on ${list(arches)}`;
}

const verb = (names: readonly string[], one: string, several: string): string => (names.length === 1 ? one : several);

function leftOut({ items, accepted }: NotedPlan): string[] {
  const taken = new Set([...accepted.values()].flatMap(rpms => [...rpms.values()].map(({ item }) => item)));
  return items
    .filter(item => !taken.has(item))
    .map(({ build }) => {
      const isLocked = build.rpms.some(({ name }) => accepted.has(name));
      return isLocked
        ? `${build.nvr} is left out: another build brings all that is locked of it.`
        : `${build.nvr} is left out: no lock has a package of it.`;
    });
}

function downgrades(plan: NotedPlan): string[] {
  const found = new Grouped();
  for (const [name, rpms] of plan.accepted) {
    for (const [arch, { evr }] of rpms) {
      const from = plan.now(arch, name);
      if (from !== undefined && compareEvr(evr, from) < 0) found.add(`from ${from} to ${evr}`, name, arch);
    }
  }
  return found.sentences((names, what, arches) => {
    return `${some(names)} ${verb(names, 'goes', 'go')} back ${what} ${on(arches, plan)}.`;
  });
}

/** Packages that are locked on more arches than they were built for. */
function notBuilt(plan: NotedPlan): string[] {
  const found = new Grouped();
  for (const [name, rpms] of plan.accepted) {
    const [rpm] = rpms.values();
    for (const arch of lockedArches(plan.target)) {
      if (rpms.has(arch) || !plan.target.locked.get(arch)?.has(name)) continue;
      found.add(`${rpm?.item.build.nvr} has no such package there: it stays at ${plan.now(arch, name)}`, name, arch);
    }
  }
  return found.sentences((names, what, arches) => {
    return `${some(names)} ${verb(names, 'is', 'are')} locked ${on(arches, plan)}, too, but ${what}.`;
  });
}

/** Packages that are locked from the same source and not in the build. */
function goneSiblings(plan: NotedPlan): string[] {
  const found = new Grouped();
  for (const arch of lockedArches(plan.target)) {
    const sources = lockedSources(plan.target, arch);
    const builds = new Map<string, AcceptedRpm>();
    for (const [name, rpms] of plan.accepted) {
      const [rpm, source] = [rpms.get(arch), sources.get(name)];
      if (rpm && source !== undefined) builds.set(source, rpm);
    }
    for (const [name, source] of sources) {
      const rpm = builds.get(source);
      if (rpm && !plan.accepted.has(name)) found.add(`${source}|${rpm.item.build.nvr}`, name, arch);
    }
  }
  return found.sentences((names, what, arches) => {
    const [source, nvr] = what.split('|');
    const those = `${some(names)} ${verb(names, 'stays as it is', 'stay as they are')} ${on(arches, plan)}`;
    return `${those}: locked from ${source}, too, but not in ${nvr}.`;
  });
}

function apart(plan: NotedPlan): string[] {
  const byName = new Map<string, string[]>();
  for (const { name, arch } of plan.placement.entries) {
    if (arch !== undefined) byName.set(name, [...(byName.get(name) ?? []), arch]);
  }
  const found = new Grouped();
  for (const [name, arches] of byName) for (const arch of arches) found.add(list(arches), name, arch);
  return found.sentences((names, what) => {
    const those = `${some(names)} ${verb(names, 'is', 'are')} not built alike for every arch`;
    return `${those}: ${verb(names, 'it goes', 'they go')} into the overrides of ${what}.`;
  });
}

function sameAsBase(plan: NotedPlan): string[] {
  const found = new Grouped();
  for (const [arch, { name, evr, item }, base] of againstBase(plan)) {
    if (item.type === 'pin' && compareEvr(evr, base) === 0) found.add(evr, name, arch);
  }
  return found.sentences((names, what, arches) => {
    return `${some(names)} ${verb(names, 'is', 'are')} locked at ${what} already ${on(arches, plan)}: the pin holds ${verb(names, 'it', 'them')} there.`;
  });
}

/** The next graduation drops a fast-track that the repositories have caught up with. */
function lateFastTracks(plan: NotedPlan): string[] {
  const found = new Grouped();
  for (const [arch, { name, evr, item }, base] of againstBase(plan)) {
    if (item.type === 'fast-track' && compareEvr(evr, base) <= 0) found.add(`${evr}|${base}`, name, arch);
  }
  return found.sentences((names, what, arches) => {
    const [evr, base] = what.split('|');
    const late = `${some(names)} ${evr} is not newer than what is locked ${on(arches, plan)} without overrides (${base})`;
    return `${late}: a fast-track of it will be dropped at once, only a pin holds it.`;
  });
}

function againstBase({ accepted, target }: NotedPlan): (readonly [string, AcceptedRpm, string])[] {
  return [...accepted].flatMap(([name, rpms]) => {
    return [...rpms].flatMap(([arch, rpm]) => {
      const base = target.locked.get(arch)?.get(name);
      return base === undefined ? [] : [[arch, rpm, base] as const];
    });
  });
}

/** Overrides that somebody else made for something else. */
function lostReasons(plan: NotedPlan): string[] {
  const found = new Grouped();
  for (const { name, basearches, rpm } of plan.placement.entries) {
    for (const arch of basearches) {
      const there = plan.effective(arch).get(name);
      if (!there || there.file.layer === 'base') continue;
      const reason = metadataText(there.entry, 'reason');
      if (reason === undefined || reason === rpm.item.reason) continue;
      found.add(`as a ${metadataText(there.entry, 'type') ?? 'override'} for ${reason}`, name, arch);
    }
  }
  return found.sentences((names, what, arches) => {
    const were = `${some(names)} ${verb(names, 'was', 'were')} overridden ${on(arches, plan)} ${what}`;
    return `${were}: that is replaced.`;
  });
}

function gone({ placement }: NotedPlan): string[] {
  const byFile = new Map<string, string[]>();
  for (const { name, file } of placement.goes) byFile.set(file.path, [...(byFile.get(file.path) ?? []), name]);
  return [...byFile].map(([path, names]) => {
    const where = new Set(namesOf(placement.entries, names).map(entry => entry.path));
    return `${some(names)} ${verb(names, 'goes', 'go')} from ${path}: ${list([...where])} ${where.size === 1 ? 'has' : 'have'} it now.`;
  });
}

function namesOf(entries: readonly PlacedEntry[], names: readonly string[]): PlacedEntry[] {
  return entries.filter(({ name }) => names.includes(name));
}
