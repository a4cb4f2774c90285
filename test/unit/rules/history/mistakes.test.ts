/**
 * Mistakes that people made and merged, by the row of the table of mistakes that names the commit: the rule that is for them
 * finds them at the entry. Then what put them right, and what only looks like them: nothing is found.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { archMismatch } from '../../../../server/rules/arch-mismatch';
import { archSpecific } from '../../../../server/rules/arch-specific';
import { droppedOverride } from '../../../../server/rules/dropped-override';
import { duplicateKey } from '../../../../server/rules/duplicate-key';
import { lostOnPromotion } from '../../../../server/rules/lost-on-promotion';
import { lowered } from '../../../../server/rules/lowered';
import { missingEpoch } from '../../../../server/rules/missing-epoch';
import { missingPackages } from '../../../../server/rules/missing-packages';
import type { Rule } from '../../../../server/rules/rule';
import { shadowed } from '../../../../server/rules/shadowed';
import { splitSource } from '../../../../server/rules/split-source';
import { streamDowngrade } from '../../../../server/rules/stream-downgrade';
import { describeShared, shared } from '../../../support/shared';
import { findings, OVERRIDES, type Surroundings, X86_64_BASE, X86_64_OVERRIDES } from '../support';
import { type Found, History } from './history';

const ARCHES = ['aarch64', 'ppc64le', 's390x', 'x86_64'];
const base = (arch: string) => `manifest-lock.${arch}.json`;
const overrides = (arch: string) => `manifest-lock.overrides.${arch}.yaml`;
const KERNEL = ['kernel', 'kernel-core', 'kernel-modules', 'kernel-modules-core'];
const GLIBC = ['glibc', 'glibc-common', 'glibc-gconv-extra', 'glibc-minimal-langpack'];

/** `FILE PACKAGE «TEXT»`: what the finding stands on. */
function shown(path: string, name: string | undefined, text: string): string {
  return `${path} ${name ?? '-'} «${text}»`;
}

const inFile = (path: string, names: readonly string[], text?: string): string[] => {
  return names.map(name => shown(path, name, text ?? name));
};

