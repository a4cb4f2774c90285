import { describe, expect, it } from 'vitest';
import {
  buildsOfPackages,
  type LocalPackage,
  localNote,
  packageOfHeader,
  packagesOfIndex,
} from '../../../server/operations/local-build';
import { readRpmHeader } from '../../../server/rpm/rpm-header';
import { type PackageLine, repository } from '../../support/availability';
import { PODMAN, type RpmTags, rpmFile } from '../../support/rpm-file';

const fromFile = (tags: RpmTags, from = '/rpms/one.rpm') => packageOfHeader(readRpmHeader(rpmFile(tags)), from);
function fromIndex(...lines: readonly PackageLine[]): LocalPackage[] {
  const { index } = repository({ id: 'local' }, lines);
  return index ? packagesOfIndex(index, '/repo') : [];
}

describe('buildsOfPackages', () => {
  it('puts together what one source RPM has become', () => {
    const docs: RpmTags = { ...PODMAN, name: 'podman-docs', arch: 'noarch' };
    const arm: RpmTags = { ...PODMAN, arch: 'aarch64' };
    const { epoch: _, ...skopeo }: RpmTags = {
      ...PODMAN,
      name: 'skopeo',
      version: '1.16.1',
      sourceRpm: 'skopeo-1.16.1-1.fc40.src.rpm',
    };
    const builds = buildsOfPackages([fromFile(PODMAN), fromFile(skopeo), fromFile(docs, '/b.rpm'), fromFile(arm)]);
    const rpm = { name: 'podman', epoch: 5, version: '5.2.5', release: '1.fc40', arch: 'x86_64' };
    expect(builds).toEqual([
      {
        nvr: 'podman-5.2.5-1.fc40',
        name: 'podman',
        rpms: [rpm, { ...rpm, name: 'podman-docs', arch: 'noarch' }, { ...rpm, arch: 'aarch64' }],
        local: ['/rpms/one.rpm', '/b.rpm'],
      },
      {
        nvr: 'skopeo-1.16.1-1.fc40',
        name: 'skopeo',
        rpms: [{ ...rpm, name: 'skopeo', epoch: null, version: '1.16.1' }],
        local: ['/rpms/one.rpm'],
      },
    ]);
  });

  it('counts a package of several places once', () => {
    const docs: PackageLine = ['podman-docs', '5:5.2.5-1.fc40', 'noarch', 'podman-5.2.5-1.fc40.src.rpm'];
    const [build] = buildsOfPackages([...fromIndex(docs), ...fromIndex(docs)]);
    expect(build?.rpms).toHaveLength(1);
  });

  it('takes the version of the source, which need not be that of the package', () => {
    const [build] = buildsOfPackages(
      fromIndex(['device-mapper', '1.02.199-1.fc40', 'x86_64', 'lvm2-2.03.25-1.fc40.src.rpm']),
    );
    expect(build).toMatchObject({ nvr: 'lvm2-2.03.25-1.fc40', name: 'lvm2', rpms: [{ version: '1.02.199' }] });
  });

  it('goes by the package itself where nothing names a source', () => {
    expect(buildsOfPackages(fromIndex(['own', '1-1', 'x86_64', '']))).toMatchObject([{ nvr: 'own-1-1', name: 'own' }]);
  });

  it('leaves out source packages alone, and lists them with what they have become', () => {
    const { sourceRpm: _, ...source } = PODMAN;
    expect(buildsOfPackages([fromFile(source)])).toEqual([]);
    const [build] = buildsOfPackages([fromFile(source), fromFile(PODMAN)]);
    expect(build?.rpms.map(({ arch }) => arch)).toEqual(['src', 'x86_64']);
  });
});

describe('packagesOfIndex', () => {
  it('takes the epoch 0 of primary for none', () => {
    const found = fromIndex(
      ['skopeo', '1:1.16.1-1.fc40', 'x86_64'],
      ['crun', '1.17-1.fc40', 'x86_64'],
      ['crun', '1.16-1.fc40', 'x86_64'],
    );
    expect(found.map(({ rpm }) => rpm)).toEqual([
      { name: 'crun', epoch: null, version: '1.17', release: '1.fc40', arch: 'x86_64' },
      { name: 'crun', epoch: null, version: '1.16', release: '1.fc40', arch: 'x86_64' },
      { name: 'skopeo', epoch: 1, version: '1.16.1', release: '1.fc40', arch: 'x86_64' },
    ]);
  });
});

describe('localNote', () => {
  it('says that somebody has to tag the build', () => {
    const [build] = buildsOfPackages([fromFile(PODMAN)]);
    expect(build && localNote(build)).toBe(
      'podman-5.2.5-1.fc40 was read from /rpms/one.rpm: a build in neither Koji nor Bodhi needs manual tagging into the pool.',
    );
    expect(localNote({ nvr: 'podman-5.2.5-1.fc40', name: 'podman', rpms: [] })).toBeUndefined();
  });
});
