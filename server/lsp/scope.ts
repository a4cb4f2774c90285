/** The open document as operations/ sees it. */
import type { LayerFile } from '../lockfile/layers';
import { type FileScope, type UpdateAllPlan, UpdatePlanner } from '../operations/update';
import type { FileView } from './view';

export function layerFileOf(view: FileView): LayerFile {
  const known = view.repo?.files.find(file => file.path === view.path);
  if (known) return known;
  const { path, name, lockfile } = view;
  return { path, layer: name?.layer ?? 'overrides', arch: name?.arch, lockfile };
}

export function scopeOf(view: FileView): FileScope {
  const file = layerFileOf(view);
  const files = view.repo?.files ?? [file];
  const all = view.repo?.config.basearches ?? view.arches;
  // messages name the basearch that is looked at first
  const basearches = [...new Set([...view.arches, ...all])].filter(arch => all.includes(arch) || arch === file.arch);
  return {
    file,
    files: files.includes(file) ? files : [...files, file],
    basearches,
    availability: basearch => view.availability(basearch),
  };
}

/** What is known of a config repository's basearches: a file's own view knows those that the file is about. */
export function availabilityIn(views: readonly FileView[]): FileScope['availability'] {
  return basearch => views.map(view => view.availability(basearch)).find(known => known !== undefined);
}

const planners = new WeakMap<FileView, UpdatePlanner>();

/** The planner of a view, which remembers what it found out. */
export function plannerOf(view: FileView): UpdatePlanner {
  let planner = planners.get(view);
  if (!planner) {
    planner = new UpdatePlanner(scopeOf(view));
    planners.set(view, planner);
  }
  return planner;
}

const plans = new WeakMap<FileView, UpdateAllPlan>();

/** What "Update all pins in this file" would do; deliberate pins stay. Clients ask with every move of the cursor. */
export function planAllOf(view: FileView): UpdateAllPlan {
  let plan = plans.get(view);
  if (!plan) {
    plan = plannerOf(view).planAll({ includePins: false });
    plans.set(view, plan);
  }
  return plan;
}
