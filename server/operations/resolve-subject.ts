/** From what a user named to the builds that are meant, asked of Koji and Bodhi, or read from this machine. */
import type { Bodhi, BodhiUpdate } from '../bodhi/bodhi';
import type { BuildKey, Koji, KojiBuild, KojiRpm } from '../koji/koji';
import { isLive } from '../services/entry-update';
import { parseSubject, type Subject } from '../services/parse-subject';
import type { Services } from '../services/services';
import { type FoundBuilds, kojiBuilds, type PackagedBuild, unknownBuild } from './koji-builds';
import { type LocalBuild, localNote } from './local-build';
import type { SourceBuild } from './override-request';

/** A build, and what is known of it besides its packages. */
export interface NamedBuild {
  readonly build: SourceBuild;
  /** Undefined for a build of this machine, which Koji need not know. */
  readonly koji?: { readonly build: KojiBuild; readonly rpms: readonly KojiRpm[] };
  /** The update it was named by, or that a fast-track of it belongs to. */
  readonly update?: BodhiUpdate;
}

/** What one of the texts stands for. */
export type ResolvedSubject =
  | { readonly kind: 'builds'; readonly subject: string; readonly builds: readonly NamedBuild[] }
  /** A package: which build of it is meant depends on the stream (`held-build.ts`). */
  | { readonly kind: 'package'; readonly subject: string; readonly name: string };

export type Resolution =
  | {
      readonly kind: 'resolved';
      /** In the order of the texts. */
      readonly subjects: readonly ResolvedSubject[];
      /** What a user should know besides, one sentence each. */
      readonly notes: readonly string[];
    }
  /** What was named is nothing that can be locked: why, for a human. */
  | { readonly kind: 'refused'; readonly message: string }
  /** A service that is not asked would have to say it. */
  | { readonly kind: 'unasked'; readonly message: string };

export interface ResolveScope {
  readonly services: Services;
  /** Of the config repository: an NVR may be that of a binary package. */
  readonly basearches: readonly string[];
  /** The builds that RPMs and repositories of this machine are of. Rejects with an Error whose message is for a human. */
  readonly readLocal: (paths: readonly string[]) => Promise<readonly LocalBuild[]>;
  /** Look for the Bodhi update of a build that was named by itself. */
  readonly findUpdates: boolean;
  readonly signal?: AbortSignal | undefined;
}

class Refusal extends Error {}
class Unasked extends Error {}

/** Rejects with a KojiError or BodhiError where a service fails, and with the signal's reason once that is aborted. */
export async function resolveSubjects(texts: readonly string[], scope: ResolveScope): Promise<Resolution> {
  const resolver = new Resolver(scope);
  try {
    const subjects = await resolver.resolve(texts);
    return { kind: 'resolved', subjects, notes: resolver.notes };
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refused', message: error.message };
    if (error instanceof Unasked) return { kind: 'unasked', message: error.message };
    throw error;
  }
}

interface Parsed {
  readonly text: string;
  readonly subject: Subject;
}

class Resolver {
  readonly notes: string[] = [];
  readonly #scope: ResolveScope;

  constructor(scope: ResolveScope) {
    this.#scope = scope;
  }

