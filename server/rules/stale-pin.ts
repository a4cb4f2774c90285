import type { BodhiUpdate } from '../bodhi/bodhi';
import type { EntryOrigin } from '../config-repo/branches';
import type { Entry } from '../lockfile/model';
import { type FileScope, reachOf } from '../operations/reach';
import { sourceBuildOf } from '../operations/source-build';
import { wantedArch } from '../operations/target';
import { isPin } from '../operations/update';
import { compareEvr } from '../rpm/evr';
import { splitNvr } from '../rpm/nvr';
import { complete, newerCandidates } from '../rpmmd/candidates';
import type { Candidate } from '../rpmmd/repositories';
import { isLive } from '../services/entry-update';
import type { Rule, RuleContext } from './rule';
import { isOverrides, list, liveEntries, scopeOf, shortened } from './support';

const DAY = 24 * 60 * 60;
const MAX_DAYS = 60;

export const stalePin: Rule = {
  code: 'stale-pin',
  severity: 'info',
  description: 'A pin older than 60 days, with its age and what has come since.',
  documentation: `The age of a pin is that of the commit that gave the entry its present version. Half of the pins of Fedora CoreOS are gone after 8 days, nine in ten after 64;
nothing but a person drops one, so that a forgotten pin keeps a package from every later fix. The message names the commit and, where
the repositories are loaded, the newest version in them; where Bodhi is asked, how many updates of its source package came since for the release, the newest stable build
and the security updates with their CVEs. Silent where git does not tell the age (no commit yet, a shallow clone).`,
  data: ['B', 'M', 'D'],
  *check(context) {
    const { repo, path, now } = context;
    const scope = scopeOf(context);
    const branches = repo?.branches;
    if (!scope || !branches || !isOverrides(context)) return;
    const pins = liveEntries(context).filter(isPin);
    if (pins.length === 0) return;
    const origins = branches.origins(path);
    for (const entry of pins) {
      const { name, version, member } = entry;
      const origin = origins.get(name);
      if (!version || !origin || origin.evr !== version.evr) continue;
      const days = Math.floor((now / 1000 - origin.committed) / DAY);
      if (days <= MAX_DAYS) continue;
      yield {
        span: member.key.span,
        package: name,
        message: `${name} has been pinned to ${version.evr} for ${days} days, since ${commitText(origin)}.${newsOf(scope, entry)}${updatesText(context, scope, entry)} See whether the pin is still needed.`,
      };
    }
  },
};

/** `2024-06-27 (8d4e788b5e "overrides: pin kernel-6.8.11-300.fc40")`. */
function commitText({ commit, committed, subject }: EntryOrigin): string {
  const date = new Date(committed * 1000).toISOString().slice(0, 10);
  return `${date} (${commit.slice(0, 10)} "${shortened(subject)}")`;
}

/** What the repositories have that is newer; that they have nothing only where all of them are known. */
function newsOf(scope: FileScope, entry: Entry): string {
  const evr = entry.version?.evr ?? '';
  let newest: Candidate | undefined;
  let all = true;
  for (const basearch of reachOf(scope, entry).basearches) {
    const availability = scope.availability(basearch);
    all &&= availability !== undefined && complete(availability);
    const [candidate] = availability ? newerCandidates(availability, entry.name, evr, wantedArch(entry, basearch)) : [];
    if (candidate && (!newest || compareEvr(candidate.record.evr, newest.record.evr) > 0)) newest = candidate;
  }
  if (newest) return ` ${newest.repository.id} has ${newest.record.evr} by now.`;
  return all ? ' The repositories have nothing newer.' : '';
}

const NAMED_CVES = 4;
/** Bodhi is asked for at least so many: of more it need not tell. */
const ASKED_UPDATES = 5;

/** What Bodhi has of the source package that is newer than the pin's build. */
function updatesText({ services }: RuleContext, scope: FileScope, entry: Entry): string {
  const source = sourceBuildOf(scope, entry, services?.koji);
  const all = source && services?.bodhi?.newest(source.name)?.value;
  const own = source && splitNvr(source.nvr);
  if (!all || !own) return '';
  const newer = all.filter(isLive).flatMap(update => {
    const built = update.builds.map(({ nvr }) => ({ nvr, split: splitNvr(nvr) }));
    const build = built.find(({ split }) => split?.name === own.name && compareEvr(split.vr, own.vr) > 0);
    return build ? [{ update, nvr: build.nvr }] : [];
  });
  if (newer.length === 0) return '';
  const least = newer.length === all.length && all.length >= ASKED_UPDATES ? 'at least ' : '';
  const count = newer.length === 1 ? 'one newer update' : `${least}${newer.length} newer updates`;
  const stable = newer.find(({ update }) => update.status === 'stable');
  const parts = [stable ? `${stable.nvr} is stable` : 'none stable yet', ...securityText(newer.map(one => one.update))];
  return ` Bodhi has ${count} of ${own.name} (${parts.join('; ')}).`;
}

function securityText(updates: readonly BodhiUpdate[]): string[] {
  const security = updates.filter(({ type }) => type === 'security');
  if (security.length === 0) return [];
  const cves = [...new Set(security.flatMap(update => update.cves))];
  const more = cves.length - NAMED_CVES;
  const named = [...cves.slice(0, NAMED_CVES), ...(more > 0 ? [`${more} more`] : [])];
  const fixes = named.length > 0 ? `: ${list(named)}` : '';
  return [`${security.length === 1 ? 'one' : security.length} for security${fixes}`];
}
