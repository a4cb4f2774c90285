/** Overrides with each mistake that only Koji or Bodhi know of, what these have, and fifty overrides without any. */
import type { BodhiData } from '../stand-ins/bodhi-server.mjs';
import type { KojiData } from '../stand-ins/koji-hub.mjs';
import { rowsOf } from './services';

const BODHI_PAGE = 'https://bodhi.fedoraproject.org/updates';

interface Override {
  readonly name: string;
  readonly evr: string;
  /** Digits of the alias of its update. */
  readonly update: string;
}

function overrides(list: readonly Override[]): string {
  const entries = list.map(
    ({ name, evr, update }) => `  ${name}:
    evr: ${evr}
    metadata:
      bodhi: ${BODHI_PAGE}/FEDORA-2024-${update}
      reason: https://github.com/coreos/fedora-coreos-tracker/issues/1809
      type: fast-track
`,
  );
  return `packages:\n${entries.join('')}`;
}

const X86_64 = ['x86_64'];
const build = (nvr: string, epoch: number | null = null) =>
  rowsOf(nvr, { [nvr.replace(/-[^-]+-[^-]+$/, '')]: X86_64 }, epoch);

export const BAD_KOJI: KojiData = {
  'bash-5.2.32-1.fc40': { rows: build('bash-5.2.32-1.fc40'), signatures: [] },
  'ignition-2.20.0-1.fc40': build('ignition-2.20.0-1.fc40'),
  'kernel-6.11.3-200.fc40': { rows: build('kernel-6.11.3-200.fc40'), tags: ['f40-updates'] },
  'ostree-2024.8-1.fc40': build('ostree-2024.8-1.fc40'),
  'podman-5.2.3-1.fc40': { rows: build('podman-5.2.3-1.fc40', 5), state: 'deleted' },
  'sudo-1.9.15-6.fc40': build('sudo-1.9.15-6.fc40'),
};

const f40 = (status: string, nvr: string) => ({ status, release: 'F40', builds: [{ nvr }] });

export const BAD_BODHI: BodhiData = {
  'FEDORA-2024-0c55e9e4ab': f40('testing', 'podman-5.2.5-1.fc40'),
  'FEDORA-2024-35ebfcbeef': f40('testing', 'ignition-2.20.0-1.fc40'),
  'FEDORA-2024-f0fd63c638': f40('obsolete', 'podman-5.2.3-1.fc40'),
  'FEDORA-2024-5717a2e1a3': f40('unpushed', 'bash-5.2.32-1.fc40'),
  'FEDORA-2024-8c1dfb0d9a': { status: 'stable', release: 'F41', builds: [{ nvr: 'kernel-6.11.3-200.fc41' }] },
  'FEDORA-2024-99d4b0e7f1': f40('stable', 'ostree-2024.7-1.fc40'),
};

export const BAD_OVERRIDES = overrides([
  { name: 'bash', evr: '5.2.32-1.fc40', update: '5717a2e1a3' },
  { name: 'ignition', evr: '2.20.0-1.fc40', update: '35ebfcbeef' },
  { name: 'kernel', evr: '6.11.3-200.fc40', update: '8c1dfb0d9a' },
  { name: 'ostree', evr: '2024.8-1.fc40', update: '99d4b0e7f1' },
  { name: 'podman', evr: '5:5.2.3-1.fc40', update: 'f0fd63c638' },
  { name: 'sudo', evr: '1.9.15-6.fc40', update: '0000000000' },
  { name: 'vim-data', evr: '2:9.1.825-1.fc40', update: '35ebfcbeef' },
]);

/** What Koji alone knows is wrong with them: code and package. */
export const KOJI_FINDINGS = [
  'unsigned bash',
  'not-tagged kernel',
  'deleted-build podman',
  'unknown-build vim-data',
] as const;

/** What Bodhi alone knows. */
export const BODHI_FINDINGS = [
  'obsolete-update bash',
  'wrong-update kernel',
  'wrong-update ostree',
  'obsolete-update podman',
  'wrong-update sudo',
] as const;

/** Base locks of one basearch that have all of them in an older version. */
export function lockOf(text: string, basearch: string): Record<string, string> {
  const names = [...text.matchAll(/^ {2}([\w.+-]+):$/gm)].map(([, name = '']) => name);
  return Object.fromEntries(names.map(name => [name, `0.1-1.fc40.${basearch}`]));
}

const FIFTY = Array.from({ length: 50 }, (_, index) => ({
  name: `package${index}`,
  evr: `1.${index}-1.fc40`,
  update: (0xabc0000000 + index).toString(16),
}));
const nvrOf = ({ name, evr }: Override) => `${name}-${evr}`;

export const FIFTY_OVERRIDES = overrides(FIFTY);
export const FIFTY_KOJI: KojiData = Object.fromEntries(
  FIFTY.map(one => [nvrOf(one), rowsOf(nvrOf(one), { [one.name]: ['aarch64', 'ppc64le', 's390x', 'x86_64'] })]),
);
export const FIFTY_BODHI: BodhiData = Object.fromEntries(
  FIFTY.map(one => [`FEDORA-2024-${one.update}`, f40('stable', nvrOf(one))]),
);
