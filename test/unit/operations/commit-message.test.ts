import { describe, expect, it } from 'vitest';
import { graduationMessage, type MessageStream, overrideMessage } from '../../../server/operations/commit-message';
import type { OverrideItem } from '../../../server/operations/override-request';
import { fastTrackOf, pinOf, plannedFor, targetOf } from './stream-support';

const DEVEL: MessageStream = { name: 'testing-devel', branch: 'testing-devel' };
const STABLE: MessageStream = { name: 'stable', branch: 'stable' };

// the packages of the workflow's own commit 'overrides: fast-track aardvark-dns-1.6.0-1.fc38, ...' of 2023
const PODMAN = [
  'aardvark-dns-1.6.0-1.fc38',
  'containers-common-1-89.fc38',
  'netavark-1.6.0-2.fc38',
  'podman-4.5.0-1.fc38',
];

function lockedFor(items: readonly OverrideItem[]) {
  return Object.fromEntries(items.flatMap(({ build }) => build.rpms.map(({ name }) => [name, '0.1-1.fc40'])));
}

async function messageFor(stream: MessageStream, items: readonly OverrideItem[], locked = lockedFor(items)) {
  const release = /\.fc(\d+)/.exec(items[0]?.build.nvr ?? '')?.[1] ?? '40';
  const plan = plannedFor(await targetOf(stream.name, { locked, releasever: release }), items);
  return overrideMessage({ stream, items, plan });
}

const titleOf = async (...args: Parameters<typeof messageFor>) => (await messageFor(...args)).title;

describe('the title', () => {
  it('is as the workflow writes it', async () => {
    expect(await titleOf(DEVEL, [pinOf('kernel-6.8.11-300.fc40')])).toBe('overrides: pin kernel-6.8.11-300.fc40');
    expect(await titleOf(STABLE, [fastTrackOf('ignition-2.20.0-1.fc40')])).toBe(
      '[stable] overrides: fast-track ignition-2.20.0-1.fc40',
    );
    expect(
      await titleOf(
        DEVEL,
        PODMAN.map(nvr => fastTrackOf(nvr)),
      ),
    ).toBe(`overrides: fast-track ${PODMAN.join(', ')}`);
  });

  it('names the branch, which may not be called as the stream', async () => {
    const stream = { name: 'next-devel', branch: 'fcos/next-devel' };
    expect(await titleOf(stream, [pinOf('kernel-6.8.11-300.fc40')])).toBe(
      '[fcos/next-devel] overrides: pin kernel-6.8.11-300.fc40',
    );
  });

  it('says which are pins and which fast-tracks', async () => {
    const items = [fastTrackOf('podman-5.2.5-1.fc40'), pinOf('dracut-102-2.fc40'), pinOf('clevis-20-2.fc40')];
    expect(await titleOf(DEVEL, items)).toBe(
      'overrides: pin dracut-102-2.fc40, clevis-20-2.fc40; fast-track podman-5.2.5-1.fc40',
    );
  });

  it('names only the sources of more builds than fit, and of many how many more', async () => {
    const items = [...PODMAN, 'skopeo-1.11.2-1.fc38'].map(nvr => fastTrackOf(nvr));
    expect(await titleOf(STABLE, items)).toBe(
      '[stable] overrides: fast-track aardvark-dns, containers-common, netavark, podman, skopeo',
    );
    const many = Array.from({ length: 30 }, (_, i) => fastTrackOf(`package${i}-1.0-1.fc40`));
    expect(await titleOf(DEVEL, many)).toBe('overrides: fast-track package0, package1, package2 and 27 more');
  });

  it('leaves out a build that the stream has nothing of', async () => {
    const items = [fastTrackOf('podman-5.2.5-1.fc40'), fastTrackOf('toolbox-0.0.99-1.fc40')];
    expect(await titleOf(DEVEL, items, { podman: '5.2.4-1.fc40' })).toBe('overrides: fast-track podman-5.2.5-1.fc40');
  });
});

