import { describe, expect, it } from 'vitest';
import { diffSides } from '../../../../server/operations/diff/diff-sides';
import { diffText } from '../../../../server/operations/diff/diff-text';
import { onlyKinds } from '../../../../server/operations/diff/only-kinds';
import { ADVISORIES, comparison, STORIES } from '../../../support/comparison';
import { OVERRIDES, override, overrides, side, X86_64 } from '../../../support/sides';

describe('diffText', () => {
  it('tells what goes backwards first, why, and what it means', () => {
    expect(
      diffText(comparison(), { advisories: ADVISORIES, stories: STORIES }),
    ).toBe(`from  stable   0369f5a6cb  2024-10-21  release 40
to    testing  275e090796  2024-10-23  release 40

6 packages upgraded, 2 downgraded, 2 added, 1 removed; 2 the same, on x86_64 and aarch64.
Rebuilds: 2 source packages only rebuilt with another dist tag.
Overrides: 4 lost, 2 gained.
Security: 1 security advisory for 1 source package (2 CVEs), and downgrades lose 1 security advisory
for 1 source package (1 CVE), as Bodhi has it.

Downgraded (2 packages of 2 source packages)
! podman  5:5.2.3-1.fc40 -> 5:5.2.2-1.fc40 on aarch64; upgraded 5:5.2.3-1.fc40 -> 5:5.2.4-1.fc40 on x86_64
    FEDORA-2024-a26a2d5ea2: security, important: CVE-2024-9341, CVE-2024-9407
    * 2024-10-15 Packit - 5:5.2.4-1
      - Update to 5.2.4
        upstream release
      - closes \`\`#1\`\`
! sudo    1.9.15-5.p5.fc40 -> 1.9.15-2.p5.fc40
    was fast-track: https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638 https://github.com/coreos/fedora-coreos-tracker/issues/728
    loses FEDORA-2024-f0fd63c638: security: CVE-2021-3156

Removed (1 package of 1 source package)
- fuse  2.9.9-21.fc40

Added (2 packages of 2 source packages)
+ kdump-utils  1.0.48-1.fc40
    fast-track: https://bodhi.fedoraproject.org/updates/FEDORA-2024-35ebfcbeef
+ kernel       6.11.3-200.fc40  kernel-modules-extra-matched

Upgraded (4 packages of 2 source packages)
  grub2   1:2.06-121.fc40 -> 1:2.06-123.fc40  grub2-efi-aa64 and grub2-pc
    FEDORA-2024-1111111111: bugfix: grub2-2.06-123.fc40
  kernel  6.8.11-300.fc40 -> 6.11.3-200.fc40  kernel and kernel-core

Upgraded, only rebuilt with another dist tag (2 source packages)
  acl, attr

Overrides lost (4 packages)
! kernel  6.8.11-300.fc40 -> 6.11.3-200.fc40                 kernel and kernel-core
    pin: https://github.com/coreos/fedora-coreos-tracker/issues/1752
  libuv   1:1.49.1-1.fc40, the version stays
    fast-track: https://bodhi.fedoraproject.org/updates/FEDORA-2024-b6681fcf56
! sudo    1.9.15-5.p5.fc40 -> 1.9.15-2.p5.fc40, a downgrade
    fast-track: https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638 https://github.com/coreos/fedora-coreos-tracker/issues/728

Overrides gained (2 packages)
  kdump-utils  1.0.48-1.fc40, not locked before
  zlib-ng      2.1.6-5.fc40, the version stays   zlib
    pin: <script>| [x](javascript:y)

Notes
- updateinfo of fedora-updates: there is none.
`);
  });

  it('has a row for each package where it is asked to', () => {
    const text = diffText(comparison(), { by: 'binary' });
    expect(text).toContain(`
Added (2 packages)
+ kdump-utils                   1.0.48-1.fc40
    fast-track: https://bodhi.fedoraproject.org/updates/FEDORA-2024-35ebfcbeef
+ kernel-modules-extra-matched  6.11.3-200.fc40

Upgraded (6 packages)
  acl             2.3.2-1.fc39 -> 2.3.2-1.fc40
  attr            2.5.2-3.fc39 -> 2.5.2-3.fc40
  grub2-efi-aa64  1:2.06-121.fc40 -> 1:2.06-123.fc40
  grub2-pc        1:2.06-121.fc40 -> 1:2.06-123.fc40
  kernel          6.8.11-300.fc40 -> 6.11.3-200.fc40
  kernel-core     6.8.11-300.fc40 -> 6.11.3-200.fc40
`);
  });

  it('lists what it is handed, and sums up the whole', () => {
    expect(diffText(onlyKinds(comparison(), ['downgraded']))).toBe(`from  stable   0369f5a6cb  2024-10-21  release 40
to    testing  275e090796  2024-10-23  release 40

6 packages upgraded, 2 downgraded, 2 added, 1 removed; 2 the same, on x86_64 and aarch64.
Rebuilds: 2 source packages only rebuilt with another dist tag.
Overrides: 4 lost, 2 gained.

Downgraded (2 packages of 2 source packages)
! podman  5:5.2.3-1.fc40 -> 5:5.2.2-1.fc40 on aarch64; upgraded 5:5.2.3-1.fc40 -> 5:5.2.4-1.fc40 on x86_64
! sudo    1.9.15-5.p5.fc40 -> 1.9.15-2.p5.fc40
    was fast-track: https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638 https://github.com/coreos/fedora-coreos-tracker/issues/728
`);
  });

  it('says in words that nothing differs', () => {
    const locks = { [X86_64]: { sudo: '1-1.x86_64', vim: '9-1.x86_64' } };
    const text = diffText(diffSides(side('stable', locks), side('testing', locks)));
    expect(text.split('\n').slice(3)).toEqual(['stable and testing lock the same 2 packages on x86_64.', '']);
    const itself = diffText(diffSides(side('stable', locks), side('stable', locks)));
    expect(itself.split('\n').slice(3)).toEqual(['Both sides are stable: 2 packages on x86_64.', '']);
  });

  it('tells of overrides where no version differs', () => {
    const locks = { [X86_64]: { sudo: '1-1.x86_64' } };
    const pinned = { ...locks, [OVERRIDES]: overrides(override('sudo', '1-1', { type: 'pin' })) };
    const text = diffText(diffSides(side('stable', pinned), side('testing', locks)));
    expect(text.split('\n').slice(3)).toEqual([
      'No package changes; 1 package the same, on x86_64.',
      'Overrides: 1 lost.',
      '',
      'Overrides lost (1 package)',
      '  sudo  1-1, the version stays',
      '    pin: no reason is given',
      '',
    ]);
  });

  it('makes what files say harmless for a terminal', () => {
    const name = 'su\u001b[2Jdo';
    const from = side('stable', { [X86_64]: { [name]: '1-1.x86_64' } });
    const text = diffText(diffSides(from, side('a\nb', { [X86_64]: { [name]: '1-2.x86_64' } })));
    expect(text).toContain('  su\\u001b[2Jdo  1-1 -> 1-2\n');
    expect(text).toContain('to    a\\u000ab ');
  });
});
