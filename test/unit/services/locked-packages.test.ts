import { describe, expect, it } from 'vitest';
import { type Builds, BuildsError, type StreamBuild } from '../../../server/builds/builds';
import { lockedPackages } from '../../../server/services/locked-packages';
import { layerFiles } from '../../support/branches';

const OVERRIDES = { 'manifest-lock.overrides.yaml': 'packages: {}\n' };
const ARCHES = ['x86_64', 's390x'];

const lock = (packages: Record<string, string>): string => {
  const entries = Object.entries(packages).map(([name, evra]) => [name, { evra }]);
  return JSON.stringify({ packages: Object.fromEntries(entries) });
};

/** A build service with these builds and generated lockfiles, by `ID/ARCH`. */
function buildsWith(listed: readonly StreamBuild[] | undefined, generated: Record<string, string> = {}): Builds {
  const at = 0;
  const unused = () => Promise.reject(new Error('not asked'));
  return {
    url: 'https://builds.example.org',
    builds: stream => Promise.resolve({ value: stream === 'rawhide' ? listed : undefined, at }),
    generatedLock: (_, id, arch) => Promise.resolve({ value: generated[`${id}/${arch}`], at }),
    packages: unused,
    meta: unused,
    nextDevelEnabled: unused,
  };
}

const BUILDS: readonly StreamBuild[] = [
  { id: '42.20241021.91.0', arches: ['x86_64'] },
  { id: '42.20241020.91.0', arches: ['s390x', 'x86_64'] },
];

const rawhide = { stream: 'rawhide', basearches: ARCHES };

describe('lockedPackages', () => {
  it('reads base locks, and asks nobody; a basearch without one is missing', async () => {
    const files = layerFiles({
      'manifest-lock.x86_64.json': lock({
        podman: '5:5.2.4-1.fc40.x86_64',
        'container-selinux': '4:2.1-1.fc40.noarch',
      }),
      'manifest-lock.overrides.yaml': 'packages:\n  podman:\n    evr: 5:5.2.5-1.fc40\n',
    });
    expect(await lockedPackages(rawhide, files, undefined)).toEqual({
      kind: 'locked',
      locked: new Map([
        [
          'x86_64',
          new Map([
            ['podman', '5:5.2.4-1.fc40'],
            ['container-selinux', '4:2.1-1.fc40'],
          ]),
        ],
      ]),
      builds: new Map(),
    });
  });

  it.each([
    ['{"metadata": {}}', 'manifest-lock.x86_64.json has no packages.'],
    ['{"packages": null}', 'manifest-lock.x86_64.json has no packages.'],
    ['{\n  packages', 'manifest-lock.x86_64.json has a syntax error: '],
  ])('refuses the base lock %j', async (text, message) => {
    const files = layerFiles({ 'manifest-lock.x86_64.json': text });
    expect(await lockedPackages(rawhide, files, undefined)).toEqual({
      kind: 'refused',
      message: expect.stringContaining(message),
    });
  });

  it('reads the newest build that has the basearch where there are no base locks', async () => {
    const builds = buildsWith(BUILDS, {
      '42.20241021.91.0/x86_64': lock({ bash: '5.2.32-1.fc42.x86_64' }),
      '42.20241020.91.0/s390x': lock({ bash: '5.2.31-1.fc42.s390x' }),
    });
    expect(await lockedPackages(rawhide, layerFiles(OVERRIDES), builds)).toEqual({
      kind: 'locked',
      locked: new Map([
        ['x86_64', new Map([['bash', '5.2.32-1.fc42']])],
        ['s390x', new Map([['bash', '5.2.31-1.fc42']])],
      ]),
      builds: new Map([
        ['x86_64', '42.20241021.91.0'],
        ['s390x', '42.20241020.91.0'],
      ]),
    });
  });

  it('leaves out a basearch that was never built', async () => {
    const builds = buildsWith([{ id: '1', arches: ['x86_64'] }], { '1/x86_64': lock({}) });
    const found = await lockedPackages(rawhide, layerFiles(OVERRIDES), builds);
    expect(found).toMatchObject({ kind: 'locked', locked: new Map([['x86_64', new Map()]]) });
  });

  it.each([
    [
      'no builds of the stream',
      buildsWith(undefined),
      'https://builds.example.org knows no builds of a stream rawhide.',
    ],
    ['no build at all', buildsWith([]), 'has no build of rawhide for x86_64, s390x.'],
    ['no such lockfile', buildsWith(BUILDS), 'has no manifest-lock.generated.x86_64.json of build 42.20241021.91.0'],
    [
      'a broken lockfile',
      buildsWith([{ id: '1', arches: ['x86_64'] }], { '1/x86_64': '{}' }),
      'manifest-lock.generated.x86_64.json of build 1 of rawhide has no packages.',
    ],
  ])('says that there is %s', async (_, builds, message) => {
    expect(await lockedPackages(rawhide, layerFiles(OVERRIDES), builds)).toEqual({
      kind: 'refused',
      message: expect.stringContaining(message),
    });
  });

  it('tells a build service that is not asked from one that has no such thing', async () => {
    expect(await lockedPackages(rawhide, layerFiles(OVERRIDES), undefined)).toEqual({
      kind: 'unasked',
      message: 'There are no base locks, and the build service of rawhide is not asked.',
    });
  });

  it('says that nothing names the stream', async () => {
    const nameless = { stream: undefined, basearches: ARCHES };
    expect(await lockedPackages(nameless, layerFiles(OVERRIDES), buildsWith(BUILDS))).toMatchObject({
      message: expect.stringContaining('neither build-args.conf nor the manifest names the stream'),
    });
  });

  it('lets a failing build service say what is wrong', async () => {
    const failing = { ...buildsWith(BUILDS), builds: () => Promise.reject(new BuildsError('cannot be reached')) };
    await expect(lockedPackages(rawhide, layerFiles(OVERRIDES), failing)).rejects.toThrow('cannot be reached');
  });
});
