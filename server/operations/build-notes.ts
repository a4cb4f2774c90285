/** What a release engineer should know of builds before they are locked: no reason to refuse them. */
import type { Bodhi, BodhiUpdate, OnUnread } from '../bodhi/bodhi';
import type { RepoSettings } from '../config-repo/repo-settings';
import { splitNvr } from '../rpm/nvr';
import { isLive } from '../services/entry-update';
import type { Services } from '../services/services';
import type { NamedBuild } from './resolve-subject';
import { list } from './words';

export interface NotesScope {
  readonly services: Services;
  readonly kojiTags: RepoSettings['kojiTags'];
  readonly basearches: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * Updates that were taken back, builds that are unsigned or not in the pool: a sentence each. Never rejects for a service
 * that fails: that, too, is a sentence.
 */
export async function buildNotes(builds: readonly NamedBuild[], scope: NotesScope): Promise<readonly string[]> {
  const parts = await Promise.all([
    attempt(scope, () => updateNotes(builds, scope.services.bodhi, scope.signal)),
    attempt(scope, () => signatureNotes(builds, scope)),
    attempt(scope, () => tagNotes(builds, scope)),
  ]);
  return [...new Set(parts.flat())];
}

async function attempt({ signal }: NotesScope, ask: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await ask();
  } catch (error) {
    if (signal?.aborted) throw error;
    return [error instanceof Error ? error.message : String(error)];
  }
}

async function updateNotes(
  builds: readonly NamedBuild[],
  bodhi: Bodhi | undefined,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const dead = [
    ...new Map(builds.flatMap(({ update }) => (update && !isLive(update) ? [[update.alias, update]] : []))),
  ];
  const unread: string[] = [];
  const told = await Promise.all(
    dead.map(async ([alias, update]) => {
      const what = `${alias} is ${update.status}: it will not reach the stable repositories`;
      const successor = bodhi && (await successorOf(update, bodhi, signal, one => unread.push(one.message)));
      if (!successor) return `${what}.`;
      return `${what}. ${successor.alias} (${successor.status}) has ${list(successor.builds.map(({ nvr }) => nvr))} instead.`;
    }),
  );
  return [...told, ...unread];
}

/** The newest live update of the same packages and release that came after. */
async function successorOf(
  update: BodhiUpdate,
  bodhi: Bodhi,
  signal: AbortSignal | undefined,
  onUnread: OnUnread,
): Promise<BodhiUpdate | undefined> {
  const names = [...new Set(update.builds.flatMap(({ nvr }) => splitNvr(nvr)?.name ?? []))];
  const answers = await bodhi.updatesOfPackages(names, update.release.name, signal, onUnread);
  return names
    .flatMap(name => answers.get(name)?.value ?? [])
    .find(other => isLive(other) && other.alias !== update.alias && (other.submitted ?? 0) > (update.submitted ?? 0));
}

async function signatureNotes(builds: readonly NamedBuild[], scope: NotesScope): Promise<string[]> {
  const { koji } = scope.services;
  const arches = [...scope.basearches, 'noarch'];
  // a build is signed as a whole: one package of each arch tells
  const asked = new Map(
    builds.flatMap(({ koji: found }): [string, number[]][] => {
      if (!found) return [];
      const ids = arches.flatMap(arch => found.rpms.find(rpm => rpm.arch === arch)?.id ?? []);
      return [[found.build.nvr, ids]];
    }),
  );
  const ids = [...new Set([...asked.values()].flat())];
  if (!koji || ids.length === 0) return [];
  const answers = await koji.signatures(ids, scope.signal);
  const unsigned = [...asked].filter(([, own]) => own.some(id => answers.get(id)?.value?.length === 0));
  if (unsigned.length === 0) return [];
  return [`Unsigned in Koji: ${unsigned.map(([nvr]) => nvr).join(', ')}.`];
}

async function tagNotes(builds: readonly NamedBuild[], scope: NotesScope): Promise<string[]> {
  const { koji } = scope.services;
  const { pool } = scope.kojiTags;
  const found = [...new Map(builds.flatMap(({ koji: one }) => (one ? [[one.build.id, one.build.nvr]] : [])))];
  if (!koji || found.length === 0) return [];
  const answers = await koji.tags(
    found.map(([id]) => id),
    scope.signal,
  );
  const outside = found.filter(([id]) => answers.get(id)?.value?.includes(pool) === false);
  if (outside.length === 0) return [];
  const nvrs = outside.map(([, nvr]) => nvr).join(', ');
  return [`Not in ${pool} yet: ${nvrs}. Fedora's tagger puts there what it finds locked once this is pushed.`];
}
