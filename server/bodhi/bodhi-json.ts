/**
 * What is read of Bodhi's JSON, and kept in the store: recorded answers of 2019 to 2024 and Bodhi's own models agree on it. Strict
 * on what has a meaning here, tolerant to what older versions did not have.
 */
import * as v from 'valibot';
import { plainName } from '../http/plain-name';
import { parseDate } from './date';

const integer = v.pipe(v.number(), v.integer());

/** UTC */
const date = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
  v.check(text => !Number.isNaN(parseDate(text))),
);

const ReleaseFields = { name: plainName, version: plainName, dist_tag: plainName };

export const UpdateJson = v.pipe(
  v.object({
    alias: v.nullish(plainName),
    /** Bodhi 5 and before; the same as the alias. */
    updateid: v.nullish(plainName),
    url: v.nullish(v.string()),
    title: v.string(),
    status: v.picklist(['pending', 'testing', 'stable', 'unpushed', 'obsolete']),
    request: v.nullish(v.picklist(['testing', 'obsolete', 'unpush', 'revoke', 'stable'])),
    type: v.picklist(['bugfix', 'security', 'newpackage', 'enhancement', 'unspecified']),
    severity: v.nullish(v.picklist(['unspecified', 'urgent', 'high', 'medium', 'low'])),
    karma: integer,
    autokarma: v.nullish(v.boolean()),
    stable_karma: v.nullish(integer),
    stable_days: v.nullish(integer),
    test_gating_status: v.nullish(v.string()),
    critpath: v.nullish(v.boolean()),
    date_submitted: v.nullish(date),
    date_testing: v.nullish(date),
    date_stable: v.nullish(date),
    builds: v.array(v.object({ nvr: plainName, signed: v.nullish(v.boolean()) })),
    // a bug has no title until Bodhi has asked Bugzilla for it
    bugs: v.array(v.object({ bug_id: integer, title: v.nullish(v.string()), security: v.nullish(v.boolean()) })),
    release: v.object(ReleaseFields),
    notes: v.nullish(v.string()),
  }),
  v.check(({ alias, updateid }) => Boolean(alias ?? updateid)),
);

export const ReleaseJson = v.object({ ...ReleaseFields, state: v.string() });

const page = { page: integer, pages: integer };

/** Its records are read one by one (`read-records.ts`). */
export const UpdatesPage = v.object({ ...page, updates: v.array(v.unknown()) });
export const ReleasesPage = v.object({ ...page, releases: v.array(v.unknown()) });

export type UpdateJson = v.InferOutput<typeof UpdateJson>;
export type ReleaseJson = v.InferOutput<typeof ReleaseJson>;
