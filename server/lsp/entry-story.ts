/** Since when an override stands as it stands, and who put it there. */
import type { EntryOrigin, RefSnapshot } from '../config-repo/branches';
import type { LayerFile } from '../lockfile/layers';
import type { Entry } from '../lockfile/model';

const DAY_MS = 86_400_000;

export interface Story {
  /** `coreosbot in 8d4e788b5e on 2024-06-27: overrides: pin kernel`, or `not committed yet`. */
  readonly text: string;
  /** Whole days since then; undefined for what is not committed. */
  readonly days: number | undefined;
}

/** Undefined where git does not tell: no git, a shallow clone. `now`: Unix milliseconds. */
export function storyOf({ version }: Entry, origin: EntryOrigin | undefined, now: number): Story | undefined {
  if (!origin || origin.evr !== version?.evr) return undefined;
  const { author, commit, committed, subject } = origin;
  const date = new Date(committed * 1000).toISOString().slice(0, 10);
  const days = Math.max(0, Math.floor((now - committed * 1000) / DAY_MS));
  return { text: `${author} in ${commit.slice(0, 10)} on ${date}: ${subject}`, days };
}

/** The same in the working tree, where an entry may be newer than HEAD. */
export function storyInWorktree(
  entry: Entry,
  origin: EntryOrigin | undefined,
  head: Pick<RefSnapshot, 'files'> | undefined,
  path: LayerFile['path'],
  now: number,
): Story | undefined {
  const known = storyOf(entry, origin, now);
  if (known || !head) return known;
  const committed = head.files.find(file => file.path === path)?.lockfile.byName.get(entry.name);
  return committed?.version?.evr === entry.version?.evr ? undefined : { text: 'not committed yet', days: undefined };
}
