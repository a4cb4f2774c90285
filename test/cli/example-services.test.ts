/** The example as `npm start` shows it: with stand-ins for the services. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningServices, startExampleServices } from '../../scripts/lib/example-services.mjs';
import { type Example, makeExample } from '../../scripts/make-example.mjs';
import { cli } from '../support/cli';

let folder: string;
let example: Example;
let services: RunningServices;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'manifest-lock-cli-'));
  services = await startExampleServices();
  example = makeExample(join(folder, 'example'), Date.now(), services.urls);
});
afterAll(async () => {
  await services.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Finding {
  readonly file: string;
  readonly code: string;
  readonly severity: string;
  readonly package?: string;
  readonly range: { readonly start: { readonly line: number } };
  readonly fixes: readonly string[];
}

async function check(cwd: string): Promise<readonly Finding[]> {
  const args = ['check', '--format', 'json', '--arch', 'all', '--cache', join(folder, 'cache')];
  const { stdout, stderr } = await cli(args, { cwd });
  expect(stderr).toBe('');
  const report: { readonly findings: readonly Finding[] } = JSON.parse(stdout);
  return report.findings;
}

it('finds each mistake that Koji and Bodhi tell of, once', async () => {
  const findings = (await check(example.mistakes)).filter(({ file }) => file === 'manifest-lock.overrides.yaml');
  const codes = ['unknown-build', 'deleted-build', 'not-tagged', 'unsigned', 'wrong-update', 'obsolete-update'];
  const told = findings.filter(({ code }) => [...codes, 'not-available', 'missing-epoch'].includes(code));
  expect(told.map(({ package: name, severity, code, fixes }) => [name, severity, code, fixes[0]])).toEqual([
    ['btrfs-progs', 'warning', 'not-available', 'Move btrfs-progs to 6.10.1-1.fc40 (fedora-updates)'],
    ['chrony', 'info', 'not-tagged', undefined],
    [
      'container-selinux',
      'warning',
      'wrong-update',
      'Link the update of this build: https://bodhi.fedoraproject.org/updates/FEDORA-2024-0000000013',
    ],
    ['containers-common', 'error', 'unknown-build', 'Write the epoch of Koji: 5:0.60.4-2.fc40'],
    ['expat', 'warning', 'unsigned', undefined],
    ['fwupd', 'warning', 'obsolete-update', undefined],
    ['skopeo', 'error', 'unknown-build', 'Move skopeo to 1:1.16.1-1.fc40 (fedora-updates)'],
    ['stalld', 'warning', 'deleted-build', 'Move stalld to 1.19.3-1.fc40 (fedora)'],
  ]);
  // nothing else is told of these entries
  const about = findings.filter(finding => told.some(one => one.package === finding.package));
  expect(about).toEqual(told);
});

it.each([
  ['testing-devel', []],
  ['testing', ['stream-downgrade']],
  ['stable', ['skipped-stream']],
  ['next-devel', ['stream-downgrade']],
  ['next', []],
])(
  '%s of the healthy repository has no other errors and warnings with Koji and Bodhi than without',
  async (branch, expected) => {
    execFileSync('git', ['switch', '--quiet', branch], { cwd: example.configRepo });
    const serious = (await check(example.configRepo)).filter(({ severity }) => ['error', 'warning'].includes(severity));
    expect([...new Set(serious.map(({ code }) => code))]).toEqual(expected);
  },
);

interface Diff {
  readonly changes: readonly {
    readonly name: string;
    readonly kind: string;
    readonly advisories: readonly { readonly type: string; readonly cves: readonly string[] }[];
  }[];
  readonly overrides: readonly { readonly name: string; readonly kind: string }[];
  readonly advisories: { readonly asked: readonly string[]; readonly problems: readonly string[] };
}

async function diff(from: string, to: string, ...options: string[]): Promise<Diff> {
  const args = ['diff', from, to, '--advisories', '--format', 'json', '--cache', join(folder, 'cache'), ...options];
  const { stdout, stderr } = await cli(args, { cwd: example.configRepo });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

it.each([
  ['stable', 'testing', ['microcode_ctl CVE-2024-24853'], ['afterburn', 'afterburn-dracut']],
  ['testing', 'testing-devel', ['podman CVE-2024-9341'], ['selinux-policy', 'selinux-policy-targeted', 'shim-x64']],
])(
  'from %s to %s comes a security fix, with and without Bodhi, and something goes backwards',
  async (from, to, fixes, back) => {
    for (const options of [[], ['--bodhi', 'off']]) {
      const { changes, advisories } = await diff(from, to, ...options);
      const found = changes.flatMap(({ name, advisories: own }) =>
        own.filter(({ type }) => type === 'security').map(({ cves }) => `${name} ${cves.join(' ')}`),
      );
      expect(found).toEqual(fixes);
      expect(changes.filter(({ kind }) => kind === 'downgraded').map(({ name }) => name)).toEqual(back);
      expect(advisories.asked).toContain('updateinfo of fedora-updates');
    }
  },
);

it('from stable to testing three overrides get lost', async () => {
  const { overrides, advisories } = await diff('stable', 'testing');
  expect(overrides.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
    'afterburn lost',
    'afterburn-dracut lost',
    'podman lost',
  ]);
  expect(advisories).toEqual({ asked: ['Bodhi', 'updateinfo of fedora-updates'], problems: [] });
});
