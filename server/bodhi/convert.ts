/** Bodhi's JSON as what the rest of the program knows. */
import { cvesIn } from '../rpm/cve';
import type { BodhiRelease, BodhiUpdate } from './bodhi';
import type { ReleaseJson, UpdateJson } from './bodhi-json';
import { parseDate } from './date';

export function toUpdate(json: UpdateJson, page: (alias: string) => string): BodhiUpdate {
  const alias = aliasOf(json);
  const notes = json.notes ?? '';
  const bugs = json.bugs.map(({ bug_id, title, security }) => ({
    id: bug_id,
    title: title ?? '',
    security: security ?? false,
  }));
  return {
    alias,
    url: json.url && isPageOf(json.url, alias) ? json.url : page(alias),
    title: json.title,
    status: json.status,
    request: json.request ?? undefined,
    type: json.type,
    severity: json.severity ?? 'unspecified',
    karma: json.karma,
    // the threshold stays in the record where karma does nothing by itself
    stableKarma: json.autokarma === false ? undefined : (json.stable_karma ?? undefined),
    stableDays: json.stable_days ?? undefined,
    gating: json.test_gating_status ?? undefined,
    critpath: json.critpath ?? false,
    submitted: toMs(json.date_submitted),
    testing: toMs(json.date_testing),
    stable: toMs(json.date_stable),
    builds: json.builds.map(({ nvr, signed }) => ({ nvr, signed: signed ?? false })),
    bugs,
    cves: cvesIn([json.title, notes, ...bugs.map(bug => bug.title)]),
    release: { name: json.release.name, version: json.release.version, distTag: json.release.dist_tag },
    notes,
  };
}

export function toRelease({ name, version, dist_tag, state }: ReleaseJson): BodhiRelease {
  return { name, version, distTag: dist_tag, state };
}

/** The schema has made sure that there is one. */
export const aliasOf = ({ alias, updateid }: UpdateJson): string => alias ?? updateid ?? '';

/** Newest first; an update without date of submission is older than all others. */
export function bySubmission(a: BodhiUpdate, b: BodhiUpdate): number {
  return (b.submitted ?? 0) - (a.submitted ?? 0);
}

function toMs(date: string | null | undefined): number | undefined {
  return date ? parseDate(date) : undefined;
}

/**
 * The update's own address comes to stand in lockfiles: nothing else than that of its page, which may end in its builds, and
 * nothing odd in it.
 */
function isPageOf(url: string, alias: string): boolean {
  const [site, page, ...others] = url.split(`/updates/${alias}`);
  if (page === undefined || others.length > 0) return false;
  return /^https?:\/\/[\w.:/-]+$/.test(site ?? '') && /^(?:\/[\w.+~^-]*)?$/.test(page) && URL.canParse(url);
}
