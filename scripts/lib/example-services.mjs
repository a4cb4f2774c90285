// Koji, Bodhi and the build service as the example has them: stand-ins on this machine, filled from the tables of examples/.
import { startBodhi } from '../../test/stand-ins/bodhi-server.mjs';
import { startBuildServer } from '../../test/stand-ins/build-server.mjs';
import { startKojiHub } from '../../test/stand-ins/koji-hub.mjs';
import { DEVEL } from './example-git.mjs';
import { baseLocks, readBuildsBefore, STREAMS } from './example-locks.mjs';
import { EXAMPLES, readBuilds, readPackages, readTable, splitBuild } from './example-tables.mjs';
import { readUpdates } from './example-updates.mjs';

const ARCHES = ['x86_64', 'aarch64', 'ppc64le', 's390x'];
/** The tag of each repository's builds. */
const TAGS = {
  'fedora/40': 'f40',
  'fedora-updates/40': 'f40-updates',
  'fedora/41': 'f41',
  'fedora-updates/41': 'f41-updates',
  'fedora-coreos-pool/latest': 'coreos-pool',
};
const BASEARCHES = ['x86_64', 'aarch64'];
/** What the third number of a version is on each stream of Fedora CoreOS. */
const STREAM_NUMBERS = { next: 1, testing: 2, stable: 3, 'next-devel': 10, [DEVEL]: 20 };
const NOTES = 'Example data, made up to try Manifest Lock: Bodhi has never said this.';
const ADDRESS = 'kojibuilder <kojibuilder@example.org>';

/** Starts the three. They end with `close`, or with the process. */
export async function startExampleServices(examples = EXAMPLES) {
  const [koji, bodhi, builds] = await Promise.all([
    startKojiHub(kojiData(examples)),
    startBodhi(bodhiData(examples)),
    startBuildServer(buildsData(examples), undefined, { nextDevel: true }),
  ]);
  return {
    ...{ koji, bodhi, builds },
    urls: { koji: koji.url, bodhi: bodhi.url, builds: builds.url },
    close: async () => {
      await Promise.all([koji.close(), bodhi.close(), builds.close()]);
    },
  };
}

/** Every build that streams had before, all of the repositories, and those of koji.tsv, which say more of some. */
function kojiData(examples) {
  const packages = readPackages(examples);
  const changes = readTable('services/changelogs.tsv', ['source', 'version', 'date', 'text'], examples);
  const builds = new Map();
  for (const row of readBuildsBefore(examples)) {
    builds.set(splitBuild(row).nvr, { row, state: 'complete', signed: 'yes', tags: [] });
  }
  for (const row of readBuilds(examples)) {
    const { nvr } = splitBuild(row);
    const known = builds.get(nvr);
    builds.set(nvr, { row, state: 'complete', signed: 'yes', tags: [...(known?.tags ?? []), TAGS[row.repository]] });
  }
  const columns = ['source', 'evr', 'built', 'state', 'signed', 'tags'];
  for (const { state, signed, tags, ...row } of readTable('services/koji.tsv', columns, examples)) {
    const { nvr } = splitBuild(row);
    builds.set(nvr, { row, state, signed, tags: tags === '-' ? [] : tags.split(' ') });
  }
  // numbers go up with time, as Koji gives them
  const inTime = [...builds].sort(([, a], [, b]) => a.row.built.localeCompare(b.row.built));
  return Object.fromEntries(inTime.map(([nvr, build]) => [nvr, kojiBuild(build, packages, changes)]));
}

function kojiBuild({ row, state, signed, tags }, packages, changes) {
  const { epoch, version, release, built } = splitBuild(row);
  const rpm = (name, arch) => ({ name, epoch: epoch === undefined ? null : Number(epoch), version, release, arch });
  const rpms = packages
    .filter(({ source }) => source === row.source)
    .flatMap(({ name, arch }) => (arch === 'arch' ? ARCHES : [arch]).map(one => rpm(name, one)));
  if (rpms.length === 0) throw new Error(`koji.tsv: packages.tsv has no package of ${row.source}`);
  const changelog = changes
    .filter(({ source, date }) => source === row.source && date <= row.built)
    .map(({ version: header, date, text }) => ({
      at: Date.parse(`${date}T12:00:00Z`),
      author: `${ADDRESS} - ${header}`,
      text: `- ${text}`,
    }));
  const rest = signed === 'yes' ? {} : { signatures: [] };
  return { rows: [rpm(row.source, 'src'), ...rpms], state, completion: built, tags, changelog, ...rest };
}

function bodhiData(examples) {
  return Object.fromEntries(readUpdates(examples).map(update => [update.alias, bodhiUpdate(update)]));
}

function bodhiUpdate({ release, status, request, type, severity, karma, gating, submitted, builds, bugs }) {
  return {
    ...{ release, status, type, severity, test_gating_status: gating, karma: Number(karma), notes: NOTES },
    title: `EXAMPLE DATA: ${builds.join(' ')}`,
    request: request === '-' ? null : request,
    date_submitted: `${submitted} 12:00:00`,
    builds: builds.map(nvr => ({ nvr })),
    bugs: bugs.map(({ bug, security, title }) => ({ bug_id: Number(bug), security: security === 'yes', title })),
  };
}

/** One build of each stream: its base locks are what that was made of. */
function buildsData(examples) {
  const lockOf = baseLocks(examples);
  return Object.fromEntries(
    [DEVEL, ...Object.keys(STREAMS)].map(stream => {
      const locks = BASEARCHES.map(arch => [arch, JSON.parse(lockOf(stream, arch))]);
      const day = locks[0][1].metadata.generated.slice(0, 10).replaceAll('-', '');
      const id = `${stream.startsWith('next') ? 41 : 40}.${day}.${STREAM_NUMBERS[stream]}.0`;
      const generated = Object.fromEntries(locks.map(([arch, lock]) => [`${id}/${arch}`, lock]));
      return [stream, { builds: [{ id, arches: BASEARCHES }], generated }];
    }),
  );
}
