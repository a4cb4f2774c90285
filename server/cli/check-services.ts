/** What Koji and Bodhi say of checked files, and which rules need them. */
import { wantedFacts } from '../operations/wanted-facts';
import { RULES } from '../rules/registry';
import type { DataKind } from '../rules/rule';
import { isOverrides, scopeOf } from '../rules/support';
import { type FactService, SERVICE_NAMES } from '../services/facts-loader';
import type { CheckedFile } from './check-files';
import type { Metadata } from './metadata';
import type { OpenedRepo } from './open-repo';
import type { Ports } from './ports';
import { type KnownFacts, loadFacts } from './services';
import type { Settings } from './settings';

/** Of the overrides among `files`: nobody can do anything about a base lock's builds. */
export function factsOf(
  { context: repo }: OpenedRepo,
  files: readonly CheckedFile[],
  { availability }: Metadata,
  settings: Settings,
  ports: Ports,
): Promise<KnownFacts> {
  const wanted = files.flatMap(({ path, name, lockfile }) => {
    const context = { path, name, lockfile, repo, availability, now: ports.now() };
    const scope = isOverrides(context) ? scopeOf(context) : undefined;
    return scope ? wantedFacts(scope) : [];
  });
  return loadFacts(repo.config, wanted, settings, ports);
}

const DATA = { koji: 'K', bodhi: 'D' } as const satisfies Record<FactService, DataKind>;

/** Names of those services without which a rule in `only` can say nothing at all; others do with what else they have. */
export function neededServices(services: readonly FactService[], only: ReadonlySet<string> | undefined): string[] {
  const named = RULES.filter(({ code }) => only?.has(code));
  const needed = services.filter(service => {
    return named.some(({ data }) => data.includes(DATA[service]) && !data.some(kind => 'FBM'.includes(kind)));
  });
  return needed.map(service => SERVICE_NAMES[service]);
}
