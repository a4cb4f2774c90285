/** A client of the build service: what a build has left behind never changes, the list of builds does. */
import * as v from 'valibot';
import type { Answered, AnswerStore } from '../http/answer-store';
import type { HttpFetch } from '../http/http';
import type { JsonAnswer } from '../http/json-service';
import { BuildFiles } from './build-file';
import { type BuildMeta, type Builds, BuildsError, type BuiltPackage, type StreamBuild } from './builds';
import { BuildsJson, CommitMetaJson, LockJson, MetaJson, StatusJson } from './builds-json';

export interface BuildsOptions {
  /** `https://builds.coreos.fedoraproject.org`, with or without slash at the end. */
  readonly url: string;
  /** Address of the file that says whether next-devel is open; where not given, the pipeline's own. */
  readonly nextDevelUrl?: string;
  readonly fetch: HttpFetch;
  readonly store: AnswerStore;
  /** Unix milliseconds. */
  readonly now: () => number;
}

export const NEXT_DEVEL_URL =
  'https://raw.githubusercontent.com/coreos/fedora-coreos-pipeline/main/next-devel/status.json';

/** Milliseconds. */
const MINUTE = 60_000;
const LIST = 5 * MINUTE;
const STATUS = 10 * MINUTE;
const FOR_GOOD = Number.POSITIVE_INFINITY;

/** Bytes. A lockfile of 500 packages has 60 KB, with digests 150 KB; a commitmeta.json with advisories half a MB. */
const MAX_LOCK = 4 * 1024 * 1024;
const MAX_OTHER = 16 * 1024 * 1024;

/** Nobody may list the bucket behind the service: then S3 says 403 for what is not there. coreos-assembler takes it so, too. */
const NOT_IN_BUCKET = [404, 403];

export function createBuilds({ url, nextDevelUrl = NEXT_DEVEL_URL, fetch, store, now }: BuildsOptions): Builds {
  const failure = (message: string, options: ErrorOptions) => new BuildsError(message, options);
  const context = { service: { name: 'The build service', fetch, failure }, store, now };
  const common = { absent: NOT_IN_BUCKET, maxBytes: MAX_OTHER, lifetime: FOR_GOOD, capacity: 64 };

  const lists = new BuildFiles(
    {
      ...common,
      name: 'list',
      schema: BuildsJson,
      keep: asRead,
      kept: v.nullable(BuildsJson),
      convert: ({ builds }): readonly StreamBuild[] => builds,
      lifetime: LIST,
    },
    context,
  );
  const locks = new BuildFiles(
    {
      ...common,
      name: 'lock',
      schema: LockJson,
      keep: ({ text }) => text,
      kept: v.nullable(v.string()),
      convert: text => text,
      maxBytes: MAX_LOCK,
    },
    context,
  );
  const packages = new BuildFiles(
    {
      ...common,
      name: 'packages',
      schema: CommitMetaJson,
      keep: asRead,
      kept: v.nullable(CommitMetaJson),
      convert: toPackages,
    },
    context,
  );
  const metas = new BuildFiles(
    { ...common, name: 'meta', schema: MetaJson, keep: asRead, kept: v.nullable(MetaJson), convert: toMeta },
    context,
  );
  const status = new BuildFiles(
    {
      ...common,
      name: 'next-devel',
      schema: StatusJson,
      keep: asRead,
      kept: v.nullable(StatusJson),
      convert: ({ enabled }) => enabled,
      absent: [404],
      lifetime: STATUS,
    },
    context,
  );

  const base = url.replace(/\/+$/, '');
  /** A file of a stream; what no stream, build or arch can be called is not asked for: there is no such file. */
  function find<T>(
    files: { get(url: string, signal: AbortSignal | undefined): Promise<Answered<T | undefined>> },
    stream: string,
    path: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<Answered<T | undefined>> {
    const segments = ['prod', 'streams', stream, 'builds', ...path];
    if (segments.some(segment => /^\.{0,2}$/.test(segment))) return Promise.resolve({ value: undefined, at: now() });
    return files.get(`${base}/${segments.map(encodeURIComponent).join('/')}`, signal);
  }

  return {
    url: base,
    builds: (stream, signal) => find(lists, stream, ['builds.json'], signal),
    generatedLock: (stream, id, arch, signal) =>
      find(locks, stream, [id, arch, `manifest-lock.generated.${arch}.json`], signal),
    packages: (stream, id, arch, signal) => find(packages, stream, [id, arch, 'commitmeta.json'], signal),
    meta: (stream, id, arch, signal) => find(metas, stream, [id, arch, 'meta.json'], signal),
    nextDevelEnabled: signal => status.get(nextDevelUrl, signal),
  };
}

const asRead = <W>({ value }: JsonAnswer<W>): W => value;

function toPackages(json: CommitMetaJson): readonly BuiltPackage[] {
  return json['rpmostree.rpmdb.pkglist'].map(([name, epoch, version, release, arch]) => ({
    name,
    evr: `${epoch === '0' ? '' : `${epoch}:`}${version}-${release}`,
    arch,
  }));
}

function toMeta(json: MetaJson): BuildMeta {
  const described = json['coreos-assembler.config-gitrev'] ?? '';
  const built = json['coreos-assembler.build-timestamp'];
  return {
    id: json.buildid,
    configCommit:
      json['coreos-assembler.container-config-git']?.commit ??
      (/^[0-9a-f]{40}$/.test(described) ? described : undefined),
    at: built ? Date.parse(built) : undefined,
  };
}