  async resolve(texts: readonly string[]): Promise<ResolvedSubject[]> {
    const parsed = texts.map((text): Parsed => {
      const subject = parseSubject(text);
      if (subject.kind === 'bad') throw new Refusal(subject.message);
      return { text, subject };
    });
    const local = await this.#local(parsed);
    const updates = await this.#updates(parsed);
    const builds = await this.#builds(parsed, updates);
    const owners = await this.#owners([...builds.named.values()]);
    // one build may be made of several RPMs, so that all of them stand at the first
    const firstLocal = parsed.find(({ subject }) => subject.kind === 'local');
    return parsed.flatMap((one): ResolvedSubject[] => {
      const { text, subject } = one;
      if (subject.kind === 'name') return [{ kind: 'package', subject: text, name: subject.name }];
      if (subject.kind === 'local' && one !== firstLocal) return [];
      return [{ kind: 'builds', subject: text, builds: buildsOf(one) }];
    });

    function buildsOf({ text, subject }: Parsed): readonly NamedBuild[] {
      if (subject.kind === 'local') return local.map(build => ({ build }));
      const update = subject.kind === 'update' ? updates.get(subject.alias) : undefined;
      const found = update ? builds.ofUpdates.get(update.alias) : [builds.named.get(text)];
      return (found ?? []).flatMap(one => {
        if (!one) return [];
        const { build, koji, rpms } = one;
        const owner = update ?? owners.get(build.nvr);
        return [{ build, koji: { build: koji, rpms }, ...(owner && { update: owner }) }];
      });
    }
  }

