import { describe, expect, it } from 'vitest';
import type { FileTree } from '../../../server/config-repo/model';
import { parseRpmsLock, readRpmsLock } from '../../../server/config-repo/rpms-lock';

const URL = 'https://example.com/Packages/n/NetworkManager-libnm-1.52.1-1.fc42.aarch64.rpm';
const text = (packages: string, version = 'lockfileVersion: 1') =>
  `${version}\nlockfileVendor: redhat\narches:\n- arch: aarch64\n  packages:\n${packages}  source: []\n  module_metadata: []\n`;
const messages = (source: string) =>
  parseRpmsLock(source).problems.map(({ span, message }) => `${source.slice(span?.start, span?.end)}: ${message}`);

describe('parseRpmsLock', () => {
  it('reads name, version and arch off the file names', () => {
    const source = text(`  - repoid: fedora\n    url: ${URL}\n    evr: 1:1.52.1-1.fc42\n`);
    const { rpmsLock, problems } = parseRpmsLock(source);
    expect(problems).toEqual([]);
    const start = source.indexOf(URL);
    expect([...(rpmsLock?.arches ?? [])]).toEqual([
      [
        'aarch64',
        [
          {
            name: 'NetworkManager-libnm',
            vr: '1.52.1-1.fc42',
            arch: 'aarch64',
            evr: '1:1.52.1-1.fc42',
            span: { start, end: start + URL.length },
          },
        ],
      ],
    ]);
  });

  it.each([
    ['gcc-c%2B%2B-14.2.1-3.fc40.x86_64.rpm', 'gcc-c++ 14.2.1-3.fc40 x86_64'],
    [
      'iscsi-initiator-utils-6.2.1.10-0.git^1.fc42.ppc64le.rpm?x=1#y',
      'iscsi-initiator-utils 6.2.1.10-0.git^1.fc42 ppc64le',
    ],
    ['WALinuxAgent-udev-2.13.1.1-1.fc42.noarch.ppc64le.rpm', 'WALinuxAgent-udev 2.13.1.1-1.fc42.noarch ppc64le'],
    ['100%-1-1.noarch.rpm', '100% 1-1 noarch'],
  ])('takes %s apart', (file, expected) => {
    const { rpmsLock } = parseRpmsLock(text(`  - url: "https://example.com/${file}"\n`));
    expect(rpmsLock?.arches.get('aarch64')?.map(({ name, vr, arch }) => `${name} ${vr} ${arch}`)).toEqual([expected]);
  });

  it('says what is wrong with a package, and reads the others', () => {
    const source = text(`  - repoid: fedora\n  - url: https://example.com/bash.rpm\n  - url: ${URL}\n`);
    expect(messages(source)).toEqual([
      "repoid: fedora\n: A package has no 'url'.",
      "https://example.com/bash.rpm: The file name of 'https://example.com/bash.rpm' is not NAME-VERSION-RELEASE.ARCH.rpm.",
    ]);
    expect(parseRpmsLock(source).rpmsLock?.arches.get('aarch64')).toHaveLength(1);
  });

  it('says where the format is another one', () => {
    expect(messages(text('', 'lockfileVersion: 2'))).toEqual([
      '2: rpms.lock.yaml has lockfileVersion 2: only version 1 is known here, and nothing is checked against it.',
    ]);
    expect(messages('arches: []\n')[0]).toContain('rpms.lock.yaml has no lockfileVersion');
    expect(parseRpmsLock(text('', 'lockfileVersion: 2')).rpmsLock).toBeUndefined();
  });

  it('says what is missing or of a wrong type', () => {
    expect(messages('lockfileVersion: 1\n')).toEqual(["lockfileVersion: 1\n: rpms.lock.yaml has no 'arches'."]);
    expect(messages('lockfileVersion: 1\narches:\n- packages: []\n')).toEqual([
      "packages: []\n: A section of 'arches' names no 'arch'.",
    ]);
    expect(messages('[]\n')).not.toEqual([]);
    expect(messages('lockfileVersion: 1\narches: {\n')).not.toEqual([]);
    expect(parseRpmsLock('lockfileVersion: 1\narches: {\n').rpmsLock).toBeUndefined();
  });
});

describe('readRpmsLock', () => {
  const tree = (read: FileTree['read']): FileTree => ({ read, list: async () => [] });

  it('asks for the file only where it is', async () => {
    const none = tree(() => Promise.reject(new Error('must not be read')));
    expect(await readRpmsLock(none, ['manifest.yaml'])).toEqual({ rpmsLock: undefined, problems: [], sources: [] });
    const { rpmsLock, sources } = await readRpmsLock(
      tree(async () => text(`  - url: ${URL}\n`)),
      ['rpms.lock.yaml'],
    );
    expect(rpmsLock?.path).toBe('rpms.lock.yaml');
    expect(sources).toEqual(['rpms.lock.yaml']);
  });

  it('says why it cannot be read', async () => {
    const failed = await readRpmsLock(
      tree(() => Promise.reject(new Error('rpms.lock.yaml: permission denied'))),
      ['rpms.lock.yaml'],
    );
    expect(failed.problems.map(({ message }) => message)).toEqual(['rpms.lock.yaml: permission denied']);
    const gone = await readRpmsLock(
      tree(async () => undefined),
      ['rpms.lock.yaml'],
    );
    expect(gone.problems.map(({ message }) => message)).toEqual([
      'rpms.lock.yaml is a link to a file that is not there.',
    ]);
  });
});
