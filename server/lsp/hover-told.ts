/** What services are known to say of the entry under the cursor, put together for the parts of a hover. */
import type { EntryOrigin } from '../config-repo/branches';
import type { Entry } from '../lockfile/model';
import { sourceBuildOf } from '../operations/source-build';
import { type EntryBuild, entryBuild } from '../services/entry-build';
import type { SourceBuildName } from '../services/entry-update';
import type { ServiceFacts } from '../services/facts';
import { SERVICE_NAMES } from '../services/facts-loader';
import { type NewerUpdate, newerUpdates } from '../services/newer-updates';
import { formatAge } from './date';
import type { NewestChangelog } from './hover-changelog';
import type { EntryFacts } from './look-up';
import type { Writer } from './markdown';
import { scopeOf } from './scope';
import type { FileView } from './view';

/** What a hover is given besides the view: it was waited for. */
export interface HoverFacts {
  /** Undefined where no service may be asked. */
  readonly services: EntryFacts | undefined;
  /** Of an entry as it is in a commit; that of the working tree's entries the view knows. */
  readonly origin: EntryOrigin | undefined;
  readonly changelog: NewestChangelog | undefined;
}

/** Nothing is asked and nothing is known. */
export const NOTHING_TOLD: HoverFacts = { services: undefined, origin: undefined, changelog: undefined };

export interface Told {
  readonly facts: ServiceFacts;
  readonly problems: EntryFacts['problems'];
  /** Those that the entry concerns. */
  readonly basearches: readonly string[];
  /** Undefined while Koji has not said. */
  readonly build: EntryBuild | undefined;
  /** The build that the entry is of, as Koji or else the repositories know it. */
  readonly source: SourceBuildName | undefined;
  /** Newest submitted first; empty while not known. */
  readonly newer: readonly NewerUpdate[];
}

export function toldOf(view: FileView, entry: Entry, found: EntryFacts): Told {
  const { facts, problems, basearches } = found;
  const build = facts.koji && entryBuild(facts.koji, entry, basearches);
  const source = build?.kind === 'found' ? build.build : sourceBuildOf(scopeOf(view), entry, undefined);
  const newer = source && facts.bodhi ? newerUpdates(facts.bodhi, source) : undefined;
  return { facts, problems, basearches, build, source, newer: newer ?? [] };
}

/** Why a service says nothing of what is missing: that it could not be asked, or has not answered. */
export function whySilent({ problems }: Told, service: 'koji' | 'bodhi', write: Writer): string {
  const problem = problems.get(service);
  return problem === undefined ? `${SERVICE_NAMES[service]} has not answered yet.` : write.text(problem);
}

const RECENT_MS = 5 * 60_000;

/** `as of 12 minutes ago`, with the cause where it could not be asked anew; nothing for what was said just now. */
export function agePart(told: Told, service: 'koji' | 'bodhi', at: number, now: number, write: Writer): string {
  const problem = told.problems.get(service);
  if (problem !== undefined) return `as of ${formatAge(at, now)}: ${write.text(problem)}`;
  return now - at < RECENT_MS ? '' : `as of ${formatAge(at, now)}`;
}

const CVE = /\bCVE-\d+-\d+\b/g;

/** Untrusted text with what it says of CVEs marked. */
export function withCves(text: string, write: Writer): string {
  return write.text(text).replace(CVE, cve => write.strong(cve));
}

/** `**CVE-2024-9675**, **CVE-2024-9676** and 3 more` */
export function cveList(cves: readonly string[], most: number, write: Writer): string {
  const named = cves.slice(0, most).map(cve => write.strong(cve));
  const more = cves.length - named.length;
  return named.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

export function joined(parts: readonly string[]): string {
  return parts.filter(part => part !== '').join(', ');
}
