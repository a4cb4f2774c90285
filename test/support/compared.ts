/** What the extension tells the page "Compare Streams": stable and testing of Fedora CoreOS as of October 2024, shortened; and as many packages as wanted. */
import type {
  ChangeKindName,
  CompareAdvisoriesResult,
  CompareChoices,
  ComparedArch,
  ComparedOverride,
  ComparedPackage,
  ComparedVersion,
  CompareResult,
  CompareSummary,
  StreamsOfRepository,
} from '../../server/protocol';

export const ARCHES = ['x86_64', 'aarch64', 'ppc64le', 's390x'] as const;
export const FOLDER = '/src/fedora-coreos-config';
export const PAIR = { folder: FOLDER, from: 'stable', to: 'testing' };

const REASON = 'https://github.com/coreos/fedora-coreos-tracker/issues/1809';
const UPDATE = 'https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638';
const OVERRIDES = 'manifest-lock.overrides.yaml';

type Nature = ComparedPackage['nature'];
type Version = string | ComparedVersion | undefined;

export function base(evr: string, arch: string): ComparedVersion {
  return { evr, provenance: 'base', file: `manifest-lock.${arch}.json` };
}

export function overrideOf(evr: string, type: string, reason = REASON): ComparedVersion {
  return { evr, provenance: 'override', type, reason, file: OVERRIDES };
}

/** The same change on each of the basearches. */
export function changed(
  name: string,
  source: string,
  from: Version,
  to: Version,
  options: { kind?: ChangeKindName; nature?: Nature; arches?: readonly string[]; diverges?: boolean } = {},
): ComparedPackage {
  const kind = options.kind ?? (from === undefined ? 'added' : to === undefined ? 'removed' : 'upgraded');
  const version = (each: Version, arch: string) => (typeof each === 'string' ? base(each, arch) : each);
  const arches = Object.fromEntries(
    (options.arches ?? ARCHES).map((arch): [string, ComparedArch] => {
      const [before, after] = [version(from, arch), version(to, arch)];
      return [arch, { kind, ...(before && { from: before }), ...(after && { to: after }) }];
    }),
  );
  const nature = options.nature ?? (kind === 'upgraded' || kind === 'downgraded' ? 'version' : undefined);
  return { name, source, kind, ...(nature && { nature }), arches, diverges: options.diverges ?? false };
}

const PODMAN = { ...overrideOf('5:5.2.4-1.fc40', 'fast-track'), bodhi: UPDATE };

const CHANGES: readonly ComparedPackage[] = [
  changed('bash', 'bash', '5.2.26-3.fc40', '5.2.32-1.fc40'),
  changed('bootupd', 'rust-bootupd', '0.2.21-2.fc40', '0.2.22-2.fc41', { nature: 'version' }),
  changed('container-selinux', 'container-selinux', '2:2.232.1-1.fc40', '2:2.233.0-1.fc40'),
  changed('containers-common', 'containers-common', '5:0.60.2-2.fc40', '5:0.60.4-2.fc40'),
  changed('containers-common-extra', 'containers-common', '5:0.60.2-2.fc40', '5:0.60.4-2.fc40'),
  changed('criu', 'criu', '3.19-4.fc40', '4.0-1.fc40'),
  changed('criu-libs', 'criu', '3.19-4.fc40', '4.0-1.fc40'),
  changed('git-core', 'git', '2.46.2-1.fc40', '2.47.0-1.fc40'),
  changed('kernel', 'kernel', '6.10.12-200.fc40', '6.11.3-200.fc40'),
  changed('kernel-core', 'kernel', '6.10.12-200.fc40', '6.11.3-200.fc40'),
  changed('kernel-modules', 'kernel', '6.10.12-200.fc40', '6.11.3-200.fc40'),
  changed('kernel-modules-core', 'kernel', '6.10.12-200.fc40', '6.11.3-200.fc40'),
  changed('libldac', 'libldac', '2.0.2.3-15.fc40', '2.0.2.3-15.fc41', { nature: 'rebuild' }),
  changed('amd-gpu-firmware', 'linux-firmware', '20240909-1.fc40', '20241017-1.fc40'),
  changed('linux-firmware', 'linux-firmware', '20240909-1.fc40', '20241017-1.fc40'),
  changed('linux-firmware-whence', 'linux-firmware', '20240909-1.fc40', '20241017-1.fc40'),
  changed('qed-firmware', 'linux-firmware', undefined, '20241017-1.fc40', { arches: ['x86_64', 'aarch64'] }),
  changed('device-mapper', 'lvm2', '1.02.197-1.fc40', '1.02.199-1.fc40'),
  changed('device-mapper-libs', 'lvm2', '1.02.197-1.fc40', '1.02.199-1.fc40'),
  changed('lvm2', 'lvm2', '2.03.23-1.fc40', '2.03.25-1.fc40'),
  changed('moby-engine', 'moby-engine', '24.0.5-4.fc40', undefined),
  changed('openssh', 'openssh', '9.6p1-1.fc40.4', '9.6p1-1.fc40.5', { nature: 'release' }),
  changed('openssh-server', 'openssh', '9.6p1-1.fc40.4', '9.6p1-1.fc40.5', { nature: 'release' }),
  changed('podman', 'podman', PODMAN, '5:5.2.3-1.fc40', { kind: 'downgraded' }),
  changed('python-unversioned-command', 'python3.12', undefined, '3.12.7-1.fc40'),
  changed('rpm-ostree', 'rpm-ostree', '2024.7-1.fc40', overrideOf('2024.8-1.fc40', 'pin'), {
    arches: ['x86_64', 'aarch64'],
    diverges: true,
  }),
  {
    ...changed('rpm-ostree-libs', 'rpm-ostree', '2024.7-1.fc40', '2024.8-1.fc40', { diverges: true }),
    arches: {
      ...changed('', '', '2024.7-1.fc40', overrideOf('2024.8-1.fc40', 'pin'), { arches: ['x86_64', 'aarch64'] }).arches,
      ...changed('', '', '2024.7-1.fc40', '2024.7-2.fc40', { arches: ['s390x'] }).arches,
    },
  },
  changed('vim-data', 'vim', '2:9.1.719-1.fc40', '2:9.1.785-1.fc40'),
  changed('vim-minimal', 'vim', '2:9.1.719-1.fc40', '2:9.1.785-1.fc40'),
];

