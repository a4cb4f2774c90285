/** Which entries can move to which newer EVR, whole source packages at a time, and the edits that move them. */

import type { LayerFile } from '../lockfile/layers';
import { metadataText } from '../lockfile/metadata';
import type { Entry, FileEdit } from '../lockfile/model';
import { compareEvr } from '../rpm/evr';
import { findNevra, packagesOfBuild } from '../rpmmd/candidates';
import type { Candidate } from '../rpmmd/repositories';
import { moveEdits } from './move-edits';
import { type FileScope, reachOf } from './reach';
import { remembering } from './remember';
import { SourceGroups } from './source';
import { chooseTarget, type TargetChoice } from './target';

export type { FileScope } from './reach';

/** One entry and the version it can move to. */
export interface Move {
  readonly file: LayerFile;
  readonly entry: Entry;
  readonly from: string;
  /** On the first basearch that the entry concerns and whose metadata is known. */
  readonly to: Candidate;
}

/** Entries that must move together: one source package in one layer file. */
export interface UpdateGroup {
  readonly source: string;
  /** The entry that was asked for comes first. */
  readonly moves: readonly Move[];
  readonly edits: readonly FileEdit[];
  /** What a user should know besides, one sentence each: siblings that stay, a newer EVR that not every arch has. */
  readonly notes: readonly string[];
}

export type UpdatePlan =
  | { readonly kind: 'update'; readonly group: UpdateGroup }
  /** `message` says for a human why nothing moves. */
  | { readonly kind: 'none'; readonly why: NoUpdate; readonly message: string };

/**
 * `no-version`: the entry has no usable version; `unknown`: no metadata; `current`: nothing newer; `partial`: newer, but not
 * on every basearch that the entry concerns.
 */
export type NoUpdate = 'no-version' | 'unknown' | 'current' | 'partial';

export interface UpdateAllPlan {
  readonly groups: readonly UpdateGroup[];
  /** Entries that have something newer and stay: pins that were not asked for, and what shares a source with one. */
  readonly left: readonly { readonly entry: Entry; readonly message: string }[];
  /** Entries that nothing could be said about, for want of metadata. */
  readonly unknown: readonly Entry[];
}

/** Plans for one file and one state of the metadata; remembers what it found out between calls. */
export class UpdatePlanner {
  readonly #scope: FileScope;
  readonly #choices = new Map<Entry, TargetChoice>();
  readonly #sources: SourceGroups;

  constructor(scope: FileScope) {
    this.#scope = remembering(scope);
    this.#sources = new SourceGroups(this.#scope);
  }

