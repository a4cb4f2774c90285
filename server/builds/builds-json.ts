/** What is read of the build service's JSON, as coreos-assembler writes it; kept in the store like this. */
import * as v from 'valibot';
import { plainName } from '../http/plain-name';

export const BuildsJson = v.object({
  /** Newest first. */
  builds: v.array(v.object({ id: plainName, arches: v.array(plainName) })),
});

/** RFC 3339 */
const timestamp = v.pipe(
  v.string(),
  v.check(text => !Number.isNaN(Date.parse(text)), 'not a date'),
);

/** `meta.json` */
export const MetaJson = v.object({
  buildid: v.string(),
  'coreos-assembler.container-config-git': v.nullish(v.object({ commit: v.nullish(v.string()) })),
  /** A commit, or what `git describe` says. */
  'coreos-assembler.config-gitrev': v.nullish(v.string()),
  'coreos-assembler.build-timestamp': v.nullish(timestamp),
});

/** name, epoch (0 for none), version, release, arch */
const PackageRow = v.tuple([v.string(), v.pipe(v.string(), v.digits()), v.string(), v.string(), v.string()]);

/** `commitmeta.json` */
export const CommitMetaJson = v.object({ 'rpmostree.rpmdb.pkglist': v.array(PackageRow) });

/** Only whether it is a lockfile at all: what is in it is read where lockfiles are read. */
export const LockJson = v.object({ packages: v.record(v.string(), v.unknown()) });

/** `next-devel/status.json` */
export const StatusJson = v.object({ enabled: v.boolean() });

export type BuildsJson = v.InferOutput<typeof BuildsJson>;
export type MetaJson = v.InferOutput<typeof MetaJson>;
export type CommitMetaJson = v.InferOutput<typeof CommitMetaJson>;
