/** What sides are opened with, and what comes of one that cannot be. */
import type { ParseLockfile } from '../../config-repo/load-lockfiles';
import type { ConfigRepo } from '../../config-repo/model';
import type { StreamPolicy } from '../../config-repo/repo-settings';
import type { GitRepository } from '../../git/git';
import type { LayerFile } from '../../lockfile/layers';
import type { Services } from '../../services/services';
import type { DiffSide } from './side';

export interface SideContext {
  readonly git: GitRepository | undefined;
  /** Why there is no git. */
  readonly gitAbsence?: string;
  /** The config repository's folder, relative to the top of the tree; empty at the top. */
  readonly root: string;
  /** Undefined in a bare repository. */
  readonly worktree: WorktreeState | undefined;
  /** By name of the stream. */
  readonly policies: ReadonlyMap<string, StreamPolicy>;
  /** Of the repository, in its order. */
  readonly basearches: readonly string[];
  /** The one that is checked out. */
  readonly stream: string | undefined;
  /** Undefined where none may be asked. */
  readonly services: Services | undefined;
  /** Why none may be asked: `network access is off (--offline)`. */
  readonly noServices?: string;
  /** Best one that remembers (`rememberParse`): branches have many files alike. */
  readonly parse: ParseLockfile;
  readonly signal?: AbortSignal;
}

export interface WorktreeState {
  readonly config: ConfigRepo;
  /** Open editors in front of them. */
  readonly files: readonly LayerFile[];
  /** A sentence for each lockfile that cannot be read; it names the file. */
  readonly problems: readonly string[];
}

/** `input`: what was named is not there or cannot be read; `unavailable`: a service that was needed cannot be asked. */
export interface SideFailure {
  readonly failed: 'input' | 'unavailable';
  /** For a human. */
  readonly message: string;
  /** Set where a commit has no config repository in the folder that was looked at: it may be in another one. */
  readonly noConfigRepository?: true;
}

export function isFailure(side: DiffSide | SideFailure): side is SideFailure {
  return 'failed' in side;
}

export function inputFailure(message: string): SideFailure {
  return { failed: 'input', message };
}

export function unavailable(message: string): SideFailure {
  return { failed: 'unavailable', message };
}

/** Why a service is not asked: the end of a sentence. */
export function notAsked(service: string, { services, noServices }: SideContext): string {
  if (services) return `${service} is off`;
  return `${service} is not asked${noServices === undefined ? '' : `: ${noServices.replace(/\.$/, '')}`}`;
}

/** Ends the opening where it was called off; otherwise what went wrong, in words. */
export function wordsOf(error: unknown, { signal }: Pick<SideContext, 'signal'>): string {
  signal?.throwIfAborted();
  return error instanceof Error ? error.message : String(error);
}
