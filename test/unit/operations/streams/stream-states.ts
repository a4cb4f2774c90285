/** Streams written down in a test: lockfile texts instead of branches. */
import { DEFAULT_REPO_SETTINGS } from '../../../../server/config-repo/repo-settings';
import { hasBaseLock } from '../../../../server/operations/behind';
import { lockfileSide } from '../../../../server/operations/diff/lockfile-side';
import type { StreamState } from '../../../../server/operations/streams/load-streams';
import { commitOf, layerFiles } from '../../../support/branches';

export const POLICIES = DEFAULT_REPO_SETTINGS.streams;
export const ARCHES = ['x86_64', 'aarch64'];
export const OVERRIDES = 'manifest-lock.overrides.yaml';

export interface StateOptions {
  /** Date of the base locks; 2024-10-20 where not said. */
  readonly generated?: string;
  readonly releasever?: string;
  readonly worktree?: boolean;
  /** Further files, or instead of the made ones (`null`: without it). */
  readonly files?: Readonly<Record<string, string | null>>;
}

/** A stream of which every basearch locks the same versions. */
export function stateOf(
  name: string,
  packages: Readonly<Record<string, string>>,
  { generated = '2024-10-20T00:00:00Z', releasever = '40', worktree = false, files: more = {} }: StateOptions = {},
): StreamState {
  const texts: Record<string, string | null> = { [OVERRIDES]: 'packages: {}\n' };
  for (const arch of ARCHES) {
    const entries = Object.entries(packages).map(([package_, evr]) => [package_, { evra: `${evr}.${arch}` }]);
    const lock = { packages: Object.fromEntries(entries), metadata: { generated } };
    texts[`manifest-lock.${arch}.json`] = JSON.stringify(lock);
  }
  const all = Object.entries({ ...texts, ...more }).filter((entry): entry is [string, string] => entry[1] !== null);
  const files = layerFiles(Object.fromEntries(all));
  const policy = POLICIES.get(name) ?? { name, branch: name, notBehind: [], promotesTo: [] };
  const commit = { id: commitOf(name), parents: [], committed: Date.UTC(2024, 9, 21) / 1000, subject: `tree: ${name}` };
  const label = worktree ? 'working tree' : name;
  const missing = ARCHES.filter(arch => !hasBaseLock({ files }, arch));
  const side = lockfileSide({
    ...{ spec: worktree ? 'worktree' : name, kind: worktree ? 'worktree' : 'ref', label, stream: name, releasever },
    ...{ commit: commit.id, committed: commit.committed, basearches: ARCHES, files },
    missing: new Map(missing.map(arch => [arch, 'There is no base lock.'])),
  });
  return { policy, label, spec: side.spec, worktree, commit, files, side };
}

export function entry(name: string, evr: string, type: string, more: Readonly<Record<string, string>> = {}): string {
  const metadata = Object.entries({ ...more, type }).map(([key, value]) => `      ${key}: ${value}\n`);
  return `  ${name}:\n    evr: ${evr}\n    metadata:\n${metadata.join('')}`;
}

export function overrides(...entries: readonly string[]): Readonly<Record<string, string>> {
  return { [OVERRIDES]: `packages:\n${entries.join('')}` };
}
