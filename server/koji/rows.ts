/** The rows of the hub's answers, as far as they are used, and what they become. */
import * as v from 'valibot';
import { plainName } from '../http/plain-name';
import { BUILD_STATES, type ChangelogEntry, type KojiBuild, type KojiRpm } from './koji';

const epoch = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0)));
const id = v.pipe(v.number(), v.integer());
/** Unix seconds, as far as a Date has them. */
const seconds = v.pipe(v.number(), v.minValue(-8.64e12), v.maxValue(8.64e12));

/** Of getBuild and listBuilds; only the former has an `id` beside `build_id`. */
export const BUILD_ROW = v.object({
  build_id: id,
  nvr: plainName,
  name: plainName,
  version: plainName,
  release: plainName,
  epoch,
  state: v.picklist(BUILD_STATES.map((_, number) => number)),
  owner_name: v.nullish(v.string()),
  completion_ts: v.nullish(seconds),
});

export type BuildRow = v.InferOutput<typeof BUILD_ROW>;

/** Of getRPM and listBuildRPMs. */
export const RPM_ROW = v.object({
  id,
  name: plainName,
  version: plainName,
  release: plainName,
  epoch,
  arch: plainName,
  /** Null for an RPM of an external repository, which the hub has only met while building others. */
  build_id: v.nullable(id),
});

export type RpmRow = v.InferOutput<typeof RPM_ROW>;

/** Of getChangelogEntries. */
export const CHANGELOG_ROW = v.object({
  date_ts: seconds,
  author: v.string(),
  text: v.string(),
});

export function isComplete(row: Pick<BuildRow, 'state'>): boolean {
  return BUILD_STATES[row.state] === 'complete';
}

export function toBuild(row: BuildRow): KojiBuild {
  const { build_id, nvr, name, version, release, epoch, state, owner_name, completion_ts } = row;
  return {
    id: build_id,
    nvr,
    name,
    version,
    release,
    epoch,
    // the schema lets no other number through
    state: BUILD_STATES[state] ?? 'failed',
    owner: owner_name ?? undefined,
    completed: typeof completion_ts === 'number' ? Math.round(completion_ts * 1000) : undefined,
  };
}

/** Undefined for an RPM that is of no build of this hub. */
export function toRpm({ build_id, ...row }: RpmRow): KojiRpm | undefined {
  return build_id === null ? undefined : { ...row, buildId: build_id };
}

export function toChangelogEntry({ date_ts, author, text }: v.InferOutput<typeof CHANGELOG_ROW>): ChangelogEntry {
  return { at: date_ts * 1000, author, text };
}
