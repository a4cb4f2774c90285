/** Reads a config repository into one model: manifest, build arguments, `.repo` files, names of the lockfiles. */
import type { RepoConfig } from '../rpmmd/repo-config';
import { injectedVariables } from './build-args';
import { basearchesOf, findLockfiles } from './lockfile-refs';
import type { ConfigProblem, ConfigRepo, FileTree } from './model';
import { readRepoSettings } from './read-repo-settings';
import { needsReleasever, readRepoFiles, withRepovars } from './repo-files';
import { REPO_SETTINGS_FILE } from './repo-settings';
import { readRpmsLock } from './rpms-lock';
import { type FlatTreefile, flattenTreefile } from './treefile';
import { readTreefiles } from './treefile-files';
import { variantFiles } from './variant';

export interface LoadConfigOptions {
  /** Repositories of a manifest that names none, in order of preference. */
  readonly defaultRepositories: readonly string[];
  /** `c9s` for `build-args-c9s.conf` and `manifest-c9s.yaml`; undefined for the repository's default. */
  readonly variant?: string | undefined;
  /** Codes of all rules, to check those in `.manifest-lock.yaml`; undefined: any will do. */
  readonly ruleCodes?: readonly string[] | undefined;
}

/**
 * Reads the repository whose root is `tree`. Mistakes in its files are `problems`, and everything else still counts.
 * Rejects only where the root cannot be listed. Paths in problems and sources are relative to the root.
 */
export async function loadConfigRepo(tree: FileTree, options: LoadConfigOptions): Promise<ConfigRepo> {
  const names = await tree.list('');
  const chosen = await variantFiles(tree, names, options.variant);
  const injected = chosen.buildArgs ? injectedVariables(chosen.buildArgs) : undefined;
  const [files, repoFiles, { lockfiles, strays, problems: unlisted }, own, rpms] = await Promise.all([
    chosen.manifest === undefined ? { files: new Map(), sources: [] } : readTreefiles(tree, chosen.manifest),
    readRepoFiles(tree, names),
    findLockfiles(tree, names),
    readOwnFile(tree),
    readRpmsLock(tree, names),
  ]);
  const basearches = basearchesOf(lockfiles);
  const { ruleCodes } = options;
  const { settings, problems: ownProblems } = readRepoSettings(own.text, {
    ruleCodes,
    repositories: [...repoFiles.configs.keys()],
  });
  const problems = [
    ...chosen.problems,
    ...(injected?.problems ?? []),
    ...repoFiles.problems,
    ...unlisted,
    ...own.problems,
    ...ownProblems,
    ...rpms.problems,
  ];

  const flattened = new Map<string, FlatTreefile>();
  const treefile = (basearch: string): FlatTreefile => {
    const known = flattened.get(basearch);
    if (known) return known;
    const result = flattenTreefile(files, chosen.manifest, basearch, injected);
    // Only of the basearches the repository locks: nobody builds it for the others
    if (basearches.includes(basearch)) problems.push(...result.problems);
    flattened.set(basearch, result.treefile);
    return result.treefile;
  };
  const defined = (ids: readonly string[], { repovars }: FlatTreefile): RepoConfig[] =>
    [...new Set(ids)].flatMap(id => {
      const config = repoFiles.configs.get(id);
      return config ? [withRepovars(config, repovars)] : [];
    });
  const repos = (basearch: string): RepoConfig[] => {
    const flat = treefile(basearch);
    const named = flat.repos.length > 0 ? flat.repos : options.defaultRepositories;
    return defined([...named, ...settings.repositories], flat);
  };
  const pool = (basearch: string): RepoConfig[] => defined(treefile(basearch).lockfileRepos, treefile(basearch));

  for (const basearch of basearches) problems.push(...undefinedRepositories(treefile(basearch), repoFiles.configs));
  const flat = basearches.map(treefile);
  const releasever = flat.find(one => one.releasever !== undefined)?.releasever;
  if (releasever === undefined) problems.push(...missingReleasever(chosen.manifest, basearches.flatMap(repos)));
  const stream = flat.map(one => one.variables['stream']).find(value => value !== undefined);

  return {
    stream: stream === undefined ? undefined : String(stream),
    releasever,
    basearches,
    lockfiles,
    strays,
    repoConfigs: repoFiles.configs,
    settings,
    rpmsLock: rpms.rpmsLock,
    problems: distinct(problems),
    sources: [...new Set([...chosen.sources, ...files.sources, ...repoFiles.sources, ...own.sources, ...rpms.sources])],
    treefile,
    repos,
    pool,
  };
}

/** `.manifest-lock.yaml`; without it the text is empty, which says nothing. */
async function readOwnFile(
  tree: FileTree,
): Promise<{ text: string; problems: readonly ConfigProblem[]; sources: readonly string[] }> {
  const path = REPO_SETTINGS_FILE;
  try {
    const text = await tree.read(path);
    return { text: text ?? '', problems: [], sources: text === undefined ? [] : [path] };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { text: '', problems: [{ path, span: undefined, message }], sources: [path] };
  }
}

/** RHEL CoreOS defines its repositories in a secret of the build, so this is no mistake; but nothing is known of them. */
function undefinedRepositories(flat: FlatTreefile, configs: ReadonlyMap<string, RepoConfig>): ConfigProblem[] {
  return flat.repoMentions
    .filter(mention => !configs.has(mention.name))
    .map(({ name, path, span }) => ({
      path,
      span,
      message: `No .repo file defines the repository '${name}': what it has is not known here.`,
      severity: 'info' as const,
    }));
}

function missingReleasever(manifest: string | undefined, repos: readonly RepoConfig[]): ConfigProblem[] {
  const needing = repos.find(needsReleasever);
  if (!needing) return [];
  const message = `No release version: neither VERSION in build-args.conf nor 'releasever' in the manifest says it, and the repository '${needing.id}' needs it.`;
  return [{ path: manifest ?? needing.file, span: undefined, message }];
}

/** Basearches share most of their treefiles, and so their mistakes. */
function distinct(problems: readonly ConfigProblem[]): ConfigProblem[] {
  const key = ({ path, span, message }: ConfigProblem): string => JSON.stringify([path, span, message]);
  return [...new Map(problems.map(problem => [key(problem), problem])).values()];
}
