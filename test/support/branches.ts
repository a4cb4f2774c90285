/** Other states of a config repository written down in a test: lockfile texts by name instead of commits. */
import { createHash } from 'node:crypto';
import type { Branches, EntryOrigin, RefSnapshot } from '../../server/config-repo/branches';
import { DEFAULT_REPO_SETTINGS } from '../../server/config-repo/repo-settings';
import { effectiveSet, type LayerFile } from '../../server/lockfile/layers';
import { parseLockfileName } from '../../server/lockfile/name';
import { parseLockfile } from '../../server/lockfile/parse';

/** Lockfile texts by name. */
export interface BranchTexts {
  /** HEAD. */
  readonly before?: Readonly<Record<string, string>>;
  /** The stream's branch on `origin`. */
  readonly pushed?: Readonly<Record<string, string>>;
  /** By stream name. */
  readonly streams?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly feeders?: readonly string[];
  /** By path, then by package name. */
  readonly origins?: Readonly<Record<string, Readonly<Record<string, EntryOrigin>>>>;
}

/** Of a snapshot with that label. */
export function commitOf(label: string): string {
  return createHash('sha1').update(label).digest('hex');
}

/** `stream` is the one under check. Every snapshot is of 2024-10-23. */
export function branchesOf(
  texts: BranchTexts,
  stream: string,
  basearches: readonly string[],
  { streams: policies } = DEFAULT_REPO_SETTINGS,
): Branches {
  const snapshot = (label: string, found: Readonly<Record<string, string>>): RefSnapshot => {
    const files = layerFiles(found);
    const committed = Date.UTC(2024, 9, 23) / 1000;
    const effective: RefSnapshot['effective'] = basearch => effectiveSet(basearch, files);
    return { label, commit: commitOf(label), committed, basearches, files, effective };
  };
  return {
    stream: policies.get(stream),
    before: texts.before && snapshot('HEAD', texts.before),
    pushed: texts.pushed && snapshot(`origin/${stream}`, texts.pushed),
    streams: new Map(Object.entries(texts.streams ?? {}).map(([name, found]) => [name, snapshot(name, found)])),
    feeders: texts.feeders ?? [],
    origins: path => new Map(Object.entries(texts.origins?.[path] ?? {})),
  };
}

export function layerFile(path: string, text: string): LayerFile | undefined {
  const name = parseLockfileName(path);
  return name && { path, layer: name.layer, arch: name.arch, lockfile: parseLockfile(text, name.format) };
}

export function layerFiles(texts: Readonly<Record<string, string>>): LayerFile[] {
  return Object.entries(texts)
    .map(([path, text]) => layerFile(path, text))
    .filter(file => file !== undefined);
}
