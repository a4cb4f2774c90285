import type { Entry } from '../lockfile/model';
import { isPin, partialNotes, UpdatePlanner, updateTitle } from '../operations/update';
import { evrFault } from '../rpm/evr-syntax';
import type { Fix, Rule } from './rule';
import { isReplaced, knowsPackages, list, liveEntries, scopeOf } from './support';

export const newerAvailable: Rule = {
  code: 'newer-available',
  severity: 'hint',
  description: "A newer NEVRA is in the stream's repositories.",
  documentation: `Newer as RPM compares, in the repositories that the manifest names (not the pool), for the basearches whose metadata is loaded: where the entry
concerns others too, the message names those that were looked up. In the common overrides the newer version has to be there for every one of them;
where it is not yet, the message says so and nothing is offered. The fix moves the entry and its siblings (the packages of the same source package in the file) to one source
build, digests included. Pins are hinted at, but no command for a whole file moves them unasked. In a base lock an entry that an
override replaces is left out.`,
  data: ['M'],
  *check(context) {
    const scope = scopeOf(context);
    if (!scope || !knowsPackages(scope)) return;
    const planner = new UpdatePlanner(scope);
    for (const entry of liveEntries(context)) {
      const { version, name } = entry;
      if (!version || evrFault(version.evr) !== undefined || isReplaced(context, name)) continue;
      const { target, partial, checked, unchecked } = planner.choice(entry);
      const [newest] = target?.packages.values() ?? [];
      if (!newest) {
        if (!partial) continue;
        const { record, repository } = partial.candidate;
        const message = `${repository.id} has ${name} ${record.evr} (here: ${version.evr}), but not yet for ${list(partial.missing)}.`;
        yield { span: version.evrSpan, package: name, message };
        continue;
      }
      const notes = [
        ...(isPin(entry) ? ['It is a pin: it stays until somebody moves it.'] : []),
        ...partialNotes(planner.choice(entry)),
      ];
      const where = unchecked.length > 0 ? ` for ${list(checked)}` : '';
      const preferred = scope.file.layer !== 'base' && !isPin(entry);
      const { record, repository } = newest;
      // planning siblings and edits of a whole base lock takes a second: only when somebody asks
      let fixes: readonly Fix[] | undefined;
      yield {
        span: version.evrSpan,
        package: name,
        message: [`${repository.id} has ${name} ${record.evr}${where} (here: ${version.evr}).`, ...notes].join(' '),
        get fixes() {
          fixes ??= moves(planner, entry, preferred);
          return fixes;
        },
      };
    }
  },
};

/** The entry with its siblings, then, if it has any, alone. */
function moves(planner: UpdatePlanner, entry: Entry, preferred: boolean): Fix[] {
  const together = planner.plan(entry);
  if (together.kind === 'none') return [];
  const { group } = together;
  const fixes: Fix[] = [{ title: updateTitle(group), edits: group.edits, preferred }];
  const alone = group.moves.length > 1 ? planner.plan(entry, { siblings: false }) : undefined;
  if (alone?.kind === 'update') fixes.push({ title: updateTitle(alone.group), edits: alone.group.edits });
  return fixes;
}
