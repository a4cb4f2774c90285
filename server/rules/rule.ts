/** What a rule is. One rule, one file; `registry.ts` lists them. */
import type { Branches } from '../config-repo/branches';
import type { ConfigRepo } from '../config-repo/model';
import type { EffectiveEntry, LayerFile } from '../lockfile/layers';
import type { FileEdit, Lockfile, Span } from '../lockfile/model';
import type { LockfileName } from '../lockfile/name';
import type { Availability } from '../rpmmd/repositories';
import type { ServiceFacts } from '../services/facts';

export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** F the file, R other files of the repository, B branches and HEAD, M rpm-md, K Koji, D Bodhi. */
export type DataKind = 'F' | 'R' | 'B' | 'M' | 'K' | 'D';

export interface Fix {
  /** Imperative, says exactly what will stand there: "Update pin to 5:5.2.5-1.fc40 (fedora-updates)". */
  readonly title: string;
  readonly edits: readonly FileEdit[];
  /** Files to make, with their text: paths relative to the root, not there yet. */
  readonly creates?: readonly { readonly path: string; readonly text: string }[];
  /** The fix a user would take nearly always. */
  readonly preferred?: boolean;
  /** May run unseen as part of `source.fixAll.manifestLock`: the one right answer, never a guess. */
  readonly fixAll?: boolean;
}

export interface RelatedPlace {
  readonly path: string;
  readonly span: Span;
  readonly message: string;
  /** The commit it stands in, with the text the span is of; undefined for the tree under check. */
  readonly at?: { readonly label: string; readonly commit: string; readonly lockfile: Lockfile };
}

export interface Finding {
  /** Range in the checked file. */
  readonly span: Span;
  /** What is wrong, why it matters, what to do. One or two sentences, with the versions and where they come from. */
  readonly message: string;
  /** Name of the package it is about. */
  readonly package?: string;
  /** Where it differs from the rule's default. */
  readonly severity?: Severity;
  readonly related?: readonly RelatedPlace[];
  readonly fixes?: readonly Fix[];
  readonly tag?: 'unnecessary';
}

/** Everything a rule may look at. What is undefined is not known: a rule that needs it stays silent. */
export interface RuleContext {
  /** The file under check, relative to the repository's root. */
  readonly path: string;
  /** Undefined for a file that is checked as a lockfile but not named like one. */
  readonly name: LockfileName | undefined;
  readonly lockfile: Lockfile;
  /** The repository around it (R). Undefined for a file on its own. */
  readonly repo: RepoContext | undefined;
  /** M: what one basearch can get; undefined while unknown. */
  availability(basearch: string): Availability | undefined;
  /** K and D: what Koji and Bodhi are known to say; undefined where they are not asked. */
  readonly services?: ServiceFacts | undefined;
  /** The time the check is about, Unix milliseconds: now, or of a past commit its date. */
  readonly now: number;
}

export interface RepoContext {
  readonly config: ConfigRepo;
  /** Every lockfile of the repository, parsed, the checked one included. */
  readonly files: readonly LayerFile[];
  /** The effective set of one basearch (computed once). */
  effective(basearch: string): ReadonlyMap<string, EffectiveEntry>;
  /** B: HEAD and the branches of other streams; undefined where there is no git, or it may not be asked. */
  readonly branches?: Branches | undefined;
}

export interface Rule {
  readonly code: string;
  readonly severity: Severity | 'off';
  /** One line, for settings and docs. */
  readonly description: string;
  /** A paragraph or two of Markdown for docs/rules.md: why it matters, what the fix does. */
  readonly documentation: string;
  readonly data: readonly DataKind[];
  /** Codes of rules whose findings about the same package follow from this one's: they are not told besides. */
  readonly supersedes?: readonly string[];
  check(context: RuleContext): Iterable<Finding>;
}
