/** A Koji tag as a side: asked about the packages of the other side, of which the source packages are known. */
import { type Koji, KojiError, type KojiRpm, NoSuchTag } from '../../koji/koji';
import { some } from '../words';
import type { DiffSide, SidePackage } from './side';
import { inputFailure, notAsked, type SideContext, type SideFailure, unavailable, wordsOf } from './side-context';

export interface TagWanted {
  /** As the user named it. */
  readonly spec: string;
  /** `{releasever}` in it stands for the release version. */
  readonly tag: string;
}

/** Rejects with the signal's reason once that is aborted. */
export async function tagSide(
  { spec, tag: given }: TagWanted,
  other: DiffSide,
  context: SideContext,
): Promise<DiffSide | SideFailure> {
  const releasever = other.releasever ?? context.worktree?.config.releasever;
  if (given.includes('{releasever}') && releasever === undefined) {
    return inputFailure(`${spec}: the release version is not known, so write the tag's whole name`);
  }
  const tag = given.replaceAll('{releasever}', releasever ?? '');
  const koji = context.services?.koji;
  if (!koji) return unavailable(`${spec}: ${notAsked('Koji', context)}`);
  try {
    const { sources, rpms, unknown } = await new TagReader(koji, tag, context.signal).read(other);
    const packages = new Map(other.basearches.map(arch => [arch, packagesOf(other, arch, sources, rpms)]));
    return {
      ...{ spec, kind: 'tag', label: `tag ${tag}`, partial: true, missing: new Map() },
      ...{ commit: undefined, committed: undefined, stream: undefined, releasever: undefined },
      basearches: other.basearches,
      notes: [...poolNote(tag, context), ...unknownNote(unknown)],
      packages: basearch => packages.get(basearch) ?? new Map(),
      sourceOf: (basearch, name) => sources.get(name) ?? other.sourceOf(basearch, name),
    };
  } catch (error) {
    const words = wordsOf(error, context).replace(/\.$/, '');
    if (!(error instanceof KojiError)) throw error;
    return error instanceof NoSuchTag ? inputFailure(words) : unavailable(`${spec}: ${words}`);
  }
}

interface TagContent {
  /** Source package by name of the package. */
  readonly sources: ReadonlyMap<string, string>;
  /** By source package. */
  readonly rpms: ReadonlyMap<string, readonly KojiRpm[]>;
  /** Packages that the tag has not under any source package that could be told. */
  readonly unknown: readonly string[];
}

class TagReader {
  readonly #rpms = new Map<string, readonly KojiRpm[]>();
  readonly #asked = new Set<string>();

  constructor(
    private readonly koji: Koji,
    private readonly tag: string,
    private readonly signal: AbortSignal | undefined,
  ) {}

  async read(other: DiffSide): Promise<TagContent> {
    const sources = new Map<string, string>();
    const sure = new Set<string>();
    for (const arch of other.basearches) {
      for (const name of other.packages(arch).keys()) {
        if (sure.has(name)) continue;
        const source = other.sourceOf(arch, name);
        if (source !== undefined) sure.add(name);
        sources.set(name, source ?? name);
      }
    }
    await this.#ask(sources.values());
    // a name tells the source of most packages, and the hub that of the others
    const doubtful = [...sources.keys()].filter(name => !sure.has(name) && !this.#has(name, sources.get(name)));
    const found = await this.#sourcesOf(doubtful, other);
    for (const [name, source] of found) sources.set(name, source);
    await this.#ask(found.values());
    return { sources, rpms: this.#rpms, unknown: doubtful.filter(name => !found.has(name)) };
  }

  async #ask(sources: Iterable<string>): Promise<void> {
    const asked = [...new Set(sources)].filter(source => !this.#asked.has(source));
    if (asked.length === 0) return;
    for (const [source, { value }] of await this.koji.taggedRpms(this.tag, asked, this.signal)) {
      this.#asked.add(source);
      if (value) this.#rpms.set(source, value);
    }
  }

  #has(name: string, source: string | undefined): boolean {
    return source !== undefined && (this.#rpms.get(source)?.some(rpm => rpm.name === name) ?? false);
  }

  /** By the builds of the RPMs that the other side has; one that Koji does not know is missing. */
  async #sourcesOf(names: readonly string[], other: DiffSide): Promise<ReadonlyMap<string, string>> {
    const nvras = new Map(names.map(name => [name, nvrasOf(name, other)]));
    const rpms = await this.koji.rpms([...nvras.values()].flat(), this.signal);
    const buildIds = new Map<string, number>();
    for (const [name, candidates] of nvras) {
      const rpm = candidates.map(nvra => rpms.get(nvra)?.value).find(value => value !== undefined);
      if (rpm) buildIds.set(name, rpm.buildId);
    }
    const builds = await this.koji.builds([...new Set(buildIds.values())], this.signal);
    const sources = new Map<string, string>();
    for (const [name, id] of buildIds) {
      const build = builds.get(id)?.value;
      if (build) sources.set(name, build.name);
    }
    return sources;
  }
}

/** What the package may be called on the first basearch that has it: an `evr` may be noarch. */
function nvrasOf(name: string, other: DiffSide): string[] {
  for (const basearch of other.basearches) {
    const found = other.packages(basearch).get(name);
    if (!found) continue;
    const arches = found.arch === undefined ? [basearch, 'noarch'] : [found.arch];
    return arches.map(arch => `${name}-${found.evr.replace(/^\d*:/, '')}.${arch}`);
  }
  return [];
}

function packagesOf(
  other: DiffSide,
  basearch: string,
  sources: ReadonlyMap<string, string>,
  rpms: ReadonlyMap<string, readonly KojiRpm[]>,
): ReadonlyMap<string, SidePackage> {
  const packages = new Map<string, SidePackage>();
  for (const name of other.packages(basearch).keys()) {
    const source = sources.get(name) ?? name;
    const ofSource = rpms.get(source) ?? [];
    const rpm =
      ofSource.find(one => one.name === name && one.arch === basearch) ??
      ofSource.find(one => one.name === name && one.arch === 'noarch');
    if (!rpm) continue;
    const { version, release, epoch, arch, buildId } = rpm;
    const built = ofSource.find(one => one.arch === 'src' && one.buildId === buildId) ?? rpm;
    const nvr = `${source}-${built.version}-${built.release}`;
    const evr = `${epoch ? `${epoch}:` : ''}${version}-${release}`;
    packages.set(name, { name, evr, arch, provenance: { kind: 'tag', nvr } });
  }
  return packages;
}

/** The pool is filled from all releases, so that what was tagged last may be of another one. */
function poolNote(tag: string, { worktree }: SideContext): string[] {
  if (tag !== worktree?.config.settings.kojiTags.pool) return [];
  return ['It keeps builds of several releases: what is compared is the build tagged last of each package.'];
}

const MAX_NAMED = 10;

function unknownNote(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const [are, build] = names.length === 1 ? ['is', 'it is'] : ['are', 'they are'];
  return [
    `Koji does not know of which source package ${some(names, MAX_NAMED)} ${are}, so that ${build} shown as not tagged.`,
  ];
}
