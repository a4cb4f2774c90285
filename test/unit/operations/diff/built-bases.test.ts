import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builtBases, ofBuilds } from '../../../../server/operations/diff/built-bases';
import { lockfileSide } from '../../../../server/operations/diff/lockfile-side';
import { layerFile } from '../../../support/branches';
import { type StandIns, startServices } from '../../../support/services';
import { repository } from '../../git/support';
import { baseLock, contextOf } from './side-support';

const ID = '42.20241021.91.0';
const lockOf = (basearch: string) => JSON.parse(baseLock(basearch, { bash: '5.2.32-1.fc42' }));

let standIns: StandIns;

beforeEach(async () => {
  const arches = ['x86_64', 'aarch64', 's390x'];
  const generated = Object.fromEntries(['x86_64', 's390x'].map(arch => [`${ID}/${arch}`, lockOf(arch)]));
  standIns = await startServices({ builds: { rawhide: { builds: [{ id: ID, arches }], generated } } });
});

afterEach(() => standIns.close());

const wanted = new Map(['s390x', 'x86_64', 'aarch64'].map(arch => [arch, ID]));

describe('builtBases', () => {
  it('gives base locks in the order they were asked for, and says what is not there', async () => {
    const context = await contextOf(repository().folder, { services: standIns.services });
    const { files, locks, missing, unavailable } = await builtBases('rawhide', wanted, context);
    expect([...files].map(([{ path, layer, arch }, id]) => ({ path, layer, arch, id }))).toEqual([
      { path: 'manifest-lock.generated.s390x.json', layer: 'base', arch: 's390x', id: ID },
      { path: 'manifest-lock.generated.x86_64.json', layer: 'base', arch: 'x86_64', id: ID },
    ]);
    expect(locks.map(({ from }) => from)).toEqual(['lockfile', 'lockfile']);
    expect([...missing.keys()]).toEqual(['aarch64']);
    expect(unavailable).toEqual([]);
  });
});

it('ofBuilds tells those base locks from others', () => {
  const base = layerFile('manifest-lock.x86_64.json', baseLock('x86_64', { bash: '5.2.32-1.fc42' }));
  if (!base) throw new Error('no layer');
  const facts = { spec: 'a', kind: 'ref', label: 'a', commit: undefined, committed: undefined } as const;
  const side = lockfileSide({
    ...facts,
    stream: undefined,
    releasever: undefined,
    basearches: ['x86_64'],
    files: [base],
  });
  const provenance = (bases: ReadonlyMap<typeof base, string>) =>
    ofBuilds(side, bases).packages('x86_64').get('bash')?.provenance;
  expect(provenance(new Map([[base, ID]]))).toEqual({ kind: 'build', id: ID });
  expect(provenance(new Map())).toMatchObject({ kind: 'base', file: base });
});
