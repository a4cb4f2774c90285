/**
 * The lockfile as text with exact ranges: what rpm-ostree (rust/src/lockfile.rs) calls
 * `{packages: {NAME: {evr|evra, digest?, metadata?}}, metadata?}`, tolerant of everything that is wrong with it.
 * Nothing is normalised away: duplicates, order and the source of every scalar are kept.
 */

/** Half-open `[start, end)`, in UTF-16 code units of the file's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type LockfileFormat = 'yaml' | 'json';

/** What a reader makes of a scalar. */
export type ScalarType = 'string' | 'number' | 'boolean' | 'null' | 'date';

export interface ScalarNode {
  readonly kind: 'scalar';
  /** The scalar as written, quotes included. */
  readonly span: Span;
  /** Quotes and escapes undone; a plain scalar exactly as written (`1.10` stays "1.10"). */
  readonly text: string;
  readonly style: 'plain' | 'single' | 'double' | 'block';
  /** What YAML 1.1 (PyYAML: every Python consumer) takes it for; JSON files: the JSON type. */
  readonly yaml11: ScalarType;
  /** What YAML 1.2 (serde_yaml: rpm-ostree) takes it for; JSON files: the JSON type. */
  readonly yaml12: ScalarType;
}

export interface MapNode {
  readonly kind: 'map';
  readonly span: Span;
  /** In file order, duplicates included; of equal keys the last one counts for every reader. */
  readonly members: readonly Member[];
}

export interface SequenceNode {
  readonly kind: 'sequence';
  readonly span: Span;
  readonly items: readonly Node[];
}

/** A YAML alias (`*name`); never seen in real lockfiles, but legal. */
export interface AliasNode {
  readonly kind: 'alias';
  readonly span: Span;
  readonly name: string;
  readonly target: Node | undefined;
}

export type Node = ScalarNode | MapNode | SequenceNode | AliasNode;

export interface Member {
  readonly key: ScalarNode;
  /** Absent where nothing follows the colon. */
  readonly value: Node | undefined;
  /** From the key's first character to the value's last one. */
  readonly span: Span;
  /** True where a later member of the same map has the same key and so replaces this one. */
  readonly superseded: boolean;
}

export interface SyntaxProblem {
  readonly message: string;
  readonly span: Span;
}

export interface Comment {
  readonly span: Span;
  /** Without the leading `#` (YAML) or `//` (JSONC: already a syntax problem) and surrounding blanks. */
  readonly text: string;
}

/** The version of an entry as its `evr` or `evra` says it. */
export interface EntryVersion {
  readonly key: 'evr' | 'evra';
  readonly scalar: ScalarNode;
  /** `[E:]V-R`, of an `evra` without the arch. Not validated. */
  readonly evr: string;
  /** Of an `evra` what follows its last `.`; undefined for an `evr`, and for an `evra` without a dot. */
  readonly arch: string | undefined;
  /** The part of the file that is the EVR alone, without quotes and arch: what an update replaces. */
  readonly evrSpan: Span;
}

/** One member of `packages`. */
export interface Entry {
  readonly name: string;
  readonly member: Member;
  /** The entry's map; undefined where the value is something else. */
  readonly map: MapNode | undefined;
  /** Set only where exactly one of `evr` and `evra` (after duplicates) is a scalar. */
  readonly version: EntryVersion | undefined;
  /** `metadata` members by key, the last of duplicates, aliases and merge keys followed; empty where there is none. */
  readonly metadata: ReadonlyMap<string, Member>;
  /** True where a later entry of the same name replaces this one. */
  readonly superseded: boolean;
}

export interface Lockfile {
  readonly format: LockfileFormat;
  readonly text: string;
  /** Undefined in an empty file. */
  readonly root: Node | undefined;
  readonly syntaxProblems: readonly SyntaxProblem[];
  /** The `packages` member that counts. */
  readonly packages: Member | undefined;
  /** Every member of `packages` in file order, duplicates included. */
  readonly entries: readonly Entry[];
  /** Effective entries by name (the last of duplicates). */
  readonly byName: ReadonlyMap<string, Entry>;
  readonly comments: readonly Comment[];
}

/** A replacement of `span` by `newText`. Edits of one set never overlap. */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

/** Replacements in one file of the repository. `path` is relative to its root. */
export interface FileEdit {
  readonly path: string;
  readonly edits: readonly TextEdit[];
}
