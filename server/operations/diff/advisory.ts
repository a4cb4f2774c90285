/** Advisories, and what else is told of the way from one version to another. */
import type { ChangelogEntry } from '../../koji/koji';

/** Gravest first. */
export const SEVERITIES = ['critical', 'important', 'moderate', 'low', 'none'] as const;

/** As updateinfo has it (Bodhi's urgent, high, medium, low). */
export type Severity = (typeof SEVERITIES)[number];

export interface Advisory {
  /** `FEDORA-2024-f0fd63c638` */
  readonly id: string;
  readonly title: string;
  readonly type: 'security' | 'bugfix' | 'enhancement' | 'newpackage' | 'unspecified';
  readonly severity: Severity;
  /** Sorted, each once. */
  readonly cves: readonly string[];
  /** Unix milliseconds. */
  readonly issued: number | undefined;
  readonly url: string | undefined;
  /** `stable`, `testing`, ...; undefined where updateinfo alone has it. */
  readonly status: string | undefined;
}

/** The advisories and the changelog that lie between the two versions of a source package. */
export interface ChangeStory {
  /** The security ones first, newest first. */
  readonly advisories: readonly Advisory[];
  /** Newest first; undefined where it is not known, or was not asked for. */
  readonly changelog: readonly ChangelogEntry[] | undefined;
  /** Pages of the builds (Koji), where they are known. */
  readonly pages: { readonly from: string | undefined; readonly to: string | undefined };
}

/** What was asked and what it gave. */
export interface AdvisoryAnswers {
  /** By source package: what comes with an upgrade or addition. A source without advisories has none. */
  readonly bySource: ReadonlyMap<string, readonly Advisory[]>;
  /** The same of downgrades: what the higher version had and the lower one lacks. None where nobody has asked. */
  readonly lost?: ReadonlyMap<string, readonly Advisory[]>;
  /** Where advisories were looked for: `Bodhi`, `updateinfo of fedora-updates`. Empty: nothing could be asked. */
  readonly asked: readonly string[];
  /** What could not be asked, and why; a sentence each. */
  readonly problems: readonly string[];
}
