/** A small git repository with branches for streams, and services that know builds for them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CliResult, cli } from './cli';
import { gitEnvironment, gitRepository, type TestRepository } from './git';
import { NO_INTERNET } from './no-internet';
import { rowsOf, type ServiceData, type StandIns, startServices } from './services';

export const ARCHES = ['x86_64', 'aarch64', 'ppc64le', 's390x'] as const;
export const OVERRIDES = 'manifest-lock.overrides.yaml';
export const REASON = 'https://github.com/coreos/fedora-coreos-tracker/issues/1752';

/** Holds back what the base lock has not got: its loss is a security update lost. */
export const SUDO = `# This lockfile should be used to pin to a package version.

packages:
  # CVE-2021-3156
  sudo:
    evr: 1.9.15-5.p5.fc40
    metadata:
      reason: https://github.com/coreos/fedora-coreos-tracker/issues/728
      type: pin
`;

/** Base locks with a kernel of that version. */
export function locks(kernel: string): Record<string, string> {
  return Object.fromEntries(
    ARCHES.map(arch => {
      const versions = { kernel, 'kernel-core': kernel, sudo: '1.9.15-2.p5.fc40', podman: '5:5.2.4-1.fc40' };
      const packages = Object.entries(versions).map(([name, evr]) => [name, { evra: `${evr}.${arch}` }] as const);
      // built for one arch
      if (arch === 'x86_64') packages.push(['microcode_ctl', { evra: '2:2.1-61.fc40.x86_64' }]);
      const lock = { packages: Object.fromEntries(packages), metadata: { generated: '2024-10-20T00:00:00Z' } };
      return [`manifest-lock.${arch}.json`, `${JSON.stringify(lock, undefined, 2)}\n`];
    }),
  );
}

const manifest = (stream: string): string => `releasever: 40\nvariables:\n  stream: ${stream}\n`;

const kernel = (nvr: string) =>
  rowsOf(nvr, { kernel: [...ARCHES, 'i686'], 'kernel-core': ARCHES, 'kernel-devel': ARCHES });

export const SERVICES: ServiceData = {
  koji: {
    'kernel-6.10.12-200.fc40': kernel('kernel-6.10.12-200.fc40'),
    'kernel-6.11.3-200.fc40': kernel('kernel-6.11.3-200.fc40'),
    'kernel-6.11.4-201.fc40': kernel('kernel-6.11.4-201.fc40'),
    'kernel-6.11.5-200.fc40': {
      rows: kernel('kernel-6.11.5-200.fc40'),
      signatures: [],
      tags: ['f40-updates-candidate'],
    },
    'kernel-6.11.4-301.fc41': kernel('kernel-6.11.4-301.fc41'),
    'kernel-6.11.2-200.fc40': { rows: kernel('kernel-6.11.2-200.fc40'), state: 'deleted' },
    'podman-5.2.5-1.fc40': rowsOf('podman-5.2.5-1.fc40', { podman: ARCHES, 'podman-docker': ['noarch'] }, 5),
    'podman-5.2.6-1.fc40': rowsOf('podman-5.2.6-1.fc40', { podman: ARCHES }, 5),
    'microcode_ctl-2.1-62.fc40': rowsOf('microcode_ctl-2.1-62.fc40', { microcode_ctl: ['x86_64'] }, 2),
  },
  bodhi: {
    'FEDORA-2024-cccccccccc': { status: 'testing', release: 'F40', builds: [{ nvr: 'podman-5.2.6-1.fc40' }] },
    'FEDORA-2024-f0fd63c638': { status: 'obsolete', release: 'F40', builds: [{ nvr: 'podman-5.2.5-1.fc40' }] },
    'FEDORA-2024-bbbbbbbbbb': { status: 'stable', release: 'F40', builds: [{ nvr: 'kernel-6.11.4-201.fc40' }] },
    'FEDORA-2024-aaaaaaaaaa': { status: 'testing', release: 'F41', builds: [{ nvr: 'kernel-6.11.4-301.fc41' }] },
  },
};

export interface StreamsRepository extends TestRepository {
  readonly standIns: StandIns;
  /** Runs the command line in it, against the services. */
  run(...args: readonly string[]): Promise<CliResult>;
  /** Short names of branches and where they lead to, and what differs from the commit that is checked out. */
  state(): { readonly branches: string; readonly status: string; readonly stash: string };
  /** The overrides of a branch. */
  overrides(branch: string): string;
  /** Those of the working tree. */
  worktree(): string;
  end(): Promise<void>;
}

/** `testing-devel` is checked out; `testing` and `stable` stand on older kernels, `stable` with an override of sudo. */
export async function streamsRepository(services: ServiceData = SERVICES): Promise<StreamsRepository> {
  const made = gitRepository();
  const branches: readonly (readonly [string, string, string])[] = [
    ['stable', '6.10.12-200.fc40', SUDO],
    ['testing', '6.11.3-200.fc40', 'packages: {}\n'],
    ['testing-devel', '6.11.4-201.fc40', 'packages: {}\n'],
  ];
  for (const [branch, version, text] of branches) {
    made.commit({ 'manifest.yaml': manifest(branch), [OVERRIDES]: text, ...locks(version) }, `tree: ${branch}`, {
      branch,
    });
  }
  const standIns = await startServices(services);
  return {
    ...made,
    standIns,
    run: (...args) => {
      const cache = join(made.folder, '.git', 'manifest-lock-cache');
      const env = { ...gitEnvironment(), ...NO_INTERNET };
      return cli([...args, ...standIns.args, '--cache', cache], { cwd: made.folder, env });
    },
    state: () => ({
      branches: made.git('for-each-ref', '--format=%(refname) %(objectname)'),
      status: `${made.git('rev-parse', '--abbrev-ref', 'HEAD')}\n${made.git('status', '--porcelain')}`,
      stash: made.git('stash', 'list'),
    }),
    overrides: branch => made.git('show', `${branch}:${OVERRIDES}`),
    worktree: () => readFileSync(join(made.folder, OVERRIDES), 'utf8'),
    end: async () => {
      made.dispose();
      await standIns.close();
    },
  };
}
