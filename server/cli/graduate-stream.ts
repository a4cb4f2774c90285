/** What graduates on one stream: asked of that stream's own repositories. */
import type { ConfigRepo } from '../config-repo/model';
import {
  COMMON_FILE,
  type GraduationInput,
  type GraduationOptions,
  neededBasearches,
  planGraduation,
} from '../operations/plan-graduation';
import { keepIgnored } from '../rules/keep-ignored';
import type { RepoContext } from '../rules/rule';
import { commaList, UsageError } from './args';
import type { Graduated } from './graduate-report';
import { type LoadMetadata, type Metadata, NO_METADATA } from './metadata';
import { type OpenedRepo, requireReadable } from './open-repo';
import { InputError, UnavailableError } from './ports';
import { chosenArches } from './settings';

/** Of the working tree, or of a branch. */
export type GraduationScope = Pick<RepoContext, 'config' | 'files'>;

export interface GraduationRequest {
  readonly eager: boolean;
  readonly canonical: boolean;
  /** As it was given. */
  readonly arch: string | undefined;
}

/** What can be graduated as soon as the repositories of `needed` are known. */
export interface ReadyToGraduate {
  readonly scope: GraduationScope;
  readonly options: GraduationOptions;
  /** Basearches. */
  readonly needed: readonly string[];
}

/** Of the working tree: what cannot be read is not among its files. */
export function requireFiles(repo: OpenedRepo, { eager }: GraduationRequest): void {
  if (!eager) requireReadable(repo);
  const problem = repo.lockfileProblems.find(({ path }) => path === COMMON_FILE);
  if (problem) throw new InputError(problem.message);
}

/** Before anything is fetched. Throws an InputError for what no reader can use. */
export function readyToGraduate(
  scope: GraduationScope,
  { eager, canonical, arch }: GraduationRequest,
): ReadyToGraduate {
  const { basearches } = scope.config;
  const asked = commaList('--arch', arch) && chosenArches(arch, basearches, []);
  const basearch = eager ? runner(basearches, asked) : undefined;
  const options: GraduationOptions = { canonical, eager: basearch === undefined ? undefined : { basearch } };
  const asks = basearch === undefined ? scope : withNamedRepositories(scope, basearch);
  const unloaded = inputOf(asks, NO_METADATA);
  planned(unloaded, options);
  const needed = neededBasearches(unloaded, options).filter(one => asked?.includes(one) ?? true);
  const without = needed.filter(one => asks.config.repos(one).length === 0);
  if (without.length > 0) {
    throw new InputError(`${without.join(', ')}: the manifest names no repository that a .repo file defines`);
  }
  return { scope: asks, options, needed };
}

/** `complain` gets a line for everything that limits what can be known. Throws an UnavailableError where that is too little. */
export async function graduateStream(
  { scope, options, needed }: ReadyToGraduate,
  load: LoadMetadata,
  complain: (lines: readonly string[]) => Promise<void>,
): Promise<Graduated> {
  const metadata = needed.length === 0 ? NO_METADATA : await load(scope, needed);
  await complain([...undefinedRepositories(scope, needed), ...metadata.complaints, ...metadata.notAsked]);
  requireComplete(metadata, needed, options);
  return planned(inputOf(scope, metadata), options);
}

function planned(input: GraduationInput, options: GraduationOptions): Graduated {
  const plan = planGraduation(input, options);
  if (plan.kind === 'refused') throw new InputError(plan.message);
  return plan;
}

function inputOf({ config, files }: GraduationScope, { availability }: Metadata): GraduationInput {
  return { files, basearches: config.basearches, availability, keep: keepIgnored(files, config) };
}

/** The basearch whose repositories the tool would ask: it runs on one machine. */
function runner(basearches: readonly string[], asked: readonly string[] | undefined): string {
  const [basearch, ...others] = asked ?? chosenArches(undefined, basearches, []);
  if (basearch === undefined || others.length > 0) throw new UsageError('--eager looks into one basearch: --arch ARCH');
  return basearch;
}

/** With the repositories alone that the manifest itself names, each of which must be defined. */
function withNamedRepositories({ config, files }: GraduationScope, basearch: string): GraduationScope {
  const { repos: named } = config.treefile(basearch);
  if (named.length === 0) throw new InputError('the manifest names no repositories (repos)');
  const unknown = named.filter(id => !config.repoConfigs.has(id));
  if (unknown.length > 0) throw new InputError(`no .repo file defines ${unknown.join(', ')}, which the manifest names`);
  const only: ConfigRepo = {
    ...config,
    repos: arch => config.repos(arch).filter(({ id }) => named.includes(id)),
    pool: () => [],
  };
  return { files, config: only };
}

/** What a newer version in them would change is not known. */
function undefinedRepositories({ config }: GraduationScope, basearches: readonly string[]): string[] {
  const ids = new Set(basearches.flatMap(basearch => config.treefile(basearch).repos));
  return [...ids].filter(id => !config.repoConfigs.has(id)).map(id => `${id}: no .repo file defines it`);
}

function requireComplete(
  { incomplete, availability }: Metadata,
  needed: readonly string[],
  { eager }: GraduationOptions,
): void {
  // the tool takes a repository that may be skipped for an empty one
  const missing = needed.filter(arch => incomplete.includes(arch) || (!eager && availability(arch) === undefined));
  if (missing.length > 0) {
    throw new UnavailableError(`what has graduated on ${missing.join(', ')} cannot be told`);
  }
}
