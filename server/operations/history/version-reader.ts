/** The version of one package after each commit of a branch, its layers put together. */
import { gitTree } from '../../config-repo/git-tree';
import { joinPath } from '../../config-repo/paths';
import { type GitRepository, notFetchedCause } from '../../git/git';
import { type EntryFact, entryFact } from './entry-fact';
import type { HistoryMemory } from './history-memory';
import type { NamedFile } from './lockfiles-for';
import type { VersionSpan } from './package-history';
import type { LoggedCommit, StreamLog } from './stream-log';

export type Version = Pick<VersionSpan, 'evr' | 'provenance' | 'type' | 'reason'>;

/** A lockfile that keeps a commit from being understood. */
export interface BrokenFile {
  readonly broken: NamedFile;
  /** "does not parse (line 3)" */
  readonly why: string;
}

const NOT_LOCKED: Version = { evr: undefined, provenance: undefined, type: undefined, reason: undefined };

const ABSENT: EntryFact = { kind: 'absent' };

export interface VersionReaderInput {
  readonly git: GitRepository;
  readonly memory: HistoryMemory;
  /** Package. */
  readonly name: string;
  readonly log: StreamLog;
  readonly signal?: AbortSignal | undefined;
}

export class VersionReader {
  readonly #input: VersionReaderInput;
  readonly #looked = new Map<string, EntryFact | undefined>();
  readonly #known = new Map<string, EntryFact>();

  constructor(input: VersionReaderInput) {
    this.#input = input;
  }

  /** Reads all that the other methods are asked about those commits afterwards. Rejects where git fails. */
  async prepare(commits: readonly LoggedCommit[]): Promise<void> {
    const { git, memory, name, log, signal } = this.#input;
    const states = commits.flatMap(({ files }) => [...files.values()]);
    const blobs = states.filter(state => 'id' in state);
    const facts = await memory.facts(git, name, blobs, signal);
    for (const { id } of blobs) {
      const fact = facts.get(id);
      if (fact) this.#known.set(id, fact);
    }
    const ids = new Set(states.flatMap(state => ('lookIn' in state ? [state.lookIn] : [])));
    for (const id of ids) {
      const missing = log.names.filter(({ fileName }) => !this.#looked.has(`${id}:${fileName}`));
      const found = await Promise.all(missing.map(file => this.#lookIn(id, file)));
      for (const [i, { fileName }] of missing.entries()) this.#looked.set(`${id}:${fileName}`, found[i]);
    }
  }

  version(commit: LoggedCommit): Version | BrokenFile {
    let version = NOT_LOCKED;
    for (const file of this.#input.log.names) {
      const fact = this.#fact(commit, file) ?? ABSENT;
      if (fact.kind === 'broken') return { broken: file, why: fact.why };
      if (fact.kind === 'absent') continue;
      const { evr, type, reason } = fact;
      version = { evr, type, reason, provenance: file.layer === 'base' ? 'base' : 'override' };
    }
    return version;
  }

  hasBaseLock(commit: LoggedCommit): boolean {
    return this.#input.log.names.some(file => file.layer === 'base' && this.#fact(commit, file) !== undefined);
  }

  /** Undefined where there is no file. */
  #fact({ files }: LoggedCommit, { fileName }: NamedFile): EntryFact | undefined {
    const state = files.get(fileName);
    if (state === undefined) return undefined;
    return 'id' in state ? this.#known.get(state.id) : this.#looked.get(`${state.lookIn}:${fileName}`);
  }

  async #lookIn(commit: string, { fileName, format }: NamedFile): Promise<EntryFact | undefined> {
    const { git, name, log } = this.#input;
    const tree = gitTree(git, commit, log.root);
    try {
      for (const folder of log.folders) {
        const text = await tree.read(joinPath(folder, fileName));
        if (text !== undefined) return entryFact(Buffer.from(text), format, name);
      }
      return undefined;
    } catch (error) {
      // no fault of the commit
      if (notFetchedCause(error)) throw error;
      // the words around its cause name the file, which whoever tells this does as well
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      return { kind: 'broken', why: `cannot be read: ${cause instanceof Error ? cause.message : String(cause)}` };
    }
  }
}

export function sameVersion(a: Version, b: Version): boolean {
  return a.evr === b.evr && a.provenance === b.provenance && a.type === b.type && a.reason === b.reason;
}
