/** Histories of small repositories, asked about as the program asks. */

import { gitTree } from '../../../../server/config-repo/git-tree';
import { loadConfigRepo } from '../../../../server/config-repo/load';
import { historyStreams } from '../../../../server/operations/history/history-streams';
import type { PackageHistory, VersionSpan } from '../../../../server/operations/history/package-history';
import { type ReadHistoryInput, readHistory } from '../../../../server/operations/history/read-history';
import { open } from '../../git/support';

export const BASE = 'manifest-lock.x86_64.json';
export const OVERRIDES = 'manifest-lock.overrides.yaml';

/** Unix seconds of a day of 2024, at noon: `day('03-02')`. */
export function day(text: string): number {
  return Date.UTC(2024, Number(text.slice(0, 2)) - 1, Number(text.slice(3)), 12) / 1000;
}

/** A base lock. */
export function lock(evrs: Readonly<Record<string, string>>, arch = 'x86_64'): string {
  const packages = Object.entries(evrs).map(([name, evr]) => [name, { evra: `${evr}.${arch}` }]);
  return `${JSON.stringify({ packages: Object.fromEntries(packages) }, undefined, 2)}\n`;
}

export function override(name: string, evr: string, type: string, reason?: string): string {
  const lines = [`  ${name}:`, `    evr: ${evr}`, '    metadata:', ...(reason ? [`      reason: ${reason}`] : [])];
  return `packages:\n${lines.join('\n')}\n      type: ${type}\n`;
}

export const NONE = 'packages: {}\n';

/** Of the streams of the repository in that folder, at the end of 2024 where not said. */
export async function historyOf(
  folder: string,
  name: string,
  options: Partial<ReadHistoryInput> = {},
): Promise<PackageHistory> {
  const git = await open(folder);
  const { commit = '' } = await git.head();
  const config = await loadConfigRepo(gitTree(git, commit), { defaultRepositories: [] });
  const streams = options.streams ?? (await historyStreams(git, config));
  return readHistory({ git, streams, name, basearch: 'x86_64', now: day('12-31'), ...options });
}

/** `2024-03-02 1-1 base "bump"` */
export function told({ evr = 'none', since, provenance, type, reason, subject }: VersionSpan): string {
  const how = [type ?? provenance, reason].filter(text => text !== undefined);
  return [new Date(since * 1000).toISOString().slice(0, 10), evr, ...how, JSON.stringify(subject)].join(' ');
}
