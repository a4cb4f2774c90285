import { describe, expect, it } from 'vitest';
import { diffMarkdown } from '../../../../server/operations/diff/diff-markdown';
import { diffSides } from '../../../../server/operations/diff/diff-sides';
import { ADVISORIES, comparison, STORIES } from '../../../support/comparison';
import { side, X86_64 } from '../../../support/sides';

describe('diffMarkdown', () => {
  it('tells what goes backwards, what is fixed and what is lost before it unfolds the rest', () => {
    expect(diffMarkdown(comparison(), { advisories: ADVISORIES, stories: STORIES })).toBe(`## \`stable\` → \`testing\`

From \`stable\` (\`0369f5a6cb\`, 2024-10-21, release 40) to \`testing\` (\`275e090796\`, 2024-10-23, release 40):

- 6 packages upgraded, 2 downgraded, 2 added, 1 removed; 2 the same, on x86_64 and aarch64
- Rebuilds: 2 source packages only rebuilt with another dist tag
- Overrides: 4 lost, 2 gained
- Security: 1 security advisory for 1 source package (2 CVEs), and downgrades lose 1 security advisory for 1 source package (1 CVE), as Bodhi has it

### Downgrades

| Source package | Version | Why |
| --- | --- | --- |
| podman | 5:5.2.3-1.fc40 → 5:5.2.2-1.fc40 on aarch64; upgraded 5:5.2.3-1.fc40 → 5:5.2.4-1.fc40 on x86_64 |  |
| sudo | 1.9.15-5.p5.fc40 → 1.9.15-2.p5.fc40 | was fast-track: [FEDORA-2024-f0fd63c638](<https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638>) [coreos/fedora-coreos-tracker#728](<https://github.com/coreos/fedora-coreos-tracker/issues/728>) |

### Security fixes lost

| Source package | Advisory | CVEs |
| --- | --- | --- |
| sudo | [FEDORA-2024-f0fd63c638](<https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638>) (security, testing) | CVE-2021-3156 |

### Security fixes

| Source package | Advisory | CVEs |
| --- | --- | --- |
| podman | [FEDORA-2024-a26a2d5ea2](<https://bodhi.fedoraproject.org/updates/FEDORA-2024-a26a2d5ea2>) (important) | CVE-2024-9341, CVE-2024-9407 |

### Overrides lost

| Source package | Version | Packages | Why |
| --- | --- | --- | --- |
| kernel | **6.8.11-300.fc40 → 6.11.3-200.fc40** | kernel and kernel-core | pin: [coreos/fedora-coreos-tracker#1752](<https://github.com/coreos/fedora-coreos-tracker/issues/1752>) |
| libuv | 1:1.49.1-1.fc40, the version stays |  | fast-track: [FEDORA-2024-b6681fcf56](<https://bodhi.fedoraproject.org/updates/FEDORA-2024-b6681fcf56>) |
| sudo | **1.9.15-5.p5.fc40 → 1.9.15-2.p5.fc40, a downgrade** |  | fast-track: [FEDORA-2024-f0fd63c638](<https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638>) [coreos/fedora-coreos-tracker#728](<https://github.com/coreos/fedora-coreos-tracker/issues/728>) |

<details>
<summary>Overrides gained: 2 source packages</summary>

| Source package | Version | Packages | Why |
| --- | --- | --- | --- |
| kdump-utils | 1.0.48-1.fc40, not locked before |  | fast-track: [FEDORA-2024-35ebfcbeef](<https://bodhi.fedoraproject.org/updates/FEDORA-2024-35ebfcbeef>) |
| zlib-ng | 2.1.6-5.fc40, the version stays | zlib | pin: \\<script>\\| \\[x\\](javascript:y) |

</details>

### Removed

| Source package | Version |
| --- | --- |
| fuse | 2.9.9-21.fc40 |

### Added

| Source package | Version | Packages | Why |
| --- | --- | --- | --- |
| kdump-utils | 1.0.48-1.fc40 |  | fast-track: [FEDORA-2024-35ebfcbeef](<https://bodhi.fedoraproject.org/updates/FEDORA-2024-35ebfcbeef>) |
| kernel | 6.11.3-200.fc40 | kernel-modules-extra-matched |  |

<details>
<summary>Upgraded: 4 packages of 2 source packages</summary>

| Source package | Version | Packages |
| --- | --- | --- |
| grub2 | 1:2.06-121.fc40 → 1:2.06-123.fc40 | grub2-efi-aa64 and grub2-pc |
| kernel | 6.8.11-300.fc40 → 6.11.3-200.fc40 | kernel and kernel-core |

</details>

<details>
<summary>Upgraded, only rebuilt with another dist tag: 2 source packages</summary>

acl, attr

</details>

<details>
<summary>Changelog of podman</summary>

\`\`\`text
* 2024-10-15 Packit - 5:5.2.4-1
  - Update to 5.2.4
    upstream release
  - closes \`\`#1\`\`
\`\`\`

</details>

### Notes

- updateinfo of fedora-updates: there is none.
`);
  });

  it('has headings of the level that it is given, and a row for each package', () => {
    const text = diffMarkdown(comparison(), { heading: 3, by: 'binary' });
    const headings = text.split('\n').filter(line => line.startsWith('#'));
    expect(headings).toEqual([
      '### `stable` → `testing`',
      ...['Downgrades', 'Overrides lost', 'Removed', 'Added'].map(word => `#### ${word}`),
    ]);
    expect(text).toContain('| Package | Version |\n| --- | --- |\n| acl | 2.3.2-1.fc39 → 2.3.2-1.fc40 |\n');
  });

  it('says in words that nothing differs', () => {
    const locks = { [X86_64]: { sudo: '1-1.x86_64' } };
    const text = diffMarkdown(diffSides(side('stable', locks), side('testing', locks)));
    expect(text.split('\n').at(-2)).toBe('stable and testing lock the same 1 package on x86_64.');
  });
});
