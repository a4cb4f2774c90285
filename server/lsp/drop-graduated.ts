/** manifestLock/dropGraduated: takes out the fast-tracks that have done their work, as far as nothing is downgraded by it. */
import { planGraduation, type StayReason } from '../operations/plan-graduation';
import { keepIgnored } from '../rules/keep-ignored';
import { isOverrides, list } from '../rules/support';
import { whyNoMetadata } from './no-metadata';
import { scopeOf } from './scope';
import { nothing, type PlannedUpdate } from './update-pin';
import type { FileView } from './view';

const LABEL = 'Drop graduated fast-tracks';

/** Of the open file; with `allFiles` of every overrides file around it, too. */
export function planDropGraduated(view: FileView, { allFiles = false } = {}): PlannedUpdate {
  if (!allFiles && !isOverrides(view)) return nothing(LABEL, 'Fast-tracks stand in overrides files; this is none.');
  const unread = view.repo?.config.lockfiles.find(({ path, name }) => {
    return !name.generated && path !== view.path && !view.repo?.files.some(file => file.path === path);
  });
  if (unread) return nothing(LABEL, `Nothing was dropped: ${unread.path} cannot be read.`);
  const { files, basearches, availability } = scopeOf(view);
  const only = allFiles ? undefined : new Set([view.path]);
  const keep = keepIgnored(files, view.repo?.config);
  const plan = planGraduation({ files, basearches, availability, only, keep }, { allowUnchecked: true });
  if (plan.kind === 'refused') return nothing(LABEL, `Nothing was dropped: ${plan.message}.`);
  const { dropped, notes } = plan;
  const told = plan.stays.filter(({ why }) => TOLD.has(why)).map(({ message }) => message);
  if (dropped.length === 0) return nothing(LABEL, whyNone(view, told));
  const names = dropped.map(({ name, file }) => (file.path === view.path ? name : `${name} (${file.path})`));
  const done = `Dropped the ${names.length === 1 ? 'fast-track' : 'fast-tracks'} of ${list(names)}.`;
  return {
    label: LABEL,
    edits: plan.files.map(({ path, edits }) => ({ path, edits })),
    result: {
      // without the override the base lock counts, else what the repositories have
      changed: dropped.map(({ name, evr, base, newest }) => ({ name, from: evr, to: base ?? newest.record.evr })),
      message: [done, ...told, ...notes].join(' '),
    },
  };
}

/** Why something stays that one might have expected to go. */
const TOLD: ReadonlySet<StayReason> = new Set<StayReason>(['held-back', 'base', 'unchecked', 'source', 'kept']);

function whyNone(view: FileView, told: readonly string[]): string {
  if (view.mode === 'restricted') return 'The workspace is not trusted: no repository is read.';
  if (view.arches.some(arch => view.availability(arch))) {
    return told.length > 0 ? ['Nothing was dropped.', ...told].join(' ') : 'No fast-track of this file has graduated.';
  }
  return `No package metadata for ${view.arches.join(', ') || 'any basearch'} yet.${whyNoMetadata(view)}`;
}
