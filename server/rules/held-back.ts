import { replaceScalar } from '../lockfile/edits';
import { type Graduation, graduationOf } from '../operations/graduation';
import { evrFault } from '../rpm/evr-syntax';
import type { Rule } from './rule';
import { fixHere, isOverrides, list, liveEntries, metadataText, scopeOf } from './support';

export const heldBack: Rule = {
  code: 'held-back',
  severity: 'hint',
  description: 'A fast-track that is older than what it should be ahead of: it is a pin.',
  documentation: `A fast-track is dropped as soon as the repositories have its version or a newer one. Used to hold a package back it is dropped at
once, by the next run of the graduation bot. Reported where the repositories are newer on every basearch that the entry concerns (of those
with loaded metadata) and it shows that the entry never was ahead: a base lock is newer than the entry, or the repositories
offer several versions (that of the release and an update) and it is older than each of them. One that was ahead once and
lies between them is \`graduated\`. The fix changes the type to \`pin\`; a pin needs a reason.`,
  data: ['M'],
  *check(context) {
    const scope = scopeOf(context);
    if (!scope || !isOverrides(context)) return;
    for (const entry of liveEntries(context)) {
      const { name, version } = entry;
      const type = entry.metadata.get('type')?.value;
      if (!version || evrFault(version.evr) !== undefined || metadataText(entry, 'type') !== 'fast-track') continue;
      const found = graduationOf(scope, entry);
      if (found?.kind !== 'held-back' || !type) continue;
      yield {
        span: type.span,
        package: name,
        message: `${name} ${version.evr} is older than ${proof(found)}: it holds the package back, and the bots drop a fast-track that does. Make it a pin.`,
        fixes:
          type.kind === 'scalar'
            ? [fixHere(context, 'Make it a pin', replaceScalar(context.lockfile, type, 'pin'), { preferred: true })]
            : [],
      };
    }
  },
};

function proof({ newest, newerBases }: Graduation): string {
  const [candidate] = newest.values();
  const repository = `${candidate?.record.evr} in ${candidate?.repository.id}`;
  if (newerBases.size === 0) return `everything in the repositories (${repository})`;
  const bases = [...newerBases].map(([basearch, evr]) => `${evr} in the base lock of ${basearch}`);
  return list([repository, ...bases]);
}
