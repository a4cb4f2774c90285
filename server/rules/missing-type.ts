import type { Rule } from './rule';
import { isOverrides, liveEntries, metadataFix, metadataText } from './support';
import { TYPES } from './unknown-type';

export const missingType: Rule = {
  code: 'missing-type',
  severity: 'hint',
  description: 'An override without `metadata.type`.',
  documentation: `Without a type nobody can tell whether an override holds a package back or runs ahead of Bodhi, and \`ci/overrides.py graduate\` never drops it. The
fix adds one of the two; with a Bodhi update in the entry it is a fast-track.`,
  data: ['F'],
  *check(context) {
    if (!isOverrides(context)) return;
    for (const entry of liveEntries(context)) {
      if (!entry.map || metadataText(entry, 'type') !== undefined || entry.metadata.get('type')?.value?.kind === 'map')
        continue;
      const likely = metadataText(entry, 'bodhi') === undefined ? undefined : 'fast-track';
      yield {
        span: entry.member.key.span,
        package: entry.name,
        message: `The override of ${entry.name} has no type: say whether it is a pin or a fast-track, so that the bots know what to do with it.`,
        fixes: TYPES.flatMap(type => {
          return metadataFix(context, entry, ['type', type], `Make it a ${type}`, type === likely);
        }),
      };
    }
  },
};
