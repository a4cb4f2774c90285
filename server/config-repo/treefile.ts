/**
 * The treefile of one basearch: a manifest with all its includes, merged as rpm-ostree merges them
 * (rust/src/treefile.rs, treefile_parse_recurse and treefile_merge).
 */
import type { Span } from '../lockfile/model';
import { evaluateCondition, type Variable } from './condition';
import type { ConfigProblem, ManifestPackage, Treefile } from './model';
import { resolveFrom } from './paths';
import type { LocatedCondition, ReleaseVersion, TreefileBody, TreefileDocument } from './treefile-document';
import type { TreefileFiles } from './treefile-files';
import type { Located } from './yaml-reader';

/** A name and the file and place that say it. */
export interface Mention {
  readonly name: string;
  readonly path: string;
  readonly span: Span;
}

export interface FlatTreefile extends Treefile {
  /** As written: `41`, `9.8`; undefined where no treefile says. */
  readonly releasever: string | undefined;
  readonly repovars: ReadonlyMap<string, string>;
  readonly excludePackages: readonly string[];
  /** Where `repos` and `lockfileRepos` are named. */
  readonly repoMentions: readonly Mention[];
}

export interface Flattened {
  readonly treefile: FlatTreefile;
  readonly problems: readonly ConfigProblem[];
}

/** Variables and release version that the build puts around the manifest; they win over the manifest's own. */
export interface Surroundings {
  readonly variables: ReadonlyMap<string, Variable>;
  readonly releasever: number | undefined;
}

const MAX_DEPTH = 50;

interface Merged {
  releasever: ReleaseVersion | undefined;
  repovars: Map<string, string>;
  repos: Mention[];
  lockfileRepos: Mention[];
  excludePackages: string[];
  /** The mention nearest to the manifest of each name. */
  packages: Map<string, ManifestPackage>;
}

/**
 * Flattens `entry` for `basearch`. What rpm-ostree would refuse (a missing file, a bad condition, a file included twice)
 * is a problem, and everything else still counts. Without `entry` (no manifest) only the surroundings do.
 */
export function flattenTreefile(
  files: TreefileFiles,
  entry: string | undefined,
  basearch: string,
  surroundings: Surroundings = { variables: new Map(), releasever: undefined },
): Flattened {
  const problems: ConfigProblem[] = [];
  const variables = new Map<string, Variable>([...surroundings.variables, ['basearch', basearch]]);
  if (surroundings.releasever !== undefined) variables.set('releasever', surroundings.releasever);
  const included = new Map<string, string>();

  const visit = (path: string, by: Located<string> & { readonly path: string }, depth: number): Merged | undefined => {
    const complain = (message: string): undefined => {
      problems.push({ path: by.path, span: by.span, message });
    };
    const file = files.files.get(path);
    if (!file || 'error' in file) return complain(`${path} ${file?.error ?? 'was not read'}.`);
    const earlier = included.get(file.path);
    if (earlier !== undefined) {
      const where = earlier === file.path ? '' : `, by ${earlier}`;
      return complain(`${file.path} was already included${where}; rpm-ostree refuses to read a file twice.`);
    }
    if (depth > MAX_DEPTH) return complain(`Includes are nested more than ${MAX_DEPTH} deep.`);
    included.set(file.path, by.path);
    problems.push(...file.problems);
    return mergeIncludes(path, file, depth);
  };

  const mergeIncludes = (path: string, file: TreefileDocument, depth: number): Merged => {
    const { body } = file;
    for (const [name, value] of body.variables) addNew(variables, name, value);
    if (body.releasever) addNew(variables, 'releasever', body.releasever.value);
    const merged = own(body, file.path, basearch);
    const targets = [...body.include, ...(body.archInclude.get(basearch) ?? [])];
    for (const { conditions, include } of body.conditionalInclude) {
      if (!holds(conditions, file.path)) continue;
      if ('packages' in include) merge(merged, own(include, file.path, basearch));
      else targets.push(...include);
    }
    for (const target of targets) {
      const by = { ...target, path: file.path };
      const next = resolveFrom(path, target.value);
      if (next === undefined) {
        const message = `${target.value} is outside the repository and is not read.`;
        problems.push({ path: file.path, span: target.span, message });
        continue;
      }
      const below = visit(next, by, depth + 1);
      if (below) merge(merged, below);
    }
    return merged;
  };

  const holds = (conditions: readonly LocatedCondition[], path: string): boolean =>
    // All are evaluated even after a false one, so that every mistake is reported, as rpm-ostree does
    conditions.map(item => conditionHolds(item, path)).every(Boolean);

  const conditionHolds = ({ condition, span }: LocatedCondition, path: string): boolean => {
    if (!condition) return false;
    const outcome = evaluateCondition(condition, variables);
    if ('value' in outcome) return outcome.value;
    problems.push({ path, span, message: outcome.error });
    return false;
  };

  const start = (path: string) => ({ value: path, path, span: { start: 0, end: 0 } });
  const merged = (entry === undefined ? undefined : visit(entry, start(entry), 0)) ?? nothing();
  const treefile: FlatTreefile = {
    basearch,
    releasever: surroundings.releasever?.toString() ?? merged.releasever?.text,
    repos: merged.repos.map(mention => mention.name),
    lockfileRepos: merged.lockfileRepos.map(mention => mention.name),
    packages: [...merged.packages.values()],
    variables: Object.fromEntries(variables),
    repovars: merged.repovars,
    excludePackages: merged.excludePackages,
    repoMentions: [...merged.repos, ...merged.lockfileRepos],
  };
  return { treefile, problems };
}

/** Nothing, to merge into. */
function nothing(): Merged {
  return {
    releasever: undefined,
    repovars: new Map(),
    repos: [],
    lockfileRepos: [],
    excludePackages: [],
    packages: new Map(),
  };
}

/** What one treefile says itself. */
function own(body: TreefileBody, path: string, basearch: string): Merged {
  const mention = ({ value, span }: Located<string>): Mention => ({ name: value, path, span });
  const packages = new Map<string, ManifestPackage>();
  for (const named of [...body.packages, ...(body.archPackages.get(basearch) ?? [])]) {
    addNew(packages, named.name, named);
  }
  return {
    releasever: body.releasever,
    repovars: new Map(body.repovars),
    repos: body.repos.map(mention),
    lockfileRepos: body.lockfileRepos.map(mention),
    excludePackages: [...body.excludePackages],
    packages,
  };
}

/** Merges what an include says: lists go in front of what is there, of single values and map members the first wins. */
function merge(into: Merged, included: Merged): void {
  into.releasever ??= included.releasever;
  into.repos.unshift(...included.repos);
  into.lockfileRepos.unshift(...included.lockfileRepos);
  into.excludePackages.unshift(...included.excludePackages);
  for (const [name, value] of included.repovars) addNew(into.repovars, name, value);
  for (const [name, value] of included.packages) addNew(into.packages, name, value);
}

function addNew<T>(map: Map<string, T>, key: string, value: T): void {
  if (!map.has(key)) map.set(key, value);
}
