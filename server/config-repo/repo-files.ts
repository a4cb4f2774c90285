/** The `.repo` files in the root of a config repository: what `repos` and `lockfile-repos` name. */
import type { RepoConfig } from '../rpmmd/repo-config';
import { mergeRepoFiles, parseRepoFile, type RepoFile } from '../rpmmd/repo-file';
import type { ConfigProblem, FileTree } from './model';
import { isRepoFile } from './names';

export interface RepoFiles {
  /** By section name; of equal ones the first in the order of file names counts. */
  readonly configs: ReadonlyMap<string, RepoConfig>;
  readonly problems: readonly ConfigProblem[];
  readonly sources: readonly string[];
}

/** `names` is the root's listing. Never rejects: what cannot be read is a problem. */
export async function readRepoFiles(tree: FileTree, names: readonly string[]): Promise<RepoFiles> {
  const problems: ConfigProblem[] = [];
  const parsed: RepoFile[] = [];
  const texts = new Map<string, string>();
  const sources = names.filter(isRepoFile).sort();
  for (const path of sources) {
    try {
      const text = await tree.read(path);
      if (text === undefined) {
        problems.push({ path, span: undefined, message: `${path} is a link to a file that is not there.` });
        continue;
      }
      texts.set(path, text);
      parsed.push(parseRepoFile(text, path));
    } catch (error) {
      problems.push({ path, span: undefined, message: error instanceof Error ? error.message : String(error) });
    }
  }
  const merged = mergeRepoFiles(parsed);
  for (const { file, line, message } of merged.problems) {
    problems.push({ path: file, span: lineSpan(texts.get(file) ?? '', line), message });
  }
  return { configs: merged.configs, problems, sources };
}

/** The zero-based line without its end. */
function lineSpan(text: string, line: number): { start: number; end: number } {
  const lines = text.split('\n');
  const start = lines.slice(0, line).reduce((length, before) => length + before.length + 1, 0);
  return { start, end: start + (lines[line] ?? '').trimEnd().length };
}

/** `config` with the manifest's `repovars` put in. dnf's own (`$releasever`, `$basearch`, `$arch`) stay. */
export function withRepovars(config: RepoConfig, repovars: ReadonlyMap<string, string>): RepoConfig {
  if (repovars.size === 0) return config;
  const expand = (text: string): string =>
    text.replace(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced?: string, bare?: string) => {
      return repovars.get(braced ?? bare ?? '') ?? whole;
    });
  return {
    ...config,
    name: expand(config.name),
    baseurl: config.baseurl.map(expand),
    metalink: config.metalink === undefined ? undefined : expand(config.metalink),
    mirrorlist: config.mirrorlist === undefined ? undefined : expand(config.mirrorlist),
  };
}

/** Whether the repository's address needs a release version. */
export function needsReleasever(config: RepoConfig): boolean {
  return [...config.baseurl, config.metalink ?? '', config.mirrorlist ?? ''].some(url => /\$\{?releasever\b/.test(url));
}
