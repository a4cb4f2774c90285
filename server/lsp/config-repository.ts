/** One config repository with open documents: what its files say, read again when they change. */
import { basename, join, sep } from 'node:path';
import type { Branches } from '../config-repo/branches';
import type { ParseLockfile } from '../config-repo/load-lockfiles';
import type { ConfigProblem, ConfigRepo, FileTree } from '../config-repo/model';
import { effectiveSets, type LayerFile } from '../lockfile/layers';
import type { Lockfile, LockfileFormat } from '../lockfile/model';
import { parseLockfileName } from '../lockfile/name';
import { parseLockfile } from '../lockfile/parse';
import type { RepoContext } from '../rules/rule';
import { relativePath } from './uri';

/** Reads manifest, `.repo` files and lockfiles of a tree. */
export type Reader = (tree: FileTree, parse: ParseLockfile) => Promise<Snapshot>;

export interface Snapshot {
  readonly config: ConfigRepo;
  /** Every lockfile as it is on disk. */
  readonly files: readonly LayerFile[];
  /** Every other file that was read (`config.sources`), by path. */
  readonly texts: ReadonlyMap<string, string>;
  readonly problems: readonly ConfigProblem[];
}

/** An open lockfile: its absolute path and what stands in it. */
export interface OpenLockfile {
  readonly path: string;
  readonly lockfile: Lockfile;
}

export class ConfigRepository {
  readonly #tree: FileTree;
  readonly #read: Reader;
  readonly #parsed = new Map<string, Lockfile>();
  #sourceNames: ReadonlySet<string> = new Set();
  #current: Promise<Snapshot> | undefined;
  #context:
    | {
        readonly snapshot: Snapshot;
        readonly open: readonly OpenLockfile[];
        readonly branches: Branches | undefined;
        readonly value: RepoContext;
      }
    | undefined;

  constructor(
    /** Absolute. */
    readonly folder: string,
    tree: FileTree,
    read: Reader,
  ) {
    this.#tree = tree;
    this.#read = read;
  }

  /** True for a file (absolute path) below the folder, or, as links lead out of it, of the name of one that was read. */
  dependsOn(path: string): boolean {
    return path.startsWith(this.folder + sep) || this.#sourceNames.has(basename(path));
  }

  /** Rejects where a file cannot be read; the next call tries again. */
  snapshot(): Promise<Snapshot> {
    if (!this.#current) {
      const reading = this.#read(this.#tree, (text, format, path) => this.#parse(text, format, path));
      this.#current = reading;
      reading.then(
        ({ config }) => {
          this.#sourceNames = new Set(config.sources.map(source => basename(source)));
        },
        () => {
          if (this.#current === reading) this.#current = undefined;
        },
      );
    }
    return this.#current;
  }

  /** A file that did not change is not parsed again. */
  #parse(text: string, format: LockfileFormat, path: string): Lockfile {
    const known = this.#parsed.get(path);
    if (known?.text === text) return known;
    const lockfile = parseLockfile(text, format);
    this.#parsed.set(path, lockfile);
    return lockfile;
  }

  invalidate(): void {
    this.#current = undefined;
  }

  /**
   * True for an open file that is on disk no more and says what it said there last: it was deleted, or a branch without it was checked
   * out, and its editor was left open. One that is new or was edited since is the user's work, and counts.
   */
  isGone({ files }: Snapshot, { path, lockfile }: OpenLockfile): boolean {
    const relative = relativePath(this.folder, path);
    return this.#parsed.get(relative)?.text === lockfile.text && !files.some(file => file.path === relative);
  }

  /** The repository with its open documents in place of the files on disk. The same value as long as nothing changes. */
  context(snapshot: Snapshot, open: readonly OpenLockfile[], branches?: Branches): RepoContext {
    const known = this.#context;
    if (known?.snapshot === snapshot && known.branches === branches && sameOpen(known.open, open)) return known.value;
    const value = contextOf(this.folder, snapshot, open, branches);
    this.#context = { snapshot, open, branches, value };
    return value;
  }
}

function sameOpen(a: readonly OpenLockfile[], b: readonly OpenLockfile[]): boolean {
  return a.length === b.length && a.every((file, i) => file.path === b[i]?.path && file.lockfile === b[i]?.lockfile);
}

function contextOf(
  folder: string,
  { config, files }: Snapshot,
  open: readonly OpenLockfile[],
  branches: Branches | undefined,
): RepoContext {
  const byPath = new Map(open.map(file => [file.path, file.lockfile]));
  const layers = files.map(file => {
    const lockfile = byPath.get(join(folder, file.path));
    return lockfile ? { ...file, lockfile } : file;
  });
  const known = new Set(files.map(file => join(folder, file.path)));
  for (const { path, lockfile } of open) {
    const layer = known.has(path) ? undefined : newFile(folder, path, lockfile);
    if (layer) layers.push(layer);
  }
  return {
    config,
    files: layers,
    branches,
    effective: effectiveSets(layers),
  };
}

/** A lockfile that is open and not yet on disk. */
function newFile(folder: string, path: string, lockfile: Lockfile): LayerFile | undefined {
  const relative = relativePath(folder, path);
  const name = parseLockfileName(relative.slice(relative.lastIndexOf('/') + 1));
  if (!name || name.generated) return undefined;
  return { path: relative, layer: name.layer, arch: name.arch, lockfile };
}
