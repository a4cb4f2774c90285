/** Everything one LSP verb may look at for one open document: a snapshot, made by the session, never changed. */
import { basename } from 'node:path';
import type { Lockfile } from '../lockfile/model';
import { parseLockfileName } from '../lockfile/name';
import type { StatusParams } from '../protocol';
import type { RepositoryState } from '../rpmmd/repositories';
import type { RuleContext } from '../rules/rule';
import type { TextLines } from './convert';
import type { LockDocument } from './document';

export interface FileView extends RuleContext {
  readonly document: LockDocument;
  /** Basearches whose metadata is in use for this file, the file's own or the primary one first. */
  readonly arches: readonly string[];
  /** State of every repository of a basearch in `arches`, known or not. Empty while the config repository is unread. */
  repositories(basearch: string): readonly RepositoryState[];
  readonly mode: StatusParams['mode'];
  /** The config repository's folder, absolute; undefined for a file on its own. */
  readonly folder: string | undefined;
  /** A file as it is in a commit: to be read, not to be told about. */
  readonly readOnly: boolean;
  /** Severities by rule code, as the settings say. */
  readonly severity: Readonly<Record<string, 'off' | 'error' | 'warning' | 'info' | 'hint'>>;
  /** A file of the same config repository; `path` is relative to it. */
  file(path: string): FileHandle;
  /** The lines of a lockfile's text, of this tree or of a commit. */
  linesOf(lockfile: Lockfile): TextLines;
}

export interface FileHandle {
  readonly uri: string;
  /** The version the client has open; undefined where it is not open. */
  readonly version: number | undefined;
  /** Undefined for a file whose text is not known: it is no lockfile of the repository, nor was it read to know it. */
  readonly lines: TextLines | undefined;
}

/** Of YAML lockfiles in VS Code; JSON ones stay `json`. */
export const LANGUAGE = 'manifest-lock';

const NAME = /^manifest-lock[^/]*\.(?:json|ya?ml)$/;

/** True for the documents that are ours: named like a lockfile, or set to our language by hand. */
export function isLockfile(path: string, languageId: string): boolean {
  return languageId === LANGUAGE || NAME.test(basename(path));
}

/** Basearches a file's questions are about: its own, or for the common overrides those of the repository, `primary` first. */
export function archesOf(path: string, primary: string, basearches: readonly string[]): readonly string[] {
  const own = parseLockfileName(basename(path))?.arch;
  if (own !== undefined) return [own];
  return basearches.includes(primary) ? [primary] : basearches.slice(0, 1);
}
