/**
 * The questions Koji is asked: their calls, the form of their answers, and how long those stay true. Signatures of the
 * methods and what they do about unknown things: kojihub/kojihub.py of https://pagure.io/koji.
 */
import * as v from 'valibot';
import type { Call } from './hub';
import { BUILD_STATES, type BuildKey } from './koji';
import { BUILD_ROW, CHANGELOG_ROW, isComplete, RPM_ROW } from './rows';
import { keywords } from './xmlrpc-encode';
import type { XmlRpcValue } from './xmlrpc-value';

/** `K`: what is asked for; `W`: the hub's answer as it is kept, JSON. */
export interface Lookup<K, W> {
  /** The hub's method, for messages and for the keys of kept answers. */
  readonly method: string;
  /** Keys in one request. */
  readonly batch: number;
  readonly calls: (key: K) => readonly Call[];
  /** Puts the results of the calls together; null for one that Koji knows nothing of. */
  readonly join: (results: readonly XmlRpcValue[]) => unknown;
  readonly form: v.GenericSchema<unknown, W>;
  /** Milliseconds. */
  readonly freshFor: (answer: W) => number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FOR_GOOD = Number.POSITIVE_INFINITY;

const first = ([result]: readonly XmlRpcValue[]): unknown => result;

/** What is being built may be done any moment; what is complete may still be deleted. */
function whileState({ state }: { readonly state: number }, complete: number): number {
  if (isComplete({ state })) return complete;
  return BUILD_STATES[state] === 'building' ? MINUTE : 10 * MINUTE;
}

export const BUILD: Lookup<BuildKey, v.InferOutput<typeof BUILD_ROW> | null> = {
  method: 'getBuild',
  batch: 100,
  calls: key => [{ method: 'getBuild', params: [key] }],
  join: first,
  form: v.nullable(BUILD_ROW),
  freshFor: row => (row ? whileState(row, HOUR) : 10 * MINUTE),
};

const BUILD_AND_RPMS = v.object({ build: v.pick(BUILD_ROW, ['state']), rpms: v.array(RPM_ROW) });

/** An unknown number is answered by an empty list, and rows are final only once the build is: so the build is asked for, too. */
export const RPMS_OF_BUILD: Lookup<BuildKey, v.InferOutput<typeof BUILD_AND_RPMS> | null> = {
  method: 'listBuildRPMs',
  // a kernel has some two hundred packages
  batch: 25,
  calls: key => [
    { method: 'getBuild', params: [key] },
    { method: 'listBuildRPMs', params: [key] },
  ],
  join: ([build, rpms]) => (build === null ? null : { build, rpms: rpms ?? [] }),
  form: v.nullable(BUILD_AND_RPMS),
  freshFor: known => (known ? whileState(known.build, FOR_GOOD) : 10 * MINUTE),
};

export const RPM: Lookup<string, v.InferOutput<typeof RPM_ROW> | null> = {
  method: 'getRPM',
  batch: 100,
  calls: nvra => [{ method: 'getRPM', params: [nvra] }],
  join: first,
  form: v.nullable(RPM_ROW),
  freshFor: row => (row ? FOR_GOOD : 10 * MINUTE),
};

const SIGNATURES_FORM = v.array(v.object({ sigkey: v.string() }));

export const SIGNATURES: Lookup<number, v.InferOutput<typeof SIGNATURES_FORM>> = {
  method: 'queryRPMSigs',
  batch: 100,
  calls: id => [{ method: 'queryRPMSigs', params: [keywords({ rpm_id: id })] }],
  join: first,
  form: SIGNATURES_FORM,
  freshFor: () => 10 * MINUTE,
};

const TAGS_FORM = v.nullable(v.array(v.object({ name: v.string() })));

export const TAGS: Lookup<number, v.InferOutput<typeof TAGS_FORM>> = {
  method: 'listTags',
  batch: 100,
  calls: id => [{ method: 'listTags', params: [keywords({ build: id })] }],
  join: first,
  form: TAGS_FORM,
  freshFor: () => 10 * MINUTE,
};

const BUILDS_FORM = v.nullable(v.array(BUILD_ROW));

export interface BuildsOf {
  readonly name: string;
  readonly limit: number;
}

/** listBuilds answers an empty list for an unknown package, too. */
export const BUILDS_OF: Lookup<BuildsOf, v.InferOutput<typeof BUILDS_FORM>> = {
  method: 'listBuilds',
  batch: 20,
  calls: ({ name, limit }) => [
    { method: 'getPackageID', params: [name] },
    {
      method: 'listBuilds',
      params: [
        keywords({
          packageID: name,
          state: BUILD_STATES.indexOf('complete'),
          queryOpts: { order: '-build_id', limit },
        }),
      ],
    },
  ],
  join: ([id, builds]) => (id === null ? null : builds),
  form: BUILDS_FORM,
  freshFor: () => 10 * MINUTE,
};

export interface TaggedRpms {
  readonly tag: string;
  /** Name of a source package. */
  readonly source: string;
}

const TAGGED_FORM = v.nullable(v.array(RPM_ROW));

/** An unknown package, and one the tag has no build of, are answered by empty lists. Null: there is no such tag. */
export const TAGGED_RPMS: Lookup<TaggedRpms, v.InferOutput<typeof TAGGED_FORM>> = {
  method: 'listTaggedRPMS',
  // the hub goes through all of a tag's inheritance for each of them
  batch: 20,
  calls: ({ tag, source }) => [
    { method: 'listTaggedRPMS', params: [tag, keywords({ inherit: true, latest: true, package: source })] },
  ],
  // the RPMs, and the builds they are of
  join: ([found]) => (Array.isArray(found) ? found[0] : found),
  form: TAGGED_FORM,
  freshFor: rows => (rows ? 10 * MINUTE : MINUTE),
};

const CHANGELOG_FORM = v.array(CHANGELOG_ROW);

/** An empty list may mean that there is no source RPM yet. */
export const CHANGELOG: Lookup<number, v.InferOutput<typeof CHANGELOG_FORM>> = {
  method: 'getChangelogEntries',
  batch: 10,
  calls: id => [{ method: 'getChangelogEntries', params: [keywords({ buildID: id })] }],
  join: first,
  form: CHANGELOG_FORM,
  freshFor: entries => (entries.length > 0 ? FOR_GOOD : 10 * MINUTE),
};