describeShared('mistakes of history, in the commits that made them', () => {
  let history: History;
  beforeAll(async () => {
    history = await History.open();
  });
  afterAll(() => history.close());

  const found = async (rule: Rule, original: string): Promise<string[]> => {
    const all: Found[] = await history.in(rule, original);
    return all.map(({ path, finding: { package: name, span }, text }) => {
      return shown(path, name, text.slice(span.start, span.end));
    });
  };

  it.each<[row: number, commit: string, rule: Rule, expected: readonly string[]]>([
    // next-devel of 2024-10-24, as pull request 3227 of the day after found it
    [
      1,
      '64c272ec',
      streamDowngrade,
      [
        ['crypto-policies', '20241010-1.git8baf557.fc41'],
        ['libjcat', '0.2.1-3.fc41'],
        ['libnfsidmap', '1:2.7.1-0.rc1.fc41'],
        ['libtirpc', '1.3.5-0.fc41'],
        ['libuv', '1:1.49.0-1.fc41'],
        ['libxmlb', '0.3.19-3.fc41'],
        ['nfs-utils-coreos', '1:2.7.1-0.rc1.fc41'],
        ['vim-data', '2:9.1.737-1.fc41'],
        ['vim-minimal', '2:9.1.737-1.fc41'],
      ].map(([name, evr = '']) => shown(X86_64_BASE, name, evr)),
    ],
    // pull request 2761: podman and containerd of 2023-12-08, merged although CI told of the downgrade
    [3, 'e2cc7202', droppedOverride, inFile(OVERRIDES, ['containerd', 'podman', 'podman-plugins'], 'packages')],
    // pull request 2976, by date and branch
    [3, '51383d3e', droppedOverride, inFile(OVERRIDES, GLIBC, 'packages')],
    [6, '31802d2b', archSpecific, inFile(OVERRIDES, ['grub2-pc', 'grub2-tools', 'grub2-tools-minimal'])],
    // what 1ce04b39 put right
    [7, 'e9ef8e3c', archMismatch, inFile(overrides('ppc64le'), ['grub2-ppc64le-modules'], 'ppc64le')],
    [9, '35922b55', splitSource, inFile(OVERRIDES, ['linux-firmware'])],
    // pull request 3117
    [12, '6c7dc685', droppedOverride, [shown(OVERRIDES, undefined, '')]],
    // pull request 3066, once more what 3062 had picked
    [18, '47be5f3c', lostOnPromotion, inFile(OVERRIDES, ['selinux-policy', 'selinux-policy-targeted'])],
    [
      21,
      'c3057a7f',
      lowered,
      [
        ...inFile(base('aarch64'), grub2('efi-aa64', 'tools', 'tools-minimal'), '1:2.06-95.fc39'),
        ...inFile(base('ppc64le'), grub2('ppc64le', 'ppc64le-modules', 'tools', 'tools-minimal'), '1:2.06-95.fc39'),
        ...inFile(base('x86_64'), grub2('efi-x64', 'pc', 'pc-modules', 'tools', 'tools-minimal'), '1:2.06-95.fc39'),
      ],
    ],
    [21, 'fd26f210', lowered, ARCHES.map(arch => shown(base(arch), 'libpcap', '14:1.10.4-5.fc41'))],
    [25, '5efe808a', shadowed, inFile(OVERRIDES, KERNEL)],
    [
      26,
      '27b186bf',
      lowered,
      ARCHES.flatMap(arch => inFile(base(arch), KERNEL, arch === 'ppc64le' ? '6.3.12-200.fc38' : '6.4.7-200.fc38')),
    ],
  ])('row %i: %s', async (_row, commit, rule, expected) => {
    expect(await found(rule, commit)).toEqual(expected);
  });

  it.each<[row: number, commit: string, rule: Rule]>([
    // pull request 2629 was held until the base locks had caught up
    [3, '17efadd9', droppedOverride],
    // pull request 3209
    [6, '9414d83a', archSpecific],
    [7, '1ce04b39', archMismatch],
    // pull request 3132
    [12, '9e1bae2e', droppedOverride],
    // promotions of 2024-07-16, which a pin with a reason lowered: pull requests 3063 and 3064, by date and subject
    [21, 'c2d9a336', lowered],
    [21, 'ad8b2a55', lowered],
  ])('row %i: nothing in %s', async (_row, commit, rule) => {
    expect(await found(rule, commit)).toEqual([]);
  });
});

interface LeftBehind {
  readonly row: number;
  /** `COMMIT^`: what the commit put right. */
  readonly commit: string;
  readonly rule: Rule;
  readonly path: string;
  /** In lockfiles/overrides. */
  readonly file: string;
  /** Base lock of that time, in lockfiles/base. */
  readonly base?: string;
  readonly arch?: string;
  readonly before?: Readonly<Record<string, string>>;
  /** `PACKAGE «TEXT»`. */
  readonly expected: readonly string[];
}

const NFS_UTILS = {
  row: 5,
  rule: missingEpoch,
  path: 'manifest-lock.overrides.x86_64.json',
  base: 'a6bec797d2a5947f16c8fbeab90bb69678548d5a.json',
};
// rawhide has no base locks: that of next-devel of 2022-10-25, which lasted
const GRUB2_PPC64LE = {
  row: 7,
  rule: archMismatch,
  path: overrides('ppc64le'),
  arch: 'ppc64le',
  base: '7479e522b751da4682c41231000d149fc57fc373.json',
};

