import type { BodhiUpdate } from '../bodhi/bodhi';
import type { Entry } from '../lockfile/model';
import { sourceBuildOf } from '../operations/source-build';
import { liveUpdateOf } from '../services/entry-update';
import type { Fix, Rule, RuleContext } from './rule';
import { isOverrides, liveEntries, metadataFix, metadataText, scopeOf } from './support';

export const missingBodhi: Rule = {
  code: 'missing-bodhi',
  severity: 'info',
  description: 'A fast-track without `metadata.bodhi`.',
  documentation: `A fast-track runs ahead of a Bodhi update; with the link a reader sees whether the update is on its way, obsolete or stable. Where an entry of the same EVR and
reason has one, the fix inserts that; where Bodhi is asked, the message names the update that has the build, and the fix inserts its link.`,
  data: ['F', 'D'],
  *check(context) {
    if (!isOverrides(context)) return;
    for (const entry of liveEntries(context)) {
      if (metadataText(entry, 'type') !== 'fast-track' || metadataText(entry, 'bodhi') !== undefined) continue;
      const value = entry.metadata.get('bodhi')?.value;
      if (value !== undefined && value.kind !== 'scalar') continue;
      const found = updateOf(context, entry);
      yield {
        span: entry.member.key.span,
        package: entry.name,
        message: `The fast-track of ${entry.name} names no Bodhi update: ${adviceText(found)}`,
        fixes: [...insertFixes(context, entry, found?.update), ...fixes(context, entry, found?.update?.url)],
      };
    }
  },
};

interface FoundUpdate {
  /** Of the source package. */
  readonly nvr: string;
  /** Undefined: Bodhi has none. */
  readonly update: BodhiUpdate | undefined;
}

/** Undefined where Bodhi is not known to have one or none. */
function updateOf(context: RuleContext, entry: Entry): FoundUpdate | undefined {
  const { bodhi, koji } = context.services ?? {};
  const scope = scopeOf(context);
  if (!bodhi || !scope || !entry.version) return undefined;
  const source = sourceBuildOf(scope, entry, koji);
  if (source) {
    const update = liveUpdateOf(bodhi, source);
    return update === undefined ? undefined : { nvr: source.nvr, update: update ?? undefined };
  }
  // not every package is called like its source: that there is none would say nothing
  const { name } = entry;
  const nvr = `${name}-${entry.version.evr.replace(/^\d+:/, '')}`;
  const update = liveUpdateOf(bodhi, { nvr, name });
  return update ? { nvr, update } : undefined;
}

function adviceText(found: FoundUpdate | undefined): string {
  if (!found) return 'add the one it runs ahead of as metadata.bodhi.';
  const { nvr, update } = found;
  if (!update) return `Bodhi has none of ${nvr} that is on its way.`;
  return `${update.alias} (${update.status}) has ${nvr}.`;
}

function insertFixes(context: RuleContext, entry: Entry, update: BodhiUpdate | undefined): Fix[] {
  if (!update) return [];
  return metadataFix(context, entry, ['bodhi', update.url], `Insert the update found: ${update.url}`, true);
}

/** The update of a sibling, where that is not the one found. */
function fixes(context: RuleContext, entry: Entry, found: string | undefined): Fix[] {
  const reason = metadataText(entry, 'reason');
  const same = liveEntries(context).find(other => {
    if (other === entry || reason === undefined || metadataText(other, 'reason') !== reason) return false;
    return metadataText(other, 'bodhi') !== undefined && other.version?.evr === entry.version?.evr;
  });
  const bodhi = same && metadataText(same, 'bodhi');
  if (!same || bodhi === undefined || bodhi === found) return [];
  return metadataFix(context, entry, ['bodhi', bodhi], `Insert the update of ${same.name}: ${bodhi}`);
}
