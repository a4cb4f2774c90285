/** A build of the build service as a side. */
import type { BuildMeta, Builds, StreamBuild } from '../../builds/builds';
import { gitTree } from '../../config-repo/git-tree';
import { loadLockfiles } from '../../config-repo/load-lockfiles';
import { findLockfiles } from '../../config-repo/lockfile-refs';
import { nearest } from '../../config-repo/nearest';
import type { LayerFile } from '../../lockfile/layers';
import { lockedSources } from '../source';
import { list } from '../words';
import { builtBases, ofBuilds, serviceWords } from './built-bases';
import { lockfileSide } from './lockfile-side';
import type { DiffSide } from './side';
import { inputFailure, notAsked, type SideContext, type SideFailure, unavailable, wordsOf } from './side-context';

export interface BuildWanted {
  /** As the user named it. */
  readonly spec: string;
  /** Undefined: the stream that is checked out. */
  readonly stream: string | undefined;
  /** Undefined: the newest. */
  readonly id: string | undefined;
}

/** What Fedora CoreOS's builds are called: release, date, stream, number. */
const FEDORA_COREOS_ID = /^(\d+)\.\d{8}\./;

export async function buildSide(wanted: BuildWanted, context: SideContext): Promise<DiffSide | SideFailure> {
  const stream = wanted.stream ?? context.stream;
  if (stream === undefined) {
    return inputFailure(
      `${wanted.spec} names no stream, and it is not known which one is checked out: write build:STREAM/ID`,
    );
  }
  const builds = context.services?.builds;
  if (!builds) return unavailable(`${wanted.spec}: ${notAsked('the build service', context)}`);
  try {
    const listed = (await builds.builds(stream, context.signal)).value;
    const build = chosen(listed, stream, wanted, builds, context);
    return 'failed' in build ? build : await sideOf(stream, build, wanted.spec, builds, context);
  } catch (error) {
    return unavailable(`${wanted.spec}: ${serviceWords(error, context)}`);
  }
}

function chosen(
  listed: readonly StreamBuild[] | undefined,
  stream: string,
  wanted: BuildWanted,
  { url }: Builds,
  { policies }: SideContext,
): StreamBuild | SideFailure {
  if (!listed) {
    const meant = nearest(
      stream,
      [...policies.keys()].filter(name => name !== stream),
    );
    const hint = meant === undefined ? `streams are ${[...policies.keys()].join(', ')}` : `did you mean ${meant}?`;
    return inputFailure(`${url} knows no builds of a stream ${stream}: ${hint}`);
  }
  const [newest] = listed;
  if (!newest) return inputFailure(`${url} has no build of ${stream}`);
  if (wanted.id === undefined) return newest;
  const found = listed.find(({ id }) => id === wanted.id);
  if (found) return found;
  const ids = listed.slice(0, NAMED).map(({ id }) => id);
  const other = wanted.stream === undefined ? '; that of another stream is build:STREAM/ID' : '';
  return inputFailure(`${url} has no build ${wanted.id} of ${stream}: the newest are ${ids.join(', ')}${other}`);
}

const NAMED = 5;

async function sideOf(
  stream: string,
  { id, arches }: StreamBuild,
  spec: string,
  builds: Builds,
  context: SideContext,
): Promise<DiffSide | SideFailure> {
  const label = `build ${id} of ${stream}`;
  const [bases, meta] = await Promise.all([
    builtBases(stream, new Map(arches.map(arch => [arch, id])), context),
    metaOf(builds, stream, id, arches[0], context),
  ]);
  if (bases.files.size === 0) {
    const why = [...new Set(bases.missing.values())].join(' ');
    return bases.unavailable.length > 0 ? unavailable(why) : inputFailure(why || `${label} has no basearch`);
  }
  const unbuilt = context.basearches.filter(arch => !arches.includes(arch));
  const missing = new Map([...unbuilt.map(arch => [arch, `${label} is not for it.`] as const), ...bases.missing]);
  const notes = [...listNote(bases.locks), ...meta.problems];
  const side = lockfileSide({
    ...{ spec, kind: 'build', label, commit: meta.commit, stream, missing, notes },
    committed: meta.at === undefined ? undefined : Math.floor(meta.at / 1000),
    releasever: FEDORA_COREOS_ID.exec(id)?.[1],
    basearches: [...new Set([...context.basearches, ...arches])],
    files: [...bases.files.keys()],
  });
  const told = ofBuilds(side, bases.files);
  const unnamed = bases.locks.filter(({ from }) => from === 'list').map(({ basearch }) => basearch);
  const sources = unnamed.length === 0 ? undefined : await configSources(meta.commit, context);
  return {
    ...told,
    ...(bases.unavailable.length > 0 && { unavailable: bases.unavailable }),
    sourceOf: (basearch, name) =>
      (unnamed.includes(basearch) ? sources?.(basearch, name) : undefined) ?? told.sourceOf(basearch, name),
  };
}

function listNote(locks: Awaited<ReturnType<typeof builtBases>>['locks']): string[] {
  const arches = locks.filter(({ from }) => from === 'list').map(({ basearch }) => basearch);
  return arches.length === 0 ? [] : [`There is no generated lockfile (${list(arches)}): its list of packages is used.`];
}

interface Made {
  /** Of the config repository. */
  readonly commit: string | undefined;
  /** Unix milliseconds. */
  readonly at: BuildMeta['at'];
  readonly problems: readonly string[];
}

/** When the build was made and of what; that this cannot be asked takes nothing from its packages. */
async function metaOf(
  builds: Builds,
  stream: string,
  id: string,
  basearch: string | undefined,
  context: SideContext,
): Promise<Made> {
  if (basearch === undefined) return { commit: undefined, at: undefined, problems: [] };
  try {
    const { configCommit, at } = (await builds.meta(stream, id, basearch, context.signal)).value ?? {};
    return { commit: configCommit, at, problems: [] };
  } catch (error) {
    const problem = `When it was made is not known: ${serviceWords(error, context)}.`;
    return { commit: undefined, at: undefined, problems: [problem] };
  }
}

/** Sources that the base locks of the build's own commit name, as far as this repository has it. */
async function configSources(
  commit: string | undefined,
  context: SideContext,
): Promise<DiffSide['sourceOf'] | undefined> {
  const { git, root, parse } = context;
  if (!git || commit === undefined) return undefined;
  let files: readonly LayerFile[];
  try {
    if ((await git.commit(commit)) === undefined) return undefined;
    const tree = gitTree(git, commit, root);
    const { lockfiles } = await findLockfiles(tree, await tree.list(''));
    files = (await loadLockfiles(tree, lockfiles, parse)).files;
  } catch (error) {
    // sources are guessed by their names then, as without the commit
    wordsOf(error, context);
    return undefined;
  }
  return (basearch, name) => lockedSources({ files }, basearch).get(name);
}
