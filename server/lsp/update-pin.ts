/** manifestLock/updatePin: moves the package at a position, with its siblings, to the newest NEVRA. */
import type { FileEdit } from '../lockfile/model';
import { type UpdateGroup, updateTitle } from '../operations/update';
import type { UpdatePinParams, UpdateResult } from '../protocol';
import { TextLines } from './convert';
import { mergeByFile, type NewFile } from './edits';
import { entryAt } from './locate';
import { plannerOf } from './scope';
import type { FileView } from './view';

/** What a command would do: nothing where there are neither edits nor new files. */
export interface PlannedUpdate {
  readonly label: string;
  readonly edits: readonly FileEdit[];
  readonly creates?: readonly NewFile[];
  readonly result: UpdateResult;
}

export function planUpdatePin(view: FileView, position: UpdatePinParams['position']): PlannedUpdate {
  const label = 'Update pin';
  // the protocol's own requests count in UTF-16, whatever was negotiated
  const lines = new TextLines(view.document.text, 'utf-16');
  const entry = entryAt(view.lockfile, lines.offsetAt(position));
  if (!entry) return nothing(label, 'There is no package here: put the cursor on one.');
  const plan = plannerOf(view).plan(entry);
  if (plan.kind === 'none') return nothing(label, plan.message);
  return planned(updateTitle(plan.group), [plan.group], []);
}

export function nothing(label: string, message: string): PlannedUpdate {
  return { label, edits: [], result: { changed: [], message } };
}

export function planned(label: string, groups: readonly UpdateGroup[], left: readonly string[]): PlannedUpdate {
  const changed = groups.flatMap(({ moves }) =>
    moves.map(({ entry, from, to }) => ({ name: entry.name, from, to: to.record.evr })),
  );
  const [first] = changed;
  const done =
    changed.length === 1 && first
      ? `Updated ${first.name} from ${first.from} to ${first.to}.`
      : `Updated ${changed.length} packages.`;
  const notes = groups.flatMap(group => group.notes);
  return {
    label,
    edits: mergeByFile(groups.flatMap(group => group.edits)),
    result: { changed, message: [done, ...notes, ...left].join(' ') },
  };
}
