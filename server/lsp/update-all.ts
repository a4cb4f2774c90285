/** manifestLock/updateAll: moves everything in a file that has something newer. */
import type { UpdateAllPlan } from '../operations/update';
import { whyNoMetadata } from './no-metadata';
import { plannerOf } from './scope';
import { nothing, type PlannedUpdate, planned } from './update-pin';
import type { FileView } from './view';

const LABEL = 'Update all pins';

export function planUpdateAllPins(view: FileView, includePins: boolean): PlannedUpdate {
  const plan = plannerOf(view).planAll({ includePins });
  if (plan.groups.length === 0) return nothing(LABEL, whyNothing(view, plan));
  return planned(LABEL, plan.groups, leftText(plan));
}

function whyNothing(view: FileView, plan: UpdateAllPlan): string {
  const { entries } = view.lockfile;
  if (view.mode === 'restricted') return 'The workspace is not trusted: no repository is read.';
  if (entries.length === 0) return 'There are no packages in this file.';
  if (plan.unknown.length > 0) {
    return `No package metadata for ${view.arches.join(', ') || 'any basearch'} yet.${whyNoMetadata(view)}`;
  }
  return ['The repositories have nothing newer.', ...leftText(plan)].join(' ');
}

function leftText({ left }: UpdateAllPlan): string[] {
  return left.length === 0 ? [] : [`Left alone: ${left.map(({ message }) => message).join(' ')}`];
}
