/** A section of a `.repo` file as the parser gives it, everything but its id and place left at the defaults. */

import type { RepoConfig } from '../../server/rpmmd/repo-config';
import { parseRepoFile } from '../../server/rpmmd/repo-file';

export function repoConfig(id: string, baseurl: string): RepoConfig {
  const [config] = parseRepoFile(`[${id}]\nbaseurl=${baseurl}\n`, 'fedora.repo').configs;
  if (!config) throw new Error(`${id} is no section`);
  return config;
}
