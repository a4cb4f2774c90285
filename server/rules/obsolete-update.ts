import type { BodhiUpdate } from '../bodhi/bodhi';
import { compareEvr } from '../rpm/evr';
import { splitNvr } from '../rpm/nvr';
import { isLive, liveUpdateOf } from '../services/entry-update';
import type { BodhiFacts } from '../services/facts';
import { relationOf, type UpdateOverride, updateOverrides } from './bodhi-overrides';
import type { Rule } from './rule';
import { metadataFix, metadataText } from './support';

export const obsoleteUpdate: Rule = {
  code: 'obsolete-update',
  severity: 'warning',
  description: 'A Bodhi update that was obsoleted or unpushed, and its successor.',
  documentation: `An update that a newer one made obsolete, or that was taken back (unpushed), never becomes stable: a fast-track of it never graduates, and the build may be one that
was found broken. The message names the newest update of the source package for the release, with its build. Where another update that is on its way, or there, has this very
build, the fix points the link to it; to move to the successor's build is \`Update Pin\`, or a new fast-track.

A pin with a reason is meant, so that it is info. An update that does not have this build at all is left to \`wrong-update\`.`,
  data: ['D'],
  *check(context) {
    const found = updateOverrides(context);
    for (const override of found?.overrides ?? []) {
      const { entry, span, update, source, alias } = override;
      if (!found || !update || isLive(update)) continue;
      const relation = relationOf(update, entry, source).kind;
      if (relation !== 'contains' && relation !== 'unknown') continue;
      const pinned = metadataText(entry, 'type') === 'pin';
      const right = source && liveUpdateOf(found.bodhi, source);
      const meant = pinned && metadataText(entry, 'reason') !== undefined;
      yield {
        span,
        package: entry.name,
        message: `${alias}, the update of ${entry.name}, ${update.status === 'obsolete' ? 'is obsolete' : 'was unpushed'}. ${right ? `${source.nvr} is in ${textOf(right)} now: link that.` : successorText(found.bodhi, override, update)}`,
        ...(meant ? { severity: 'info' } : {}),
        fixes: right
          ? metadataFix(context, entry, ['bodhi', right.url], `Link the update of this build: ${right.url}`, true)
          : [],
      };
    }
  },
};

/** "FEDORA-2024-f0fd63c638 (testing)". */
function textOf({ alias, status }: BodhiUpdate): string {
  return `${alias} (${status})`;
}

/** What has come of the source package since, as far as it is known. */
function successorText(bodhi: BodhiFacts, { entry, source }: UpdateOverride, update: BodhiUpdate): string {
  const vr = entry.version?.evr.replace(/^\d+:/, '') ?? '';
  const builds = update.builds.map(({ nvr }) => splitNvr(nvr)).filter(build => build !== undefined);
  const own =
    (source && splitNvr(source.nvr)) ??
    builds.find(build => build.vr === vr) ??
    builds.find(({ name }) => name === entry.name);
  const pinned = metadataText(entry, 'type') === 'pin';
  const newest = own && bodhi.newest(own.name)?.value;
  if (!own || !newest) return 'Look there for what replaced it.';
  for (const other of newest.filter(isLive)) {
    for (const { nvr } of other.builds) {
      const build = splitNvr(nvr);
      if (build?.name !== own.name || compareEvr(build.vr, own.vr) <= 0) continue;
      return `${textOf(other)} with ${nvr} has replaced it: move on to that build${pinned ? ' if the pin is not needed any more' : ', or make it a pin that says why not'}.`;
    }
  }
  return `No newer update of ${own.name} is on its way: see whether the override is still wanted.`;
}
