/** Small repositories and services that sides of a comparison are opened with. */
import { loadConfigRepo } from '../../../../server/config-repo/load';
import { loadLockfiles } from '../../../../server/config-repo/load-lockfiles';
import { DEFAULT_REPO_SETTINGS } from '../../../../server/config-repo/repo-settings';
import { worktree } from '../../../../server/config-repo/worktree';
import { parseLockfile } from '../../../../server/lockfile/parse';
import type { DiffSide } from '../../../../server/operations/diff/side';
import { isFailure, type SideContext, type SideFailure } from '../../../../server/operations/diff/side-context';
import { open } from '../../git/support';

export const TWO_ARCHES = ['x86_64', 'aarch64'] as const;

export function manifest(stream: string, releasever = 40): string {
  return `releasever: ${releasever}\nvariables:\n  stream: ${stream}\n`;
}

/** A base lock: EVRs by name; `sources`: `metadata.sourcerpm` by name. */
export function baseLock(
  basearch: string,
  evrs: Readonly<Record<string, string>>,
  sources: Readonly<Record<string, string>> = {},
): string {
  const entries = Object.entries(evrs).map(([name, evr]) => {
    const source = sources[name];
    return [name, { evra: `${evr}.${basearch}`, ...(source !== undefined && { metadata: { sourcerpm: source } }) }];
  });
  return `${JSON.stringify({ packages: Object.fromEntries(entries) }, undefined, 2)}\n`;
}

/** Base locks of x86_64 and aarch64, alike, and the manifest. */
export function stream(
  name: string,
  evrs: Readonly<Record<string, string>>,
  sources: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const locks = TWO_ARCHES.map(arch => [`manifest-lock.${arch}.json`, baseLock(arch, evrs, sources)]);
  return { 'manifest.yaml': manifest(name), ...Object.fromEntries(locks) };
}

/** Nothing of the folder is read but git; two basearches, no services. */
export async function contextOf(folder: string, more: Partial<SideContext> = {}): Promise<SideContext> {
  return {
    git: await open(folder),
    root: '',
    worktree: undefined,
    policies: DEFAULT_REPO_SETTINGS.streams,
    basearches: TWO_ARCHES,
    stream: 'testing-devel',
    services: undefined,
    noServices: 'network access is off (--offline)',
    parse: parseLockfile,
    ...more,
  };
}

/** The working tree of a folder, as the command line reads it. */
export async function worktreeOf(folder: string): Promise<NonNullable<SideContext['worktree']>> {
  const tree = worktree(folder);
  const config = await loadConfigRepo(tree, { defaultRepositories: [] });
  const { files, problems } = await loadLockfiles(tree, config.lockfiles, parseLockfile);
  return { config, files, problems: problems.map(({ message }) => message) };
}

export function opened(side: DiffSide | SideFailure): DiffSide {
  if (isFailure(side)) throw new Error(side.message);
  return side;
}

export function failed(side: DiffSide | SideFailure): SideFailure {
  if (isFailure(side)) return side;
  throw new Error(`${side.label} was opened`);
}

/** EVRs by name. */
export function evrsOf(side: DiffSide, basearch: string): Record<string, string> {
  return Object.fromEntries([...side.packages(basearch)].map(([name, { evr }]) => [name, evr]));
}