  /** What the entry could move to, siblings not regarded. */
  choice(entry: Entry): TargetChoice {
    const known = this.#choices.get(entry);
    if (known) return known;
    const choice = chooseTarget(this.#scope, entry);
    this.#choices.set(entry, choice);
    return choice;
  }

  /** Moves one entry to the newest EVR, with the siblings that the same build offers (or without). */
  plan(entry: Entry, options: { readonly siblings: boolean } = { siblings: true }): UpdatePlan {
    const choice = this.choice(entry);
    if (!choice.target) return { kind: 'none', ...explain(entry, choice) };
    const others = options.siblings ? this.#sources.siblings(entry) : [];
    return { kind: 'update', group: this.#group(entry, choice, others) };
  }

  /** Moves everything in the file that has something newer; a source package with a pin in it only if asked. */
  planAll(options: { readonly includePins: boolean }): UpdateAllPlan {
    const groups: UpdateGroup[] = [];
    const left: { entry: Entry; message: string }[] = [];
    const unknown: Entry[] = [];
    for (const entries of this.#sources.all().values()) {
      const movable = entries.filter(entry => this.choice(entry).target !== undefined);
      for (const entry of entries) {
        const { target, partial, checked } = this.choice(entry);
        if (checked.length === 0) unknown.push(entry);
        else if (!target && partial) left.push({ entry, message: explain(entry, this.choice(entry)).message });
      }
      const pin = options.includePins ? undefined : entries.find(isPin);
      if (pin) {
        left.push(...movable.map(entry => ({ entry, message: pinMessage(entry, pin) })));
      } else {
        // of several builds (a subpackage left the source) the one that takes the most entries along
        const plans = movable.map(entry => this.#group(entry, this.choice(entry), entries));
        const best = plans.reduce<UpdateGroup | undefined>(
          (a, b) => (a && a.moves.length >= b.moves.length ? a : b),
          undefined,
        );
        if (best) groups.push(best);
      }
    }
    return { groups, left, unknown };
  }

  #group(entry: Entry, choice: TargetChoice, siblings: readonly Entry[]): UpdateGroup {
    const { target } = choice;
    const [first] = target?.packages.values() ?? [];
    if (!target || !first) throw new Error(`no target for ${entry.name}`);
    const own = { entry, packages: target.packages };
    const others: { entry: Entry; packages: ReadonlyMap<string, Candidate> }[] = [];
    const notes = partialNotes(choice);
    for (const sibling of siblings) {
      if (sibling === entry || !sibling.version) continue;
      const packages = this.#ofBuild(sibling, target.packages);
      const [to] = packages?.values() ?? [];
      if (!packages || !to) {
        notes.push(`${sibling.name} stays at ${sibling.version.evr}: ${buildName(first)} has no such package.`);
      } else if (compareEvr(to.record.evr, sibling.version.evr) > 0) {
        others.push({ entry: sibling, packages });
      }
    }
    const { file } = this.#scope;
    const moving = [own, ...others];
    return {
      source: first.record.source,
      moves: moving.flatMap(({ entry: moved, packages }) => {
        const [to] = packages.values();
        return to && moved.version ? [{ file, entry: moved, from: moved.version.evr, to }] : [];
      }),
      edits: [{ path: file.path, edits: this.#edits(moving) }],
      notes,
    };
  }

  #edits(moving: readonly { entry: Entry; packages: ReadonlyMap<string, Candidate> }[]) {
    const { file } = this.#scope;
    return moving
      .flatMap(({ entry, packages }) => {
        return moveEdits(file.lockfile, file.arch === undefined, entry, packages, this.#locked(entry));
      })
      .sort((a, b) => a.span.start - b.span.start);
  }

  /** A sibling's package of the builds that `leader` has, on every known basearch; undefined where one lacks it. */
  #ofBuild(sibling: Entry, leader: ReadonlyMap<string, Candidate>): ReadonlyMap<string, Candidate> | undefined {
    const packages = new Map<string, Candidate>();
    const [any] = leader.values();
    for (const basearch of reachOf(this.#scope, sibling).basearches) {
      const availability = this.#scope.availability(basearch);
      const { record } = leader.get(basearch) ?? any ?? {};
      if (!availability || !record) continue;
      if (!availability.repositories.some(({ index }) => index !== undefined)) continue;
      const found = packagesOfBuild(availability, record.source, record.sourceRpm).get(sibling.name);
      if (!found) return undefined;
      packages.set(basearch, found);
    }
    return packages;
  }

  #locked(entry: Entry): Candidate[] {
    const { version } = entry;
    if (!version) return [];
    return reachOf(this.#scope, entry).basearches.flatMap(basearch => {
      const availability = this.#scope.availability(basearch);
      return availability ? findNevra(availability, entry.name, version.evr).slice(0, 1) : [];
    });
  }
}

export function isPin(entry: Entry): boolean {
  return metadataText(entry, 'type') === 'pin';
}

/** The title of the action that does it: "Update pin and its 2 siblings to 5:5.2.5-1.fc40 (fedora-updates)". */
export function updateTitle({ moves }: UpdateGroup): string {
  const { record, repository } = moves[0]?.to ?? {};
  const siblings = moves.length - 1;
  const those = siblings === 0 ? '' : ` and its ${siblings === 1 ? 'sibling' : `${siblings} siblings`}`;
  return `Update pin${those} to ${record?.evr} (${repository?.id})`;
}

function buildName({ record }: Candidate): string {
  return record.sourceRpm === '' ? `${record.name}-${record.evr}` : record.sourceRpm;
}

function pinMessage(entry: Entry, pin: Entry): string {
  if (isPin(entry)) return `${entry.name} is a pin.`;
  return `${entry.name} shares its source package with ${pin.name}, which is a pin.`;
}

export function partialNotes({ partial }: TargetChoice): string[] {
  if (!partial) return [];
  const { record, repository } = partial.candidate;
  return [`${repository.id} has ${record.evr} too, but not for ${partial.missing.join(', ')}.`];
}

function explain(entry: Entry, choice: TargetChoice): { why: NoUpdate; message: string } {
  const { name, version } = entry;
  if (!version) return { why: 'no-version', message: `${name} has no usable version.` };
  if (choice.checked.length === 0) {
    return { why: 'unknown', message: `No package metadata for ${choice.unchecked.join(', ') || 'any basearch'} yet.` };
  }
  if (choice.partial) {
    const { record, repository } = choice.partial.candidate;
    const missing = choice.partial.missing.join(', ');
    return { why: 'partial', message: `${name} ${record.evr} is in ${repository.id}, but not for ${missing}.` };
  }
  return { why: 'current', message: `The repositories have nothing newer than ${name} ${version.evr}.` };
}
