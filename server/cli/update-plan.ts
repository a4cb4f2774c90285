/** Which entries an `update` moves, over all files of the repository. */
import type { LayerFile } from '../lockfile/layers';
import type { Entry, FileEdit } from '../lockfile/model';
import { sourceOf } from '../operations/source';
import { type FileScope, type UpdateGroup, UpdatePlanner } from '../operations/update';
import { updateTo } from '../operations/update-to';
import type { RepoContext } from '../rules/rule';
import type { Metadata } from './metadata';
import { InputError, UnavailableError } from './ports';

export interface Changed {
  readonly file: string;
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** Where the new version is; absent where no known repository has it. */
  readonly repository?: string;
  readonly source?: string;
}

export interface Plan {
  readonly changed: readonly Changed[];
  /** Entries that were meant and stay, and why. */
  readonly left: readonly { readonly file: string; readonly name: string; readonly message: string }[];
  /** What a user should know besides, one sentence each. */
  readonly notes: readonly string[];
  readonly edits: readonly FileEdit[];
}

interface Place {
  readonly file: LayerFile;
  readonly entry: Entry;
}

/** The files that people write: what `--all` is about. A base lock is made by a build. */
export function overrideFiles({ files }: RepoContext): LayerFile[] {
  return files.filter(file => file.layer !== 'base');
}

/**
 * Where a name stands: in overrides if any has it, else in the base locks. A name of a source package stands for the
 * entries built from it.
 */
export function placesOf(name: string, repo: RepoContext, metadata: Metadata): Place[] {
  const overrides = overrideFiles(repo);
  const bases = repo.files.filter(file => file.layer === 'base');
  for (const files of [overrides, bases]) {
    const direct = files.flatMap(file => {
      const entry = file.lockfile.byName.get(name);
      return entry ? [{ file, entry }] : [];
    });
    if (direct.length > 0) return direct;
  }
  for (const files of [overrides, bases]) {
    const built = files.flatMap(file => {
      const scope = scopeOf(file, repo, metadata);
      const entries = [...file.lockfile.byName.values()].filter(entry => sourceOf(scope, entry) === name);
      return entries.map(entry => ({ file, entry }));
    });
    if (built.length > 0) return built;
  }
  return [];
}

function scopeOf(file: LayerFile, { files, config }: RepoContext, { availability }: Metadata): FileScope {
  return { file, files, basearches: config.basearches, availability };
}

export function planAll(repo: RepoContext, metadata: Metadata, includePins: boolean): Plan {
  return merged(
    overrideFiles(repo).map(file => {
      const { groups, left, unknown } = new UpdatePlanner(scopeOf(file, repo, metadata)).planAll({ includePins });
      const unsaid = unknown.map(entry => ({ entry, message: `No package metadata for ${entry.name} (see --arch).` }));
      return {
        ...ofGroups(groups),
        left: [...left, ...unsaid].map(({ entry, message }) => ({ file: file.path, name: entry.name, message })),
      };
    }),
  );
}

/** Moves these entries to the newest version, each with what is built from the same source. */
export function planNewest(places: readonly Place[], repo: RepoContext, metadata: Metadata): Plan {
  const planners = new Map<LayerFile, UpdatePlanner>();
  const moved = new Set<Entry>();
  return merged(
    places.map(({ file, entry }) => {
      if (moved.has(entry)) return NOTHING;
      const planner = planners.get(file) ?? new UpdatePlanner(scopeOf(file, repo, metadata));
      planners.set(file, planner);
      const plan = planner.plan(entry);
      if (plan.kind === 'update') {
        for (const move of plan.group.moves) moved.add(move.entry);
        return ofGroups([plan.group]);
      }
      if (plan.why === 'no-version') throw new InputError(`${file.path}: ${plan.message}`);
      if (plan.why === 'unknown') throw new UnavailableError(`${file.path}: ${plan.message}`);
      return { ...NOTHING, left: [{ file: file.path, name: entry.name, message: plan.message }] };
    }),
  );
}

/** Moves these entries to one EVR, older or newer, in a repository or not. */
export function planTo(places: readonly Place[], evr: string, repo: RepoContext, metadata: Metadata): Plan {
  const moved = new Set<Entry>();
  return merged(
    places.map(({ file, entry }) => {
      if (moved.has(entry)) return NOTHING;
      const plan = updateTo(scopeOf(file, repo, metadata), entry, evr);
      if (plan.kind === 'refused') throw new InputError(plan.message);
      const { changes, edits, found, missing } = plan;
      for (const change of changes) moved.add(change.entry);
      const notes: string[] = [];
      if (!found) notes.push(`No known repository has ${entry.name} ${evr}.`);
      else if (missing.length > 0) notes.push(`${entry.name} ${evr} is not there for ${missing.join(', ')}.`);
      const changed = changes.map(({ entry: { name }, from, to }) => ({ file: file.path, name, from, to }));
      const message = `${entry.name} is at ${evr} already.`;
      const left = changes.length === 0 ? [{ file: file.path, name: entry.name, message }] : [];
      return { changed, left, notes, edits };
    }),
  );
}

const NOTHING: Plan = { changed: [], left: [], notes: [], edits: [] };

function ofGroups(groups: readonly UpdateGroup[]): Plan {
  const changed = groups.flatMap(({ moves, source }) =>
    moves.map(({ file, entry, from, to }) => {
      const { record, repository } = to;
      return { file: file.path, name: entry.name, from, to: record.evr, repository: repository.id, source };
    }),
  );
  return {
    changed,
    left: [],
    notes: groups.flatMap(({ notes }) => notes),
    edits: groups.flatMap(({ edits }) => edits),
  };
}

function merged(plans: readonly Plan[]): Plan {
  return {
    changed: plans.flatMap(plan => plan.changed),
    left: plans.flatMap(plan => plan.left),
    notes: [...new Set(plans.flatMap(plan => plan.notes))],
    edits: plans.flatMap(plan => plan.edits),
  };
}
