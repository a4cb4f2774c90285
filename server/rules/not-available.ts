import type { EntryVersion } from '../lockfile/model';
import { reachOf } from '../operations/reach';
import { remembering } from '../operations/remember';
import { SourceGroups } from '../operations/source';
import { evrFault } from '../rpm/evr-syntax';
import { findNevra } from '../rpmmd/candidates';
import type { Availability, Candidate } from '../rpmmd/repositories';
import { moveFixes, nearby } from './nearby-versions';
import type { Fix, Rule, RuleContext } from './rule';
import { knowsPackages, list, liveEntries, scopeOf } from './support';

export const notAvailable: Rule = {
  code: 'not-available',
  severity: 'warning',
  description: 'No enabled repository and no pool has this NEVRA.',
  documentation: `The build would not find what the lock names: the package was garbage-collected, is mistyped, has another epoch or arch, or is not yet tagged
into the pool (coreos-koji-tagger does that after the push). Said only for basearches of which every repository and pool of the
manifest is loaded, so never offline without a cache. The fixes move the entry, with its siblings, to the nearest version that is there.`,
  data: ['M'],
  *check(context) {
    const here = scopeOf(context);
    if (!here || !context.repo || !knowsPackages(here)) return;
    const scope = remembering(here);
    const sources = new SourceGroups(scope);
    for (const entry of liveEntries(context)) {
      const { version, name } = entry;
      if (!version || evrFault(version.evr) !== undefined) continue;
      const { basearches, certain } = reachOf(scope, entry);
      const known = basearches.map(arch => everything(context, arch)).filter(found => found !== undefined);
      const missing = known.filter(there => findNevra(there, name, version.evr, version.arch).length === 0);
      const first = missing[0];
      // of a package in no base lock one cannot say on which arches it has to be
      if (!first || (!certain && missing.length < known.length)) continue;
      const near = nearby(first, name, version.evr);
      let moves: readonly Fix[] | undefined;
      const arches = list(missing.map(({ basearch }) => basearch));
      yield {
        span: version.scalar.span,
        package: name,
        message: `No repository and no pool of ${arches} has ${name} ${version.scalar.text}: garbage-collected, mistyped or not yet tagged. ${hint(version, near)}`,
        // of a lock whose packages are all gone that would be hundreds: only when somebody asks
        get fixes() {
          moves ??= near.flatMap(candidate => moveFixes(scope, sources, entry, candidate));
          return moves;
        },
      };
    }
  },
};

/** What a basearch can get, if every repository and pool that the manifest names for it is known. */
function everything({ repo, availability }: RuleContext, basearch: string): Availability | undefined {
  const found = availability(basearch);
  if (!repo || !found?.repositories.length) return undefined;
  const { config } = repo;
  const treefile = config.treefile(basearch);
  const named = [...config.repos(basearch), ...config.pool(basearch)].map(({ id }) => id);
  const ready = found.repositories.filter(({ status }) => status === 'ready').map(({ id }) => id);
  const wanted = [...named, ...treefile.repos, ...treefile.lockfileRepos, ...found.repositories.map(({ id }) => id)];
  return wanted.every(id => ready.includes(id)) ? found : undefined;
}

function hint(version: EntryVersion, near: readonly Candidate[]): string {
  if (near.length === 0) return 'They have no package of that name.';
  const nearest = near.map(({ record, repository }) => `${record.evr}.${record.arch} (${repository.id})`);
  const wrongArch = near.some(({ record }) => record.evr === version.evr);
  return `${wrongArch ? 'There is' : 'Nearest:'} ${list(nearest)}.`;
}
