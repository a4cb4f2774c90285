// The updates of the example: what its Bodhi has, and what the updates repositories say of the stable ones.
import { EXAMPLES, readBuilds, readPackages, readTable, splitBuild } from './example-tables.mjs';

const COLUMNS = ['release', 'status', 'request', 'type', 'severity', 'karma', 'gating', 'submitted', 'builds'];
/** Bodhi's word by updateinfo's. */
const SEVERITIES = { urgent: 'Critical', high: 'Important', medium: 'Moderate', low: 'Low', unspecified: 'None' };
/** The release of each repository with updates. */
const RELEASES = { 'fedora-updates/40': 'F40', 'fedora-updates/41': 'F41' };

/** Rows of updates.tsv, with `builds` split and `bugs` from bugs.tsv. */
export function readUpdates(examples = EXAMPLES) {
  const bugs = readTable('services/bugs.tsv', ['alias', 'bug', 'security', 'title'], examples);
  return readTable('services/updates.tsv', ['alias', ...COLUMNS], examples).map(({ builds, ...row }) => ({
    ...row,
    builds: builds.split(' '),
    bugs: bugs.filter(({ alias }) => alias === row.alias),
  }));
}

/**
 * What updateinfo of a repository folder says for a basearch: every update that has become stable, also where a newer one has followed,
 * so that the way between two versions can be seen without Bodhi too. None where the folder has no updates.
 *
 * @returns {import('./rpm-md.d.mts').RepositoryAdvisory[]}
 */
export function advisoriesOf(folder, basearch, examples = EXAMPLES) {
  const builds = new Map(readBuilds(examples).map(row => [splitBuild(row).nvr, row]));
  const packages = readPackages(examples);
  return readUpdates(examples)
    .filter(({ status, release }) => status === 'stable' && release === RELEASES[folder])
    .map(update => ({
      ...{ id: update.alias, title: `EXAMPLE DATA: ${update.builds.join(' ')}`, type: update.type },
      ...{ release: update.release, severity: SEVERITIES[update.severity], issued: `${update.submitted} 12:00:00` },
      bugs: update.bugs.map(({ bug, title }) => ({ id: Number(bug), title })),
      packages: update.builds.flatMap(nvr => packagesOf(nvr, builds.get(nvr), packages, basearch)),
    }))
    .filter(({ packages: own }) => own.some(({ arch }) => arch !== 'src'));
}

function packagesOf(nvr, build, packages, basearch) {
  if (!build) throw new Error(`updates.tsv: builds.tsv has no ${nvr}, though its update is stable`);
  const { epoch = '0', version, release } = splitBuild(build);
  const binaries = packages
    .filter(({ source, arch }) => source === build.source && ['arch', 'noarch', basearch].includes(arch))
    .map(({ name, arch }) => ({ name, arch: arch === 'arch' ? basearch : arch }));
  return [{ name: build.source, arch: 'src' }, ...binaries].map(each => ({ ...each, epoch, version, release }));
}