const LEFT_BEHIND: readonly LeftBehind[] = [
  {
    ...NFS_UTILS,
    commit: 'ea6a158c^',
    file: '72dc8d0a971208395012e2f0ec4ad52ef45d38c4.json',
    expected: ['nfs-utils-coreos «"2.4.1-2.rc1.fc31.x86_64"»'],
  },
  {
    row: 5,
    commit: '1f9e42ac^',
    rule: missingEpoch,
    path: X86_64_OVERRIDES,
    file: 'c6412cf975690a0f27bf4d11792b987e9112a765.yaml',
    base: 'ef7b3baf7a7c4b486fb734f15a94bebff5928bff.json',
    expected: ['podman «1.8.1-0.7.rc4.fc31.x86_64»', 'podman-plugins «1.8.1-0.7.rc4.fc31.x86_64»'],
  },
  {
    ...GRUB2_PPC64LE,
    commit: '298463ae^',
    file: '5e8356b0ce903d7d9e56696041bed373f699a54b.yaml',
    expected: ['grub2-ppc64le «noarch»'],
  },
  {
    // Fedora 31 to 32; the base lock is testing-devel's of 2020-05-30
    row: 21,
    commit: '59c10404',
    rule: lowered,
    path: X86_64_OVERRIDES,
    file: '75ca18bf97a4d17a8996d6a3fcfc338ecfb48d86.yaml',
    base: 'f0e8ad6b6b845bf245975c1a74359f4177a07fdc.json',
    before: {
      [X86_64_BASE]: 'base/795dde9d8bd3940a098770c30b77c1c813f3090d.json',
      [X86_64_OVERRIDES]: 'overrides/e51e7943746177842268e7378dfe9e78c0a021ef.yaml',
    },
    expected: ['slirp4netns «1.0.0-1.fc32»'],
  },
  {
    row: 23,
    commit: '1357ad67',
    rule: missingPackages,
    path: X86_64_OVERRIDES,
    file: '9186b1095664ea58c71c42dc8ec52e08d5394577.yaml',
    expected: ['- «packages:»'],
  },
  {
    row: 24,
    commit: 'de7e7ad2',
    rule: duplicateKey,
    path: X86_64_OVERRIDES,
    file: '81c00cc3510a8077649d47dd35b98aefec8bdc8d.yaml',
    expected: ['systemd «systemd»'],
  },
  {
    row: 24,
    commit: 'a2dca88b (of a pull request)',
    rule: duplicateKey,
    path: overrides('ppc64le'),
    file: '6cfc86d731bf207b6c1414f5936faf160913b183.yaml',
    expected: ['- «evra»', '- «evra»'],
  },
  ...Object.entries({
    '1c45f214': '8bcd116f38ee01cf6f8e9057cdfe89cfcfc08a52',
    '2f13ae7b': 'e95422e6c682733a504a1db7f0c4a6b097f4e019',
    db2aac26: '74027544721e2d3f71378f1b49b0dd5e77fa9d8f',
    '0dff0b2e': '9b712d12ef42f975ef6ddd188be2f306e903664f',
    '68f0b855': 'd1b68ba2aa5c1d6790ba9eb0c8c7f6edbd1c9e99',
    '4e6821d2': '98383c62488d13bbe1bfffdbc5ff94dc79ceede1',
    '5079ae99': '442837fce37cc644e2f219794c2f917cb0b39a14',
  }).map(([commit, blob]) => ({
    row: 24,
    commit: `${commit} (of okd-machine-os)`,
    rule: duplicateKey,
    path: OVERRIDES,
    file: `${blob}.yaml`,
    expected: ['selinux-policy «selinux-policy»'],
  })),
  { ...NFS_UTILS, commit: 'ea6a158c', file: '9d19229e99f6e0d4bd30d7ed9245c5ce1ea5e26c.json', expected: [] },
  { ...GRUB2_PPC64LE, commit: '298463ae', file: 'd3628a3e18c27e9e2e6c7c8d097a2a9c9be2d6e7.yaml', expected: [] },
  {
    // pull request 489 ended in `packages: {}`
    row: 23,
    commit: '4c53923e',
    rule: missingPackages,
    path: X86_64_OVERRIDES,
    file: 'f7d6facc7fb5c71d1aca926356fab466fe1e84f6.yaml',
    expected: [],
  },
];

describeShared('mistakes of history, in the files that they left', () => {
  const read = (file: string) => readFileSync(shared(`data/lockfiles/${file}`), 'utf8');

  it.each(LEFT_BEHIND)('row $row: $commit', ({ rule, path, file, base: lock, arch = 'x86_64', before, expected }) => {
    const text = read(`overrides/${file}`);
    const past = before && Object.fromEntries(Object.entries(before).map(([name, from]) => [name, read(from)]));
    const around: Surroundings = {
      basearches: [arch],
      files: lock === undefined ? {} : { [base(arch)]: read(`base/${lock}`) },
      ...(past && { branches: { before: past } }),
    };
    const all = findings(rule, path, text, around).map(({ package: name, span }) => {
      return shown(path, name, text.slice(span.start, span.end));
    });
    expect(all).toEqual(expected.map(found => `${path} ${found}`));
  });
});

function grub2(...parts: readonly string[]): string[] {
  return ['common', ...parts].map(part => `grub2-${part}`);
}
