/** One comparison with something of everything, for those who write it down. */
import type { AdvisoryAnswers, ChangeStory } from '../../server/operations/diff/advisory';
import type { StreamDiff } from '../../server/operations/diff/diff';
import { diffSides } from '../../server/operations/diff/diff-sides';
import { AARCH64, OVERRIDES, override, overrides, side, X86_64 } from './sides';

const ISSUES = 'https://github.com/coreos/fedora-coreos-tracker/issues';
const BODHI = 'https://bodhi.fedoraproject.org/updates';

type Locked = Readonly<Record<string, readonly [string, string]>>;

const locks = (packages: Locked, own: Readonly<Record<string, Locked>> = {}) =>
  Object.fromEntries(
    [X86_64, AARCH64].map(path => {
      const arch = path === X86_64 ? 'x86_64' : 'aarch64';
      const all = { ...packages, ...own[arch] };
      return [
        path,
        Object.fromEntries(Object.entries(all).map(([name, [evr, source]]) => [name, [`${evr}.${arch}`, source]])),
      ];
    }),
  );

/** From `stable` to `testing`: the kernel is held back on the one, sudo falls back on the other, podman differs on one basearch. */
export function comparison(): StreamDiff {
  const from = side('stable', {
    ...locks(
      {
        kernel: ['6.10.12-200.fc40', 'kernel'],
        'kernel-core': ['6.10.12-200.fc40', 'kernel'],
        podman: ['5:5.2.3-1.fc40', 'podman'],
        sudo: ['1.9.15-2.p5.fc40', 'sudo'],
        acl: ['2.3.2-1.fc39', 'acl'],
        attr: ['2.5.2-3.fc39', 'attr'],
        fuse: ['2.9.9-21.fc40', 'fuse'],
        libuv: ['1:1.49.1-1.fc40', 'libuv'],
        zlib: ['2.1.6-5.fc40', 'zlib-ng'],
      },
      {
        aarch64: { 'grub2-efi-aa64': ['1:2.06-121.fc40', 'grub2'] },
        x86_64: { 'grub2-pc': ['1:2.06-121.fc40', 'grub2'] },
      },
    ),
    [OVERRIDES]: overrides(
      override('sudo', '1.9.15-5.p5.fc40', {
        type: 'fast-track',
        bodhi: `${BODHI}/FEDORA-2024-f0fd63c638`,
        reason: `${ISSUES}/728`,
      }),
      override('kernel', '6.8.11-300.fc40', { type: 'pin', reason: `${ISSUES}/1752` }),
      override('kernel-core', '6.8.11-300.fc40', { type: 'pin', reason: `${ISSUES}/1752` }),
      override('libuv', '1:1.49.1-1.fc40', { type: 'fast-track', bodhi: `${BODHI}/FEDORA-2024-b6681fcf56` }),
    ),
  });
  const to = side(
    'testing',
    {
      ...locks(
        {
          kernel: ['6.11.3-200.fc40', 'kernel'],
          'kernel-core': ['6.11.3-200.fc40', 'kernel'],
          'kernel-modules-extra-matched': ['6.11.3-200.fc40', 'kernel'],
          podman: ['5:5.2.4-1.fc40', 'podman'],
          sudo: ['1.9.15-2.p5.fc40', 'sudo'],
          acl: ['2.3.2-1.fc40', 'acl'],
          attr: ['2.5.2-3.fc40', 'attr'],
          'kdump-utils': ['1.0.42-10.fc40', 'kdump-utils'],
          libuv: ['1:1.49.1-1.fc40', 'libuv'],
          zlib: ['2.1.6-5.fc40', 'zlib-ng'],
        },
        {
          aarch64: { 'grub2-efi-aa64': ['1:2.06-123.fc40', 'grub2'], podman: ['5:5.2.2-1.fc40', 'podman'] },
          x86_64: { 'grub2-pc': ['1:2.06-123.fc40', 'grub2'] },
        },
      ),
      [OVERRIDES]: overrides(
        override('kdump-utils', '1.0.48-1.fc40', { type: 'fast-track', bodhi: `${BODHI}/FEDORA-2024-35ebfcbeef` }),
        override('zlib', '2.1.6-5.fc40', { type: 'pin', reason: '<script>| [x](javascript:y)' }),
      ),
    },
    { commit: '275e090796275e090796275e090796275e090796', committed: 1_729_641_600 },
  );
  return diffSides(from, to);
}

const ADVISORY = {
  title: 'podman-5.2.4-1.fc40',
  type: 'security',
  severity: 'important',
  cves: ['CVE-2024-9341', 'CVE-2024-9407'],
  issued: 1_729_000_000_000,
  status: 'stable',
} as const;

export const ADVISORIES: AdvisoryAnswers = {
  bySource: new Map([
    ['podman', [{ ...ADVISORY, id: 'FEDORA-2024-a26a2d5ea2', url: `${BODHI}/FEDORA-2024-a26a2d5ea2` }]],
    [
      'grub2',
      [
        {
          ...ADVISORY,
          id: 'FEDORA-2024-1111111111',
          title: 'grub2-2.06-123.fc40',
          type: 'bugfix',
          severity: 'none',
          cves: [],
          url: undefined,
        },
      ],
    ],
  ]),
  lost: new Map([
    [
      'sudo',
      [
        {
          ...ADVISORY,
          id: 'FEDORA-2024-f0fd63c638',
          title: 'sudo-1.9.15-5.p5.fc40',
          severity: 'none',
          cves: ['CVE-2021-3156'],
          url: `${BODHI}/FEDORA-2024-f0fd63c638`,
          status: 'testing',
        },
      ],
    ],
  ]),
  asked: ['Bodhi'],
  problems: ['updateinfo of fedora-updates: there is none.'],
};

export const STORIES: ReadonlyMap<string, ChangeStory> = new Map([
  [
    'podman',
    {
      advisories: [],
      changelog: [
        {
          at: 1_729_000_000_000,
          author: 'Packit <hello@packit.dev> - 5:5.2.4-1',
          text: '- Update to 5.2.4\n  upstream release\n- closes ``#1``',
        },
      ],
      pages: { from: undefined, to: 'https://koji.fedoraproject.org/koji/buildinfo?buildID=2561111' },
    },
  ],
]);
