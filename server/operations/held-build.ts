/** The build that a stream has of a package now: what a pin by name holds it at. */
import type { Koji } from '../koji/koji';
import { effectiveSet } from '../lockfile/layers';
import { compareEvr } from '../rpm/evr';
import { kojiBuilds } from './koji-builds';
import type { OverrideTarget } from './override-request';
import type { NamedBuild } from './resolve-subject';
import { lockedSources, packagesBySource } from './source';

export type HeldBuild =
  | { readonly kind: 'held'; readonly build: NamedBuild }
  /** Why it cannot be told, for a human. */
  | { readonly kind: 'refused'; readonly message: string };

/** A binary package where the stream locks it. */
interface Held {
  readonly name: string;
  readonly basearch: string;
  readonly evr: string;
  readonly arch: string | undefined;
}

/** How many builds of a package a message names. */
const NAMED = 5;

/** `name` is a binary package, or a source package. Rejects with a KojiError where Koji fails. */
export async function heldBuild(
  name: string,
  target: OverrideTarget,
  koji: Koji,
  signal?: AbortSignal,
): Promise<HeldBuild> {
  const held = heldPackages(name, target);
  const stream = target.stream ?? 'this stream';
  if (held.length === 0) return refused(`${stream} locks no package ${name}, and none that is built from it.`);
  const nvras = new Map(held.map(one => [one, nvrasOfHeld(one)]));
  const rpms = await koji.rpms([...new Set([...nvras.values()].flat())], signal);
  const ids = new Map<number, Held>();
  for (const [one, names] of nvras) {
    const rpm = names.map(nvra => rpms.get(nvra)?.value).find(found => found !== undefined);
    if (rpm && !ids.has(rpm.buildId)) ids.set(rpm.buildId, one);
  }
  const versions = [...new Set(held.map(one => `${one.name} ${one.evr}`))].join(', ');
  const [first, second] = ids;
  if (!first) {
    const { value: others = [] } = await koji.buildsOf(name, NAMED, signal);
    const known = others.length === 0 ? '' : ` It has ${others.map(({ nvr }) => nvr).join(', ')}.`;
    return refused(`${stream} has ${versions}, which Koji does not know: name the build.${known}`);
  }
  const builds = await kojiBuilds(koji, [...ids.keys()], signal);
  if (second) {
    const each = [...ids].map(([id, one]) => {
      const build = builds.get(id);
      return `${one.basearch} ${typeof build === 'object' ? build.build.nvr : `build ${id}`}`;
    });
    return refused(`${stream} has several builds of ${name} (${each.join(', ')}): name one of them.`);
  }
  const build = builds.get(first[0]);
  if (typeof build !== 'object') return refused(build ?? `Koji has no build ${first[0]}, which ${versions} is of.`);
  return { kind: 'held', build: { build: build.build, koji: { build: build.koji, rpms: build.rpms } } };
}

/** The package of that name on every basearch; where there is none, one of those that are built from a source of that name. */
function heldPackages(name: string, target: OverrideTarget): Held[] {
  return target.basearches.flatMap((basearch): Held[] => {
    const overrides = effectiveSet(
      basearch,
      target.files.filter(({ layer }) => layer !== 'base'),
    );
    const locked = target.locked.get(basearch);
    const at = (binary: string): Held[] => {
      const version = overrides.get(binary)?.version;
      const evr = version?.evr ?? locked?.get(binary);
      return evr === undefined ? [] : [{ name: binary, basearch, evr, arch: version?.arch }];
    };
    const itself = at(name);
    if (itself.length > 0) return itself;
    const built = packagesBySource(lockedSources(target, basearch)).get(name) ?? [];
    // one says it for all; an override may have moved some of them, and then the newest is what the source stands at
    return built
      .flatMap(at)
      .sort((a, b) => compareEvr(b.evr, a.evr))
      .slice(0, 1);
  });
}

function nvrasOfHeld({ name, basearch, evr, arch }: Held): string[] {
  const vr = evr.replace(/^\d+:/, '');
  return (arch === undefined ? [basearch, 'noarch'] : [arch]).map(one => `${name}-${vr}.${one}`);
}

function refused(message: string): HeldBuild {
  return { kind: 'refused', message };
}
