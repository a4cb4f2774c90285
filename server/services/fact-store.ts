/** Gathers answers of services, and shows them as facts of one moment. */
import { isDeepStrictEqual } from 'node:util';
import type { BodhiUpdate } from '../bodhi/bodhi';
import type { Answered } from '../http/answer-store';
import type { Koji, KojiBuild, KojiRpm } from '../koji/koji';
import type { BodhiFacts, KojiFacts } from './facts';

type Answer<T> = Answered<T | undefined>;

/** What an answer brought: nothing, a newer age of what was known, or something else than was known. */
export type News = 'nothing' | 'ages' | 'values';

/** Answers to one question, by what was asked for. An older answer never takes a newer one's place. */
export class Answers<K, T> {
  #known: ReadonlyMap<K, Answer<T>> = new Map();
  #latest: number | undefined;

  /** What is known now; it never changes. */
  get known(): ReadonlyMap<K, Answer<T>> {
    return this.#known;
  }

  /** When the newest answer was given, Unix milliseconds. */
  get latest(): number | undefined {
    return this.#latest;
  }

  add(answers: ReadonlyMap<K, Answer<T>>): News {
    const newer = [...answers].filter(
      ([key, { at }]) => !(at <= (this.#known.get(key)?.at ?? Number.NEGATIVE_INFINITY)),
    );
    if (newer.length === 0) return 'nothing';
    const differs = newer.some(([key, { value }]) => {
      const before = this.#known.get(key);
      return !before || !isDeepStrictEqual(before.value, value);
    });
    this.#known = new Map([...this.#known, ...newer]);
    this.#latest = Math.max(this.#latest ?? 0, ...newer.map(([, { at }]) => at));
    return differs ? 'values' : 'ages';
  }
}

export class KojiAnswers {
  readonly rpms = new Answers<string, KojiRpm>();
  readonly builds = new Answers<number, KojiBuild>();
  readonly packages = new Answers<number, readonly KojiRpm[]>();
  readonly tags = new Answers<number, readonly string[]>();
  readonly signatures = new Answers<number, readonly string[]>();

  facts(koji: Pick<Koji, 'page'>): KojiFacts {
    const [rpms, builds, packages] = [this.rpms.known, this.builds.known, this.packages.known];
    const [tags, signatures] = [this.tags.known, this.signatures.known];
    return {
      rpm: nvra => rpms.get(nvra),
      build: id => builds.get(id),
      packages: buildId => packages.get(buildId),
      tags: buildId => tags.get(buildId),
      signatures: rpmId => signatures.get(rpmId),
      page: build => koji.page(build),
    };
  }

  get latest(): number | undefined {
    return latestOf([this.rpms, this.builds, this.packages, this.tags, this.signatures]);
  }
}

export class BodhiAnswers {
  readonly updates = new Answers<string, BodhiUpdate>();
  readonly ofBuilds = new Answers<string, readonly BodhiUpdate[]>();
  readonly ofPackages = new Answers<string, readonly BodhiUpdate[]>();

  facts(): BodhiFacts {
    const [updates, ofBuilds, ofPackages] = [this.updates.known, this.ofBuilds.known, this.ofPackages.known];
    return {
      update: alias => updates.get(alias),
      updatesOf: nvr => ofBuilds.get(nvr),
      newest: source => ofPackages.get(source),
    };
  }

  get latest(): number | undefined {
    return latestOf([this.updates, this.ofBuilds, this.ofPackages]);
  }
}

function latestOf(answers: readonly { readonly latest: number | undefined }[]): number | undefined {
  const times = answers.map(({ latest }) => latest).filter(time => time !== undefined);
  return times.length === 0 ? undefined : Math.max(...times);
}