const LOST: readonly ComparedOverride[] = [
  {
    name: 'podman',
    source: 'podman',
    kind: 'lost',
    arches: ARCHES,
    from: PODMAN,
    to: base('5:5.2.3-1.fc40', 'x86_64'),
    effect: 'downgraded',
  },
  ...['rpm-ostree', 'rpm-ostree-libs'].map(
    (name): ComparedOverride => ({
      name,
      source: 'rpm-ostree',
      kind: 'gained',
      arches: ['x86_64', 'aarch64'],
      from: base('2024.7-1.fc40', 'x86_64'),
      to: overrideOf('2024.8-1.fc40', 'pin'),
      effect: 'upgraded',
    }),
  ),
];

export function summaryOf(
  changes: readonly ComparedPackage[],
  overrides: readonly ComparedOverride[],
  unchanged: number,
): CompareSummary {
  const count = (of: readonly { readonly kind: ChangeKindName }[]) => ({
    upgraded: of.filter(({ kind }) => kind === 'upgraded').length,
    downgraded: of.filter(({ kind }) => kind === 'downgraded').length,
    added: of.filter(({ kind }) => kind === 'added').length,
    removed: of.filter(({ kind }) => kind === 'removed').length,
  });
  const sources = new Map(changes.map(change => [change.source, change]));
  const overridden = (kind: ComparedOverride['kind']) => overrides.filter(each => each.kind === kind).length;
  return {
    packages: count(changes),
    sources: count([...sources.values()]),
    rebuilds: [...sources.values()].filter(({ nature }) => nature === 'rebuild').length,
    unchanged,
    overridesLost: overridden('lost'),
    overridesGained: overridden('gained'),
    overridesChanged: overridden('changed'),
  };
}

export function resultOf(
  changes: readonly ComparedPackage[],
  overrides: readonly ComparedOverride[] = [],
): CompareResult {
  return {
    from: {
      spec: 'stable',
      label: 'stable',
      kind: 'ref',
      commit: '3a71e3c5cf7a1b1d8f4f0a6a9c5d2e7b80c1f2a3',
      committed: 1_729_548_000,
      stream: 'stable',
      releasever: '40',
    },
    to: {
      spec: 'testing',
      label: 'testing',
      kind: 'ref',
      commit: '49943e6fb7a813001846a77371d73fcd1d515e81',
      committed: 1_729_634_400,
      stream: 'testing',
      releasever: '40',
    },
    basearches: ARCHES,
    changes,
    overrides,
    summary: summaryOf(changes, overrides, 434 - changes.length),
    notes: [],
  };
}

export function compared(): CompareResult {
  return resultOf(CHANGES, LOST);
}