  async #local(parsed: readonly Parsed[]): Promise<readonly LocalBuild[]> {
    const subjects = parsed.flatMap(({ subject }) => (subject.kind === 'local' ? [subject] : []));
    if (subjects.length === 0) return [];
    const read = (paths: readonly string[]): Promise<readonly LocalBuild[]> => {
      return this.#scope.readLocal(paths).catch((error: unknown) => {
        throw new Refusal(error instanceof Error ? error.message : String(error));
      });
    };
    const whole = subjects.filter(({ nvr }) => nvr === undefined).map(({ path }) => path);
    const builds = whole.length > 0 ? [...(await read(whole))] : [];
    for (const { path, nvr } of subjects) {
      if (nvr === undefined) continue;
      const all = await read([path]);
      const build = all.find(one => one.nvr === nvr);
      if (!build) throw new Refusal(`${path} has no build ${nvr}, but ${all.map(one => one.nvr).join(', ')}.`);
      builds.push(build);
    }
    this.notes.push(...builds.flatMap(build => localNote(build) ?? []));
    return builds;
  }

  async #updates(parsed: readonly Parsed[]): Promise<ReadonlyMap<string, BodhiUpdate>> {
    const aliases = distinct(parsed.flatMap(({ subject }) => (subject.kind === 'update' ? [subject.alias] : [])));
    const found = new Map<string, BodhiUpdate>();
    if (aliases.length === 0) return found;
    const bodhi = this.#bodhi(aliases.join(', '));
    const answers = await bodhi.updates(aliases, this.#scope.signal);
    for (const alias of aliases) {
      const update = answers.get(alias)?.value;
      if (!update) throw new Refusal(`Bodhi has no update ${alias}.`);
      if (update.builds.length === 0) throw new Refusal(`${alias} has no builds.`);
      found.set(alias, update);
    }
    return found;
  }

  /** What Koji has of all that was named: by text what was named by itself, and by alias what updates consist of. */
  async #builds(parsed: readonly Parsed[], updates: ReadonlyMap<string, BodhiUpdate>) {
    const named = new Map<string, PackagedBuild>();
    const ofUpdates = new Map<string, readonly PackagedBuild[]>();
    const own = parsed.filter(({ subject }) => ['nvr', 'rpm', 'build'].includes(subject.kind));
    if (own.length === 0 && updates.size === 0) return { named, ofUpdates };
    const koji = this.#koji(own.length > 0 ? own.map(({ text }) => text) : [...updates.keys()]);
    const { signal } = this.#scope;
    const keys = new Set<BuildKey>([...updates.values()].flatMap(update => update.builds.map(({ nvr }) => nvr)));
    for (const { subject } of own) {
      if (subject.kind === 'build') keys.add(subject.id);
      if (subject.kind === 'nvr') keys.add(subject.nvr);
    }
    const found = await kojiBuilds(koji, [...keys], signal);
    const ofPackages = await this.#buildsOfPackages(koji, own, found);
    const require = async (key: BuildKey, prefix = ''): Promise<PackagedBuild> => {
      const build = found.get(key);
      if (typeof build === 'object') return build;
      throw new Refusal(prefix + (build ?? (await unknownBuild(koji, key, signal))));
    };
    for (const { text, subject } of own) {
      const ofPackage = ofPackages.get(text);
      if (ofPackage) named.set(text, ofPackage);
      else if (subject.kind === 'nvr') named.set(text, await require(subject.nvr));
      else if (subject.kind === 'build') named.set(text, await require(subject.id));
      else throw new Refusal(`Koji has no RPM ${text}.`);
    }
    for (const { alias, builds } of updates.values()) {
      const list: PackagedBuild[] = [];
      for (const { nvr } of builds) list.push(await require(nvr, `${alias}: `));
      ofUpdates.set(alias, list);
    }
    return { named, ofUpdates };
  }

  /** The builds of RPMs that were named, and of NVRs that are those of a binary package, by text. */
  async #buildsOfPackages(
    koji: Koji,
    own: readonly Parsed[],
    found: FoundBuilds,
  ): Promise<ReadonlyMap<string, PackagedBuild>> {
    const { basearches, signal } = this.#scope;
    const nvras = new Map<string, readonly string[]>();
    for (const { text, subject } of own) {
      if (subject.kind === 'rpm') nvras.set(text, [subject.nvra]);
      if (subject.kind !== 'nvr' || found.has(subject.nvr)) continue;
      nvras.set(
        text,
        [...basearches, 'noarch'].map(arch => `${subject.nvr}.${arch}`),
      );
    }
    if (nvras.size === 0) return new Map();
    const rpms = await koji.rpms(distinct([...nvras.values()].flat()), signal);
    const ids = new Map<string, number>();
    for (const [text, names] of nvras) {
      const rpm = names.map(name => rpms.get(name)?.value).find(one => one !== undefined);
      if (rpm) ids.set(text, rpm.buildId);
    }
    const builds = await kojiBuilds(koji, [...new Set(ids.values())], signal);
    const result = new Map<string, PackagedBuild>();
    for (const [text, id] of ids) {
      const build = builds.get(id);
      if (typeof build !== 'object') throw new Refusal(build ?? `Koji has no build ${id}, which ${text} is of.`);
      this.notes.push(`${text} is a package of ${build.build.nvr}, which is taken as a whole.`);
      result.set(text, build);
    }
    return result;
  }

  /** The updates of builds that were named by themselves, by NVR. */
  async #owners(named: readonly PackagedBuild[]): Promise<ReadonlyMap<string, BodhiUpdate>> {
    const { services, findUpdates, signal } = this.#scope;
    const owners = new Map<string, BodhiUpdate>();
    const nvrs = distinct(named.map(({ build }) => build.nvr));
    if (!findUpdates || nvrs.length === 0) return owners;
    if (!services.bodhi) {
      this.notes.push(`Bodhi is not asked: the update of ${nvrs.join(', ')} is not written down.`);
      return owners;
    }
    const answers = await services.bodhi.updatesOfBuilds(nvrs, signal, one => this.notes.push(one.message));
    for (const nvr of nvrs) {
      const updates = answers.get(nvr)?.value ?? [];
      const update = updates.find(isLive) ?? updates[0];
      if (update) owners.set(nvr, update);
      else if (answers.has(nvr)) this.notes.push(`No Bodhi update has ${nvr}.`);
      else this.notes.push(`The update of ${nvr} is not written down.`);
    }
    return owners;
  }

  #koji(wanted: readonly string[]): Koji {
    const { koji } = this.#scope.services;
    if (!koji) throw new Unasked(`Koji is not asked, and only it knows ${wanted.join(', ')}.`);
    return koji;
  }

  #bodhi(aliases: string): Bodhi {
    const { bodhi } = this.#scope.services;
    if (!bodhi) throw new Unasked(`Bodhi is not asked, and only it knows ${aliases}.`);
    return bodhi;
  }
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
