import type { BodhiUpdate } from '../bodhi/bodhi';
import { isForRelease } from '../rpm/dist-tag';
import { isLive, liveUpdateOf } from '../services/entry-update';
import { buildsText, isOfOtherRelease, relationOf, type UpdateOverride, updateOverrides } from './bodhi-overrides';
import type { Finding, Fix, Rule, RuleContext } from './rule';
import { metadataFix } from './support';

export const wrongUpdate: Rule = {
  code: 'wrong-update',
  severity: 'warning',
  description: 'A Bodhi link whose update does not contain this build, or is for another release.',
  documentation: `Readers and bots look at the update to see whether the fast-track is still needed: a link copied from another branch, or left from an earlier version, misleads them.
The build is the one that Koji, or else the repositories' metadata, gives for the entry; where neither knows it, only what the names make certain is
reported. An update of another release with the very build is left to \`dist-mismatch\`, which sees whether that is meant.

An update can be edited: where it has a newer build of the same package by now, and no other update has this one, that is info, since the link is right and
the build is one that will not be released. The fix points the link to the update that has the build, where Bodhi is known to have one.`,
  data: ['D'],
  *check(context) {
    for (const override of updateOverrides(context)?.overrides ?? []) {
      const { entry, span, update } = override;
      const right = rightUpdate(context, override);
      const found = update ? problemOf(context, override, update, right) : absence(override, right);
      if (!found) continue;
      yield { span, package: entry.name, ...found, fixes: linkFixes(context, override, right) };
    }
  },
};

type Problem = Pick<Finding, 'message' | 'severity'>;

/** The update that has the build, another one than the link's; null: none has; undefined: not known. */
type Right = BodhiUpdate | null | undefined;

function absence(override: UpdateOverride, right: Right): Problem {
  const { alias, entry } = override;
  return {
    message: `Bodhi has no update ${alias}: the link of ${entry.name} leads nowhere. ${advice(override, right)}`,
  };
}

function problemOf(
  context: RuleContext,
  override: UpdateOverride,
  update: BodhiUpdate,
  right: Right,
): Problem | undefined {
  const { entry, source } = override;
  const relation = relationOf(update, entry, source);
  if (relation.kind === 'unknown') return undefined;
  const { releasever } = context.repo?.config ?? {};
  const evr = entry.version?.evr ?? '';
  const elsewhere = isOfOtherRelease(update, releasever);
  if (relation.kind === 'contains') {
    // a build of that other release is what dist-mismatch looks at
    if (!elsewhere || !isForRelease(evr, releasever)) return undefined;
    const { name } = update.release;
    return {
      message: `${update.alias} is for ${name}, but the release here is ${releasever}. Link the one for this release.`,
    };
  }
  const own = source?.nvr ?? `${entry.name} ${evr}`;
  if (relation.kind === 'other-build' && relation.order === 'newer' && !elsewhere && !right) {
    const live = isLive(update);
    const status = live ? '' : ` and is ${update.status}`;
    return {
      message: `${update.alias} has ${relation.nvr} by now instead of ${own}${status}: this build will not be released. Move the override on, or keep it knowingly.`,
      ...(live ? { severity: 'info' } : {}),
    };
  }
  const has = relation.kind === 'other-build' ? relation.nvr : buildsText(update);
  const release = elsewhere ? ` for ${update.release.name}` : '';
  return { message: `${update.alias}${release} has ${has}, not ${own}. ${advice(override, right)}` };
}

function rightUpdate({ services }: RuleContext, { source, alias }: UpdateOverride): Right {
  const found = source && services?.bodhi && liveUpdateOf(services.bodhi, source);
  return found?.alias === alias ? undefined : found;
}

function advice({ source }: UpdateOverride, right: Right): string {
  if (right) return `${right.alias} (${right.release.name}, ${right.status}) has ${source?.nvr}.`;
  if (right === null) return `No update has ${source?.nvr}: take the link out, or name a build that one has.`;
  return 'Link the update that has this build.';
}

function linkFixes(context: RuleContext, { entry }: UpdateOverride, right: Right): Fix[] {
  if (!right) return [];
  const title = `Link the update of this build: ${right.url}`;
  return metadataFix(context, entry, ['bodhi', right.url], title, true);
}
