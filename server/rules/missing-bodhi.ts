import type { Entry } from '../lockfile/model';
import type { Rule, RuleContext } from './rule';
import { isOverrides, liveEntries, metadataFix, metadataText } from './support';

export const missingBodhi: Rule = {
  code: 'missing-bodhi',
  severity: 'info',
  description: 'A fast-track without `metadata.bodhi`.',
  documentation: `A fast-track runs ahead of a Bodhi update; with the link a reader sees whether the update is on its way, obsolete or stable. Where an entry of the same EVR and
reason has one, the fix inserts that.`,
  data: ['F'],
  *check(context) {
    if (!isOverrides(context)) return;
    for (const entry of liveEntries(context)) {
      if (metadataText(entry, 'type') !== 'fast-track' || metadataText(entry, 'bodhi') !== undefined) continue;
      const value = entry.metadata.get('bodhi')?.value;
      if (value !== undefined && value.kind !== 'scalar') continue;
      yield {
        span: entry.member.key.span,
        package: entry.name,
        message: `The fast-track of ${entry.name} names no Bodhi update: add the one it runs ahead of as metadata.bodhi.`,
        fixes: fixes(context, entry),
      };
    }
  },
};

function fixes(context: RuleContext, entry: Entry) {
  const reason = metadataText(entry, 'reason');
  const same = liveEntries(context).find(other => {
    if (other === entry || reason === undefined || metadataText(other, 'reason') !== reason) return false;
    return metadataText(other, 'bodhi') !== undefined && other.version?.evr === entry.version?.evr;
  });
  const bodhi = same && metadataText(same, 'bodhi');
  if (!same || bodhi === undefined) return [];
  return metadataFix(context, entry, ['bodhi', bodhi], `Insert the update of ${same.name}: ${bodhi}`);
}
