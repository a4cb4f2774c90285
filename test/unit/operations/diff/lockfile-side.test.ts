import { expect, it } from 'vitest';
import { AARCH64, OVERRIDES, override, overrides, side, X86_64 } from '../../../support/sides';

const AARCH64_OVERRIDES = 'manifest-lock.overrides.aarch64.yaml';
const REASON = 'https://github.com/coreos/fedora-coreos-tracker/issues/1752';

it('merges the layers of each basearch, and says where a package is from', () => {
  const stable = side('stable', {
    [X86_64]: { kernel: '6.10.12-200.fc40.x86_64', tzdata: '2024a-5.fc40.noarch' },
    [AARCH64]: { kernel: '6.10.12-200.fc40.aarch64' },
    [OVERRIDES]: overrides(override('kernel', '6.8.11-300.fc40', { type: 'pin', reason: REASON })),
    [AARCH64_OVERRIDES]: overrides(override('kernel', '0:6.8.9-300.fc40')),
  });
  const packages = [...stable.packages('x86_64').values()];
  expect(packages.map(({ name, evr, arch, provenance: { kind } }) => [name, evr, arch, kind])).toEqual([
    ['kernel', '6.8.11-300.fc40', undefined, 'override'],
    ['tzdata', '2024a-5.fc40', 'noarch', 'base'],
  ]);
  const kernel = stable.packages('x86_64').get('kernel')?.provenance;
  expect(kernel).toMatchObject({ file: { path: OVERRIDES }, type: 'pin', reason: REASON, bodhi: undefined });
  const onArm = stable.packages('aarch64').get('kernel');
  expect(onArm).toMatchObject({ evr: '0:6.8.9-300.fc40', provenance: { file: { path: AARCH64_OVERRIDES } } });
  expect(stable.packages('s390x').size).toBe(0);
  expect(stable).toMatchObject({ label: 'stable', releasever: '40', basearches: ['x86_64', 'aarch64'], notes: [] });
});

it('takes a basearch for missing whose base lock, or whose overrides, do not parse', () => {
  const base = side('testing', {
    [X86_64]: '{"packages": {\n"kernel"',
    [AARCH64]: { kernel: '6.10.12-200.fc40.aarch64' },
  });
  expect(base.basearches).toEqual(['aarch64']);
  expect(base.missing.get('x86_64')).toMatch(/^manifest-lock\.x86_64\.json has a syntax error: .* \(line 2\)\.$/);
  expect(base.packages('x86_64').size).toBe(0);
  const all = side('testing', { [X86_64]: { kernel: '6.10.12-200.fc40.x86_64' }, [OVERRIDES]: 'packages: {' });
  expect(all.basearches).toEqual([]);
  expect(all.missing.get('x86_64')).toMatch(/^manifest-lock\.overrides\.yaml has a syntax error: /);
});

it('keeps what it is told to be missing', () => {
  const missing = new Map([['aarch64', 'There is no base lock.']]);
  const told = side(
    'testing',
    { [X86_64]: {}, [AARCH64]: { kernel: '1-1.aarch64' } },
    { missing, notes: ['Something.'] },
  );
  expect(told).toMatchObject({ missing, basearches: ['x86_64'], notes: ['Something.'] });
  expect(told.packages('aarch64').size).toBe(0);
});

it('leaves out an entry without a version, and says so where it would have counted', () => {
  const broken = side('testing', {
    [X86_64]:
      '{"packages": {"podman": {}, "kernel": {"evr": "1-1", "evra": "1-1.x86_64"}, "sudo": {"evra": "1-1.x86_64"}, "vim": {}}}',
    [OVERRIDES]: 'packages:\n  vim:\n    evr: 2:9.1-1\n  sudo:\n    version: 1-2\n',
  });
  expect([...broken.packages('x86_64').keys()]).toEqual(['vim']);
  expect(broken.notes).toEqual([
    'manifest-lock.x86_64.json: podman and kernel have no version that can be read, so they are not compared.',
    'manifest-lock.overrides.yaml: sudo has no version that can be read, so it is not compared.',
  ]);
});

it('knows the source of a package where the base lock says it, or its siblings do', () => {
  const named = side('testing', {
    [X86_64]: {
      libblkid: ['2.40-13.fc40.x86_64', 'util-linux'],
      sudo: ['1.9.15-2.p5.fc40.x86_64', 'sudo'],
      podman: '5:5.2.4-1.fc40.x86_64',
      cryptsetup: '2.7.2-1.fc40.x86_64',
      'cryptsetup-libs': '2.7.2-1.fc40.x86_64',
    },
  });
  const sources = ['libblkid', 'sudo', 'podman', 'cryptsetup-libs', 'nosuch'].map(name =>
    named.sourceOf('x86_64', name),
  );
  expect(sources).toEqual(['util-linux', 'sudo', undefined, 'cryptsetup', undefined]);
  expect(named.sourceOf('s390x', 'libblkid')).toBeUndefined();
});
