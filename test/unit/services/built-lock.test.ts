import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BuildsError } from '../../../server/builds/builds';
import { builtLock, generatedLock, newestBuilds } from '../../../server/services/built-lock';
import { type StandIns, startServices } from '../../support/services';

const ID = '42.20241021.91.0';

let standIns: StandIns;

beforeEach(async () => {
  standIns = await startServices({
    builds: {
      rawhide: {
        builds: [{ id: ID, arches: ['x86_64', 'aarch64'] }],
        generated: { [`${ID}/x86_64`]: { packages: { bash: { evra: '5.2.32-1.fc42.x86_64' } } } },
        commitmeta: {
          [`${ID}/aarch64`]: {
            'rpmostree.rpmdb.pkglist': [
              ['bash', '0', '5.2.32', '1.fc42', 'aarch64'],
              ['container-selinux', '4', '2.234.1', '1.fc42', 'noarch'],
              ['gpg-pubkey', '0', '105ef944', '65ca83d1', '(none)'],
            ],
          },
        },
      },
    },
  });
});

afterEach(() => standIns.close());

function builds() {
  const { builds: found } = standIns.services;
  if (!found) throw new Error('no build service');
  return found;
}

async function entries(basearch: string) {
  const found = await builtLock(builds(), { stream: 'rawhide', id: ID, basearch }, undefined);
  if (!('lockfile' in found)) return found.message;
  const evrs = [...found.lockfile.byName].map(([name, { version }]) => [name, version?.evr, version?.arch]);
  return { from: found.from, evrs };
}

describe('builtLock', () => {
  it('is the generated lockfile', async () => {
    expect(await entries('x86_64')).toEqual({ from: 'lockfile', evrs: [['bash', '5.2.32-1.fc42', 'x86_64']] });
  });

  it('or else the list of packages, without keys', async () => {
    expect(await entries('aarch64')).toEqual({
      from: 'list',
      evrs: [
        ['bash', '5.2.32-1.fc42', 'aarch64'],
        ['container-selinux', '4:2.234.1-1.fc42', 'noarch'],
      ],
    });
  });

  it('or else says that there is neither', async () => {
    expect(await entries('s390x')).toBe(
      `${standIns.builds.url} has no manifest-lock.generated.s390x.json of build ${ID} of rawhide, and no commitmeta.json beside it.`,
    );
  });

  it('rejects where the service fails', async () => {
    standIns.builds.behave({ kind: 'status', status: 500 });
    await expect(entries('x86_64')).rejects.toThrow(BuildsError);
  });
});

it('generatedLock asks for nothing else', async () => {
  const found = await generatedLock(builds(), { stream: 'rawhide', id: ID, basearch: 'aarch64' }, undefined);
  expect(found).toEqual({
    message: `${standIns.builds.url} has no manifest-lock.generated.aarch64.json of build ${ID} of rawhide.`,
  });
});

it('newestBuilds takes the newest that has the basearch', () => {
  const listed = [
    { id: '3', arches: ['x86_64'] },
    { id: '2', arches: ['x86_64', 's390x'] },
    { id: '1', arches: ['x86_64', 's390x'] },
  ];
  expect([...newestBuilds(listed, ['s390x', 'x86_64', 'ppc64le'])]).toEqual([
    ['s390x', '2'],
    ['x86_64', '3'],
  ]);
});
