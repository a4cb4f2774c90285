/** What services say of one thing that a user looks at: waited for, but not for long. */
import type { CancellationToken } from 'vscode-languageserver';
import type { ConfigRepo } from '../config-repo/model';
import type { Answered } from '../http/answer-store';
import type { ChangelogEntry } from '../koji/koji';
import type { Entry } from '../lockfile/model';
import { wantedFact } from '../operations/wanted-facts';
import { distTag } from '../rpm/dist-tag';
import { bodhiRelease } from '../services/bodhi-release';
import { isWellKnown } from '../services/entry-known';
import type { ServiceFacts } from '../services/facts';
import { type FactService, problemText } from '../services/facts-loader';
import { mergeFacts } from '../services/merge-facts';
import { parseGitUri } from './git-uri';
import { scopeOf } from './scope';
import type { ServicesInUse } from './services-in-use';
import type { FileView } from './view';

/** Whoever points at something waits no longer; the answer is there at the next look. */
export const PATIENCE_MS = 2000;

/** What is older is waited for once more; anything younger is shown with its age while it is asked for anew. */
const STALE_MS = 3_600_000;

/** What is known of an entry, and for which basearches it was asked. */
export interface EntryFacts {
  readonly facts: ServiceFacts;
  readonly basearches: readonly string[];
  /** Its source package as far as that is known without Koji. */
  readonly source: string | undefined;
  /** Why a service could not be asked, one line that names it. */
  readonly problems: ReadonlyMap<FactService, string>;
}

/** The config repository around a view, also of a file as it is in a commit. */
export function folderOf(view: FileView): string | undefined {
  return view.folder ?? parseGitUri(view.document.uri)?.folder;
}

/** Of any entry, of a base lock or of another branch, too. Undefined where nothing may be asked. Never rejects. */
export async function lookUpEntry(
  services: ServicesInUse,
  config: ConfigRepo,
  view: FileView,
  entry: Entry,
  token: CancellationToken,
): Promise<EntryFacts | undefined> {
  const scope = scopeOf(view);
  const own = bodhiRelease(config.releasever);
  const release = view.readOnly ? (releaseOf(entry) ?? own) : own;
  const basearches = scope.basearches.length > 0 ? scope.basearches : config.basearches;
  const wanted = wantedFact({ ...scope, basearches }, entry);
  const merged = (looked: ServiceFacts): ServiceFacts =>
    view.services && release === own ? mergeFacts(looked, view.services) : looked;
  const suffices = (known: ServiceFacts, now: number): boolean =>
    isWellKnown(merged(known), wanted, { release, since: now - STALE_MS });
  const looked = await patiently(token, enough => services.look(config, [wanted], release, enough, suffices));
  if (!looked) return undefined;
  const problems = new Map<FactService, string>();
  for (const { service, problem } of services.lookedAt(config, release)) {
    if (problem) problems.set(service, problemText(service, problem));
  }
  return { facts: merged(looked), basearches: wanted.basearches, source: wanted.source, problems };
}

/** What Bodhi says of updates. */
export interface UpdateFacts {
  readonly facts: ServiceFacts;
  /** Why Bodhi could not be asked, one line that names it. */
  readonly problem: string | undefined;
}

/** By alias. Undefined where nothing may be asked, and while there is no answer: `late` is called when it has come after all. Never rejects. */
export async function lookUpUpdates(
  services: ServicesInUse,
  config: ConfigRepo,
  aliases: readonly string[],
  late: () => void,
): Promise<UpdateFacts | undefined> {
  const release = bodhiRelease(config.releasever);
  const wanted = aliases.map(update => {
    return { name: '', version: undefined, basearches: [], update, source: undefined };
  });
  let waiting = true;
  const answered = services.look(config, wanted, release, NEVER).then(facts => {
    if (!waiting) late();
    return facts;
  });
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<undefined>(resolve => {
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
  });
  const facts = await Promise.race([answered, enough]);
  clearTimeout(timer);
  waiting = false;
  if (!facts) return undefined;
  const problem = services.lookedAt(config, release).find(({ service }) => service === 'bodhi')?.problem;
  return { facts, problem: problem && problemText('bodhi', problem) };
}

const NEVER = new Promise<never>(() => undefined);

/** Undefined where it is not known, or not yet. Rejects with a KojiError where Koji cannot be asked. */
export function lookUpChangelog(
  services: ServicesInUse,
  config: ConfigRepo,
  buildId: number,
  token: CancellationToken,
): Promise<Answered<readonly ChangelogEntry[]> | undefined> {
  const asked = services.of(config)?.koji?.changelog(buildId);
  if (!asked) return Promise.resolve(undefined);
  return patiently(token, enough => Promise.race([asked, enough]));
}

/** `enough` resolves when waiting on makes no sense: the client wants no answer any more, or `patience` (milliseconds) is at its end. */
export async function patiently<T>(
  token: CancellationToken,
  wait: (enough: Promise<undefined>) => Promise<T>,
  patience = PATIENCE_MS,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let listener: { dispose(): void } | undefined;
  const enough = new Promise<undefined>(resolve => {
    timer = setTimeout(() => resolve(undefined), patience);
    listener = token.onCancellationRequested(() => resolve(undefined));
  });
  try {
    return await wait(enough);
  } finally {
    clearTimeout(timer);
    listener?.dispose();
  }
}

/** A file of another branch may be of another release than the one that is checked out. */
function releaseOf({ version }: Entry): string | undefined {
  const tag = version && distTag(version.evr);
  return tag?.startsWith('fc') ? bodhiRelease(tag.slice(2)) : undefined;
}
