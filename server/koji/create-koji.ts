/** The Koji port over HTTP. */
import type { Answered, AnswerStore } from '../http/answer-store';
import type { HttpFetch } from '../http/http';
import { Answers } from './answers';
import { Hub } from './hub';
import { type Koji, type KojiAnswers, type KojiRpm, NoSuchTag } from './koji';
import { BUILD, BUILDS_OF, CHANGELOG, RPM, RPMS_OF_BUILD, SIGNATURES, TAGGED_RPMS, TAGS } from './lookups';
import { toBuild, toChangelogEntry, toRpm } from './rows';

export interface KojiOptions {
  /** Of the hub: `https://koji.fedoraproject.org/kojihub` */
  readonly url: string;
  readonly fetch: HttpFetch;
  readonly store: AnswerStore;
  /** Unix milliseconds. */
  readonly now: () => number;
}

export function createKoji({ url, fetch, store, now }: KojiOptions): Koji {
  const options = { hub: new Hub(url, fetch), store, now };
  const builds = new Answers(BUILD, options);
  const rpmsOfBuilds = new Answers(RPMS_OF_BUILD, options);
  const rpms = new Answers(RPM, options);
  const signatures = new Answers(SIGNATURES, options);
  const tags = new Answers(TAGS, options);
  const buildsOf = new Answers(BUILDS_OF, options);
  const tagged = new Answers(TAGGED_RPMS, options);
  const changelogs = new Answers(CHANGELOG, options);
  return {
    url,
    builds: async (keys, signal, onFailure) =>
      mapped(await builds.ask(keys, signal, onFailure), row => row && toBuild(row)),
    rpmsOfBuilds: async (keys, signal, onFailure) =>
      mapped(await rpmsOfBuilds.ask(keys, signal, onFailure), known => known?.rpms.flatMap(row => toRpm(row) ?? [])),
    rpms: async (nvras, signal, onFailure) =>
      mapped(await rpms.ask(nvras, signal, onFailure), row => row && toRpm(row)),
    // the hub keeps the header of an unsigned copy under an empty key id
    signatures: async (ids, signal, onFailure) =>
      mapped(await signatures.ask(ids, signal, onFailure), rows =>
        rows.flatMap(({ sigkey }) => (sigkey === '' ? [] : [sigkey.toLowerCase()])),
      ),
    tags: async (ids, signal, onFailure) =>
      mapped(await tags.ask(ids, signal, onFailure), rows => rows?.map(({ name }) => name)),
    buildsOf: async (name, limit, signal) =>
      single(await buildsOf.ask([{ name, limit }], signal), rows => rows?.map(toBuild)),
    taggedRpms: async (tag, sources, signal): Promise<KojiAnswers<string, readonly KojiRpm[]>> => {
      const keys = sources.map(source => ({ tag, source }));
      const answers = await tagged.ask(keys, signal);
      const known = new Map<string, Answered<readonly KojiRpm[] | undefined>>();
      for (const [{ source }, { value, at }] of answers) {
        if (value === null) throw new NoSuchTag(options.hub.words(`there is no tag ${tag}`));
        const rpms = value.flatMap(row => toRpm(row) ?? []);
        known.set(source, { value: rpms.length > 0 ? rpms : undefined, at });
      }
      return known;
    },
    changelogs: async (ids, signal, onFailure) =>
      new Map(
        [...(await changelogs.ask(ids, signal, onFailure))].map(
          ([id, { value, at }]) => [id, { value: value.map(toChangelogEntry), at }] as const,
        ),
      ),
    changelog: async (id, signal) => single(await changelogs.ask([id], signal), rows => rows.map(toChangelogEntry)),
    page: build => `${webAddress(url)}/buildinfo?buildID=${build.id}`,
  };
}

function mapped<K, W, T>(
  answers: ReadonlyMap<K, Answered<W>>,
  convert: (value: W) => T | null | undefined,
): Map<K, Answered<T | undefined>> {
  return new Map(
    [...answers].map(([key, { value, at }]) => [key, { value: convert(value) ?? undefined, at }] as const),
  );
}

function single<K, W, T>(answers: ReadonlyMap<K, Answered<W>>, convert: (value: W) => T): Answered<T> {
  const [answer] = answers.values();
  if (!answer) throw new Error('asked for one thing, got no answer');
  return { value: convert(answer.value), at: answer.at };
}

/** The web interface lies beside the hub: `/koji` for `/kojihub`. */
function webAddress(hub: string): string {
  return hub.replace(/^([a-z]+:\/\/)[^/?#]*@/i, '$1').replace(/(?:\/kojihub)?\/*$/, '/koji');
}