describe('the body', () => {
  it('has reason, update, and the versions before and after', async () => {
    const kernel = ['kernel-core', 'kernel-modules', 'kernel-modules-core'];
    const names = ['kernel', ...kernel];
    const locked = Object.fromEntries(names.map(name => [name, '6.10.12-200.fc40']));
    expect((await messageFor(STABLE, [fastTrackOf('kernel-6.11.4-201.fc40', ...kernel)], locked)).text).toBe(
      `[stable] overrides: fast-track kernel-6.11.4-201.fc40

See: https://github.com/coreos/fedora-coreos-tracker/issues/1803
Bodhi: https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638

- kernel, kernel-core, kernel-modules, kernel-modules-core:
  6.10.12-200.fc40 -> 6.11.4-201.fc40
`,
    );
  });

  it('says what goes back, and where versions differ', async () => {
    const locked = { 'podman.x86_64': '5.2.3-1.fc40', 'podman.s390x': '5.2.2-1.fc40', skopeo: '1.16.0-1.fc40' };
    const items = [pinOf('podman-5.2.4-1.fc40'), pinOf('skopeo-1.15.0-1.fc40')];
    expect((await messageFor(DEVEL, items, locked)).body).toBe(
      `See: https://github.com/coreos/fedora-coreos-tracker/issues/1803

- podman: 5.2.3-1.fc40 (x86_64), 5.2.2-1.fc40 (s390x) -> 5.2.4-1.fc40
- skopeo: 1.16.0-1.fc40 -> 1.15.0-1.fc40 (downgrade)
`,
    );
  });

  it('says which build a link is for where that is not all of them', async () => {
    const other = { ...pinOf('skopeo-1.17.0-1.fc40'), reason: 'https://example.com/2' };
    const { body } = await messageFor(DEVEL, [pinOf('podman-5.2.4-1.fc40'), other, pinOf('crun-1.17-1.fc40')]);
    expect(body.split('\n').slice(0, 2)).toEqual([
      'See: https://github.com/coreos/fedora-coreos-tracker/issues/1803 (podman-5.2.4-1.fc40, crun-1.17-1.fc40)',
      'See: https://example.com/2 (skopeo-1.17.0-1.fc40)',
    ]);
  });

  it('breaks long lists of packages', async () => {
    const names = Array.from({ length: 9 }, (_, i) => `systemd-part${i}`);
    const { body } = await messageFor(DEVEL, [pinOf('systemd-256.5-1.fc40', ...names)]);
    const lines = body.trimEnd().split('\n').slice(2);
    expect(lines).toEqual([
      '- systemd, systemd-part0, systemd-part1, systemd-part2, systemd-part3,',
      '  systemd-part4, systemd-part5, systemd-part6, systemd-part7,',
      '  systemd-part8:',
      '  0.1-1.fc40 -> 256.5-1.fc40',
    ]);
  });
});

it('says what has graduated', () => {
  const common = { arch: undefined };
  const dropped = [
    { name: 'ignition', evr: '2.20.0-1.fc40', base: '2.20.0-1.fc40', file: common },
    { name: 'podman', evr: '5:5.2.5-1.fc40', base: '5:5.3.0-1.fc40', file: common },
    { name: 'grub2-efi-x64', evr: '1:2.12-10.fc40', base: undefined, file: { arch: 'x86_64' } },
    { name: 'grub2-tools', evr: '1:2.12-10.fc40', base: '1:2.12-10.fc40', file: { arch: 'aarch64' } },
    { name: 'grub2-tools', evr: '1:2.12-10.fc40', base: '1:2.12-10.fc40', file: { arch: 'x86_64' } },
  ];
  expect(graduationMessage(DEVEL, dropped).text).toBe(
    `lockfiles: drop graduated overrides 🎓

The stable repositories have these fast-tracks, or newer builds:

- ignition 2.20.0-1.fc40
- podman 5:5.2.5-1.fc40 (base lock: 5:5.3.0-1.fc40)
- grub2-efi-x64 1:2.12-10.fc40 on x86_64
- grub2-tools 1:2.12-10.fc40 on aarch64, x86_64
`,
  );
  expect(graduationMessage({ name: 'next-devel', branch: 'next-devel' }, dropped).title).toBe(
    '[next-devel] lockfiles: drop graduated overrides 🎓',
  );
});
