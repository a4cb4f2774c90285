/** The reference data's cases of `graduate` as `planGraduation` gets them, their stand-in repositories loaded. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfigRepo } from '../../server/config-repo/load';
import { loadLockfiles } from '../../server/config-repo/load-lockfiles';
import type { FileTree } from '../../server/config-repo/model';
import { repositoryRequests } from '../../server/config-repo/repository-requests';
import { parseLockfile } from '../../server/lockfile/parse';
import type { GraduationInput } from '../../server/operations/plan-graduation';
import { createRepositories } from '../../server/rpmmd/create-repositories';
import { buildIndex } from '../../server/rpmmd/indexer';
import type { OverrideCase } from './override-cases';

/** What the tool's treefile is made of: what a manifest includes is not among the cases' files. */
export function graduateManifest(text: string): string {
  return text.replace(/^(?:conditional-)?include:.*\n(?:[ -].*\n)*/gm, '');
}

/**
 * Looks at one case with everything loaded that its `.repo` files name. `onlyX86` leaves the other base locks out: the
 * stand-in repositories have x86_64 and noarch packages alone.
 */
export async function withGraduateCase<T>(
  { folder, files }: OverrideCase,
  { onlyX86 }: { readonly onlyX86: boolean },
  look: (input: GraduationInput) => T,
): Promise<T> {
  const names = Object.keys(files).filter(name => !onlyX86 || !/\.(?:aarch64|ppc64le|s390x)\.json$/.test(name));
  const tree: FileTree = {
    list: async below => (below === '' ? names : []),
    read: async name => {
      const text = names.includes(name) ? files[name] : undefined;
      return name === 'manifest.yaml'
        ? graduateManifest(text ?? '')
        : text?.replaceAll('@REPOS@', join(folder, 'repos'));
    },
  };
  const config = await loadConfigRepo(tree, { defaultRepositories: [] });
  const { files: layers } = await loadLockfiles(tree, config.lockfiles, parseLockfile);
  const cacheFolder = await mkdtemp(join(tmpdir(), 'manifest-lock-cases-'));
  try {
    const repositories = createRepositories({
      fetch: () => Promise.reject(new Error('the cases need no network')),
      cacheFolder,
      runIndexer: buildIndex,
      now: () => 0,
      trustFileUrls: () => true,
    });
    const requests = config.basearches.flatMap(basearch => repositoryRequests(config, basearch));
    const states = await repositories.load(requests, {});
    const availability = (basearch: string) => {
      const own = states.filter(state => state.basearch === basearch);
      return own.some(({ index }) => index) ? { basearch, repositories: own } : undefined;
    };
    return look({ files: layers, basearches: config.basearches, availability });
  } finally {
    await rm(cacheFolder, { recursive: true });
  }
}
