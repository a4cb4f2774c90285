/** Code actions that do one thing to all of a file's entries that it is about. Their edits are made when they are chosen. */
import type { Span } from '../lockfile/model';
import { planDropGraduated } from './drop-graduated';
import { findingsOf } from './findings';
import { entriesIn } from './locate';
import { planAllOf, plannerOf } from './scope';
import { planUpdateAllPins } from './update-all';
import type { PlannedUpdate } from './update-pin';
import type { FileView } from './view';

export type BulkName = 'update-all' | 'drop-graduated';

export interface BulkAction {
  readonly name: BulkName;
  /** Imperative; the number of packages is put behind it. */
  readonly title: string;
  /** True where one of the entries in the span is among those that would change. */
  isAbout(view: FileView, span: Span): boolean;
  /** Packages that would change. */
  count(view: FileView): number;
  plan(view: FileView): PlannedUpdate;
}

export const BULK_ACTIONS: Readonly<Record<string, BulkAction>> = {
  'update-all': {
    name: 'update-all',
    title: 'Update all pins in this file',
    isAbout: (view, span) => entriesIn(view.lockfile, span).some(entry => plannerOf(view).choice(entry).target),
    count: view => planAllOf(view).groups.reduce((sum, group) => sum + group.moves.length, 0),
    plan: view => planUpdateAllPins(view, false),
  },
  'drop-graduated': reported('drop-graduated', 'graduated', 'Drop all graduated fast-tracks', planDropGraduated),
};

/** For the findings of one rule, on each of them. */
function reported(name: BulkName, code: string, title: string, plan: (view: FileView) => PlannedUpdate): BulkAction {
  const plans = new WeakMap<FileView, PlannedUpdate>();
  const remembered = (view: FileView): PlannedUpdate => {
    const known = plans.get(view) ?? plan(view);
    plans.set(view, known);
    return known;
  };
  return {
    name,
    title,
    isAbout: (view, { start, end }) => {
      return findingsOf(view).some(found => found.code === code && found.span.start <= end && found.span.end >= start);
    },
    count: view => remembered(view).result.changed.length,
    plan: remembered,
  };
}
