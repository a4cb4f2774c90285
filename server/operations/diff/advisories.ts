/** The advisories between the two versions of every changed source package. */
import { BodhiError, type BodhiUpdate } from '../../bodhi/bodhi';
import { cvesIn } from '../../rpm/cve';
import type { RepositoryUpdateinfo } from '../../rpmmd/repositories';
import { bodhiRelease } from '../../services/bodhi-release';
import { isLive } from '../../services/entry-update';
import { problemText } from '../../services/facts-loader';
import type { Services } from '../../services/services';
import { list } from '../words';
import { type Advisory, type AdvisoryAnswers, SEVERITIES } from './advisory';
import type { SpanDirection } from './advisory-span';
import { type BodhiAdvisories, bodhiAdvisories, bodhiAdvisory } from './bodhi-advisories';
import type { SourceChange, StreamDiff } from './diff';
import { type FoundAdvisory, UpdateinfoAdvisories } from './updateinfo-advisories';

export interface AdvisoryInput {
  readonly diff: StreamDiff;
  /** Undefined: none may be asked. */
  readonly services: Services | undefined;
  /** Of the repositories of the `to` side's release; basearches that share a file may share its advisories. */
  readonly updateinfo: readonly RepositoryUpdateinfo[];
  /** What was not asked, and why; a sentence each. */
  readonly notAsked?: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * Of an upgrade the advisories above the lower version up to the higher, of an addition those of that very build, of a downgrade
 * (as lost) those that the higher version had. What several know is told once, as Bodhi has it. Rejects only with the signal's reason.
 */
export async function loadAdvisories(input: AdvisoryInput): Promise<AdvisoryAnswers> {
  const { diff, updateinfo, notAsked = [], signal } = input;
  const sources = diff.sources.filter(({ kind, packages }) => kind !== 'removed' || packages.some(hasSpan));
  const asked: string[] = [];
  const problems = [...notAsked];
  const bodhi = await askBodhi(input, sources, problems);
  signal?.throwIfAborted();
  if (bodhi) asked.push('Bodhi');
  const ids = new Set(updateinfo.filter(({ advisories }) => advisories.length > 0).map(({ id }) => id));
  asked.push(...[...ids].map(id => `updateinfo of ${id}`));
  problems.push(...failures(updateinfo));
  const known = new UpdateinfoAdvisories(updateinfo);
  const bySource = new Map<string, readonly Advisory[]>();
  const lost = new Map<string, readonly Advisory[]>();
  for (const change of sources) {
    const found = merged(known.of(change), bodhi?.found.get(change.source) ?? [], bodhi?.updates);
    const of = (direction: SpanDirection): Advisory[] =>
      found
        .filter(each => each.direction === direction)
        .map(({ advisory }) => advisory)
        .sort(inOrder);
    const [gained, gone] = [of('gained'), of('lost')];
    if (gained.length > 0) bySource.set(change.source, gained);
    if (gone.length > 0) lost.set(change.source, gone);
  }
  if (asked.length === 0 && problems.length === 0) problems.push('No repository of this release has advisories.');
  return { bySource, lost, asked, problems };
}

const hasSpan = ({ arches }: SourceChange['packages'][number]): boolean => [...arches.values()].some(({ to }) => to);

async function askBodhi(
  { diff, services, notAsked = [], signal }: AdvisoryInput,
  sources: readonly SourceChange[],
  problems: string[],
): Promise<BodhiAdvisories | undefined> {
  if (!services?.bodhi) {
    if (services || notAsked.length === 0) problems.push('Bodhi is not asked: it is off.');
    return undefined;
  }
  const { label, releasever } = diff.to;
  const release = bodhiRelease(releasever);
  if (release === undefined) {
    const why = releasever === undefined ? `nothing says which one ${label} is of` : `${label} is of ${releasever}`;
    problems.push(`Bodhi is not asked: it has updates for releases of Fedora, and ${why}.`);
    return undefined;
  }
  const tell = ({ message }: Error, partial: boolean) => problems.push(problemText('bodhi', { message, partial }));
  try {
    return await bodhiAdvisories(sources, services.bodhi, release, signal, error => tell(error, true));
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof BodhiError)) throw error;
    tell(error, false);
    return undefined;
  }
}

/** A line for each failure; basearches that failed alike share one. */
function failures(updateinfo: readonly RepositoryUpdateinfo[]): string[] {
  const alike = new Map<string, { message: string; others: string[] }>();
  for (const { id, basearch, error } of updateinfo) {
    if (error === undefined) continue;
    const key = `${id} ${error.replaceAll(basearch, '*')}`;
    const known = alike.get(key);
    if (known) known.others.push(basearch);
    else alike.set(key, { message: error, others: [] });
  }
  return [...alike.values()].map(({ message, others }) =>
    others.length === 0 ? message : `${message}; likewise ${list(others)}`,
  );
}

/** Bodhi knows better how an update stands: what was taken back since is none. */
function merged(
  updateinfo: readonly FoundAdvisory[],
  bodhi: readonly FoundAdvisory[],
  updates: ReadonlyMap<string, BodhiUpdate> | undefined,
): FoundAdvisory[] {
  const found = new Map(bodhi.map(each => [keyOf(each), each]));
  for (const each of updateinfo) {
    const { advisory, direction } = each;
    const update = updates?.get(advisory.id);
    if (update && !isLive(update)) continue;
    const better = update && bodhiAdvisory(update);
    const cves = cvesIn([...advisory.cves, ...(better?.cves ?? [])]);
    found.set(keyOf(each), { direction, advisory: { ...(better ?? advisory), cves } });
  }
  return [...found.values()];
}

const keyOf = ({ advisory, direction }: FoundAdvisory): string => `${direction} ${advisory.id}`;

/** Security first, newest first, of one moment the gravest first. */
function inOrder(a: Advisory, b: Advisory): number {
  return (
    Number(b.type === 'security') - Number(a.type === 'security') ||
    (b.issued ?? 0) - (a.issued ?? 0) ||
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    (a.id < b.id ? -1 : 1)
  );
}
