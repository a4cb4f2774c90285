/** The rules with data K and D on the tips of a real repository, with Koji and Bodhi as they are for builds that are all right. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LayerFile } from '../../../../server/lockfile/layers';
import type { Entry } from '../../../../server/lockfile/model';
import { lockedSources } from '../../../../server/operations/source';
import { deletedBuild } from '../../../../server/rules/deleted-build';
import { missingBodhi } from '../../../../server/rules/missing-bodhi';
import { notTagged } from '../../../../server/rules/not-tagged';
import { obsoleteUpdate } from '../../../../server/rules/obsolete-update';
import type { Rule } from '../../../../server/rules/rule';
import { splitSource } from '../../../../server/rules/split-source';
import { metadataText } from '../../../../server/rules/support';
import { unknownBuild } from '../../../../server/rules/unknown-build';
import { unsigned } from '../../../../server/rules/unsigned';
import { wrongUpdate } from '../../../../server/rules/wrong-update';
import { type BuildTable, bodhiFacts, kojiFacts } from '../../../support/service-facts';
import { describeShared } from '../../../support/shared';
import { History } from './history';

const RULES = [unknownBuild, deletedBuild, notTagged, unsigned, wrongUpdate, obsoleteUpdate, missingBodhi, splitSource];
const ARCHES = ['x86_64', 'aarch64', 'ppc64le', 's390x'];
/** An update that was edited after 5.2.4 was fast-tracked: it has this build at last. */
const EDITED = { alias: 'FEDORA-2024-f0fd63c638', nvr: 'podman-5.2.5-1.fc40' };

interface Override {
  readonly entry: Entry;
  readonly nvr: string;
}

/** With the source build of each: the base locks of 2024 name the sources, and each of these has the version of its source. */
function overridesOf(files: readonly LayerFile[]): Override[] {
  const sources = new Map(ARCHES.flatMap(arch => [...lockedSources({ files }, arch)]));
  return files
    .filter(({ layer }) => layer !== 'base')
    .flatMap(({ lockfile }) => [...lockfile.byName.values()])
    .map(entry => {
      return { entry, nvr: `${sources.get(entry.name)}-${entry.version?.evr.replace(/^\d+:/, '')}` };
    });
}

/** Every override is built for what the base locks have it on, signed, tagged, and in the update it names. */
function healthy(files: readonly LayerFile[], all: Pick<BuildTable, 'tags' | 'signed' | 'state'> = {}) {
  const builds: Record<string, BuildTable & { rpms: Record<string, string> }> = {};
  const updates = new Map<string, Set<string>>();
  for (const { entry, nvr } of overridesOf(files)) {
    const build = builds[nvr] ?? { rpms: {}, tags: ['f40', 'coreos-pool'], signed: true, ...all };
    builds[nvr] = build;
    const bases = files.filter(({ layer, lockfile }) => layer === 'base' && lockfile.byName.has(entry.name));
    const arches = bases.flatMap(({ lockfile }) => lockfile.byName.get(entry.name)?.version?.arch ?? []);
    const epoch = /^\d+:/.exec(entry.version?.evr ?? '')?.[0] ?? '';
    build.rpms[entry.name] = [`${epoch}${nvr.split('-').slice(-2).join('-')}`, ...new Set(arches)].join(' ');
    const alias = metadataText(entry, 'bodhi')?.split('/').at(-1) ?? '';
    updates.set(alias, (updates.get(alias) ?? new Set()).add(alias === EDITED.alias ? EDITED.nvr : nvr));
  }
  const release = Object.keys(builds)[0]?.includes('.fc41') ? 'F41' : 'F40';
  const tables = [...updates].map(([alias, nvrs]) => ({ alias, release, builds: [...nvrs] }));
  return { koji: kojiFacts(builds), bodhi: bodhiFacts(tables, { release }) };
}

describeShared('rules about Koji and Bodhi in history', () => {
  let history: History;
  beforeAll(async () => {
    history = await History.open();
  });
  afterAll(() => history.close());

  const said = async (rules: readonly Rule[], branch: string, all: Parameters<typeof healthy>[1] = {}) => {
    const found = await Promise.all(rules.map(rule => history.at(rule, branch, files => healthy(files, all))));
    return found.flat().map(({ path, finding: { severity, message } }) => `${path} ${severity} ${message}`);
  };

  it.each([
    ['rawhide', 0],
    ['branched', 0],
    ['next-devel', 17],
    ['testing-devel', 3],
    ['next', 15],
  ])('find nothing on %s, of %i overrides', async (branch, count) => {
    let overrides: Override[] = [];
    await history.at(unknownBuild, branch, files => {
      overrides = overridesOf(files);
      return {};
    });
    expect(overrides).toHaveLength(count);
    expect(await said(RULES, branch)).toEqual([]);
  });

  it.each(['testing', 'stable'])('see on %s that the update of podman was edited', async branch => {
    expect(await said(RULES, branch)).toEqual([
      'manifest-lock.overrides.yaml info FEDORA-2024-f0fd63c638 has podman-5.2.5-1.fc40 by now instead of podman-5.2.4-1.fc40: this build will not be released. Move the override on, or keep it knowingly.',
    ]);
  });

  it('find each override of testing-devel where all builds have the same fault', async () => {
    const count = async (rule: Rule, all: Parameters<typeof healthy>[1]) =>
      (await said([rule], 'testing-devel', all)).filter(text => / warning /.test(text)).length;
    expect(await count(notTagged, { tags: [] })).toBe(3);
    expect(await count(unsigned, { signed: false })).toBe(3);
    expect(await count(deletedBuild, { state: 'deleted' })).toBe(3);
  });
});