/** This many packages, three a source package. */
export function manyCompared(count: number): CompareResult {
  const changes = Array.from({ length: count }, (_, i): ComparedPackage => {
    const source = `source-${String(Math.floor(i / 3)).padStart(5, '0')}`;
    const name = i % 3 === 0 ? source : `${source}-${i % 3 === 1 ? 'libs' : 'devel'}`;
    if (i % 50 === 7) return changed(name, source, `1.${i}-1.fc40`, undefined);
    if (i % 50 === 11) return changed(name, source, undefined, `1.${i}-1.fc40`);
    if (i % 50 === 13) return changed(name, source, `1.${i}-2.fc40`, `1.${i}-1.fc40`, { kind: 'downgraded' });
    return changed(name, source, `1.${i}-1.fc40`, `1.${i}-2.fc40`, { nature: 'release' });
  });
  return resultOf(changes);
}

export const ADVISORIES: CompareAdvisoriesResult = {
  bySource: {
    openssh: [
      {
        id: 'FEDORA-2024-213f33544e',
        title: 'openssh-9.6p1-1.fc40.5',
        type: 'security',
        severity: 'important',
        cves: ['CVE-2024-6387', 'CVE-2024-6409'],
        issued: Date.UTC(2024, 9, 14),
        url: 'https://bodhi.fedoraproject.org/updates/FEDORA-2024-213f33544e',
        status: 'stable',
      },
    ],
    kernel: [
      {
        id: 'FEDORA-2024-b53e2a0d72',
        title: 'kernel-6.11.3-200.fc40',
        type: 'bugfix',
        severity: 'none',
        cves: [],
        issued: Date.UTC(2024, 9, 12),
        url: 'https://bodhi.fedoraproject.org/updates/FEDORA-2024-b53e2a0d72',
        status: 'stable',
      },
    ],
  },
  lost: {
    podman: [
      {
        id: 'FEDORA-2024-f0fd63c638',
        title: 'podman-5.2.4-1.fc40, buildah-1.37.4-1.fc40',
        type: 'security',
        severity: 'moderate',
        cves: ['CVE-2024-9341', 'CVE-2024-9407', 'CVE-2024-9675'],
        issued: Date.UTC(2024, 9, 10),
        url: UPDATE,
        status: 'stable',
      },
    ],
  },
  asked: ['Bodhi', 'updateinfo of fedora-updates'],
  problems: [],
};

const choice = (spec: string, group: CompareChoices['choices'][number]['group'], detail = '') => ({
  spec,
  label: spec === 'worktree' ? 'working tree' : spec,
  group,
  detail,
});

export const CHOICES: CompareChoices = {
  folder: FOLDER,
  name: 'fedora-coreos-config',
  choices: [
    choice('testing-devel', 'stream', '40, 1 override'),
    choice('testing', 'stream', '40, no overrides'),
    choice('stable', 'stream', '40, 1 override'),
    choice('next-devel', 'stream', '41, 3 overrides'),
    choice('next', 'stream', '41, 3 overrides'),
    choice('worktree', 'working tree', 'testing-devel'),
    choice('wip-kernel', 'branch'),
    choice('build:stable/40.20241019.3.0', 'build', '2024-10-21'),
  ],
  suggested: { from: 'stable', to: 'testing' },
  notes: [],
};

function feed(
  from: string,
  likely: boolean,
  upgraded: number,
): StreamsOfRepository['streams'][number]['feeds'][number] {
  const summary = summaryOf([], [], 400);
  return {
    from,
    spec: from,
    likely,
    summary: { ...summary, sources: { ...summary.sources, upgraded }, packages: { ...summary.packages, upgraded } },
    signs: `^${upgraded}`,
    words: `${upgraded} upgraded`,
    downgrades: [],
    lostOverrides: [],
  };
}

const stream = (
  name: string,
  releasever: string,
  overrides: number,
  feeds: StreamsOfRepository['streams'][number]['feeds'],
) => ({
  stream: name,
  label: name,
  spec: name,
  worktree: false,
  releasever,
  commit: {
    id: '3a71e3c5cf7a1b1d8f4f0a6a9c5d2e7b80c1f2a3',
    subject: 'overrides: drop graduated',
    committed: 1_729_548_000,
  },
  overrides,
  closed: false,
  locks: '',
  feeds,
  uri: undefined,
});

export const STREAMS: StreamsOfRepository = {
  folder: FOLDER,
  name: 'fedora-coreos-config',
  streams: [
    stream('testing-devel', '40', 1, []),
    stream('testing', '40', 0, [feed('testing-devel', true, 12)]),
    stream('stable', '40', 1, [feed('testing', true, 14)]),
    stream('next-devel', '41', 3, []),
    stream('next', '41', 3, [feed('next-devel', true, 9), feed('testing-devel', false, 88)]),
  ],
  notes: [],
};
