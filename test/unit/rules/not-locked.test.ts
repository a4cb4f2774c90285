import { describe, expect, it } from 'vitest';
import { notLocked } from '../../../server/rules/not-locked';
import { availability, repository } from '../../support/availability';
import { baseLock, findings, fixed, lines, OVERRIDES, titles, X86_64_BASE, X86_64_OVERRIDES } from './support';

const AARCH64_BASE = 'manifest-lock.aarch64.json';
const LOCKED = { ignition: '2.19.0-2.fc40.x86_64', podman: '5:5.2.3-1.fc40.x86_64', zlib: '1.3-1.fc40.x86_64' };
const AROUND = { files: { [X86_64_BASE]: baseLock(LOCKED), [AARCH64_BASE]: baseLock(LOCKED) } };
const entry = (name: string, evr = '1-1.fc40', update = '') =>
  `  ${name}:\n    evr: ${evr}\n${update === '' ? '' : `    metadata:\n      bodhi: ${update}\n`}`;
const UPDATE = 'https://bodhi.fedoraproject.org/updates/FEDORA-2023-7fe120ca99';

describe('not-locked', () => {
  it('reports a mistyped name and renames it', () => {
    const text = `packages:\n${entry('igniton', '2.20.0-1.fc40')}`;
    expect(lines(notLocked, OVERRIDES, text, AROUND)).toEqual([
      'warning 2:3-2:10 igniton is neither in the base locks of x86_64 and aarch64 nor named by the manifest: the override has no effect. Is it ignition?',
    ]);
    expect(titles(notLocked, OVERRIDES, text, AROUND)).toEqual([['Rename it to ignition']]);
    expect(fixed(notLocked, OVERRIDES, text, 'Rename it to ignition', AROUND)).toBe(
      `packages:\n${entry('ignition', '2.20.0-1.fc40')}`,
    );
    // that name is taken
    expect(titles(notLocked, OVERRIDES, text + entry('ignition'), AROUND)).toEqual([[]]);
  });

  it('reports a package that is not part of the image', () => {
    expect(lines(notLocked, OVERRIDES, `packages:\n${entry('docker-compose')}`, AROUND)).toEqual([
      'warning 2:3-2:17 docker-compose is neither in the base locks of x86_64 and aarch64 nor named by the manifest: the override has no effect. Is it spelled right, and still part of the image?',
    ]);
  });

  it('reports what stands in the file of the wrong basearch (31802d2b)', () => {
    const files = {
      [X86_64_BASE]: baseLock({ ...LOCKED, 'grub2-pc-modules': '1:2.12-8.fc41.noarch' }),
      [AARCH64_BASE]: baseLock({ ...LOCKED, 'grub2-efi-aa64': '1:2.12-8.fc41.aarch64' }),
    };
    const path = 'manifest-lock.overrides.aarch64.yaml';
    const efi = '  grub2-efi-aa64:\n    evra: 1:2.12-10.fc41.aarch64\n';
    const text = `packages:\n${efi}  grub2-pc-modules:\n    evra: 1:2.12-10.fc41.noarch\n`;
    expect(lines(notLocked, path, text, { files })).toEqual([
      'warning 4:3-4:19 grub2-pc-modules is locked on x86_64, but the base lock of aarch64 does not have it, and the manifest does not name it: the override has no effect on aarch64. Remove it here.',
    ]);
    expect(findings(notLocked, path, text, { files })[0]?.related?.map(({ path: place }) => place)).toEqual([
      X86_64_BASE,
    ]);
    expect(fixed(notLocked, path, text, 'Remove the override of grub2-pc-modules', { files })).toBe(
      `packages:\n${efi}`,
    );
  });

  it('hints at a new subpackage or dependency of what is locked (13133a38)', () => {
    const podman = entry('podman', '5:4.6.2-3.fc39', UPDATE);
    const together = `packages:\n${podman}${entry('gvisor-tap-vsock-gvforwarder', '6:0.7.0-6.fc39', UPDATE)}`;
    expect(lines(notLocked, OVERRIDES, together, AROUND)).toEqual([
      'hint 6:3-6:31 gvisor-tap-vsock-gvforwarder is in no base lock, unlike podman, which came with it: it is a new dependency or subpackage, or not installed and without effect.',
    ]);
    const build = `packages:\n${entry('zlib', '2-1', UPDATE)}${entry('podman', '5:6-1')}${entry('podman-remote', '5:6-1', UPDATE)}`;
    expect(lines(notLocked, OVERRIDES, build, AROUND)[0]).toContain('unlike podman, which came with it');
    // the slip of a copied entry
    const slip = `packages:\n${entry('podman', '5:6-1')}${entry('zlibb', '5:6-1')}`;
    expect(lines(notLocked, OVERRIDES, slip, AROUND)[0]).toMatch(/^warning .* Is it zlib\?$/);
  });

  it('warns again where no repository has the name', () => {
    const text = `packages:\n${entry('podman', '5:6-1')}${entry('podman-extras', '5:6-1')}`;
    const known = [availability('x86_64', [repository({ id: 'fedora' }, [['podman', '5:6-1', 'x86_64']])])];
    expect(lines(notLocked, OVERRIDES, text, { ...AROUND, availability: known })).toEqual([
      'warning 4:3-4:16 podman-extras is neither in the base locks of x86_64 and aarch64 nor named by the manifest, and no repository has a package of that name: the override has no effect. Is it spelled right, and still part of the image?',
    ]);
  });

  it('is content with what the manifest names: a new package', () => {
    const text = `packages:\n${entry('azure-vm-utils', '0.5.1-1.fc41')}`;
    expect(lines(notLocked, OVERRIDES, text, { ...AROUND, packages: ['azure-vm-utils'] })).toEqual([]);
    expect(lines(notLocked, OVERRIDES, text, AROUND)).toHaveLength(1);
  });

  it('is silent without a base lock that could tell', () => {
    const text = `packages:\n${entry('igniton')}`;
    expect(lines(notLocked, OVERRIDES, text, { files: {} })).toEqual([]);
    expect(lines(notLocked, OVERRIDES, text)).toEqual([]);
    expect(lines(notLocked, OVERRIDES, text, { files: { [X86_64_BASE]: baseLock({}) } })).toEqual([]);
    // a lock of a few packages, as of a derivative
    const few = { files: { [X86_64_BASE]: baseLock({ kernel: '6.1-1.x86_64' }) }, packages: ['kernel', 'podman'] };
    expect(lines(notLocked, OVERRIDES, text, few)).toEqual([]);
    // 2020: base locks of x86_64 alone
    const first = { files: { [AARCH64_BASE]: baseLock(LOCKED) } };
    expect(lines(notLocked, X86_64_OVERRIDES, text, first)).toEqual([]);
    expect(lines(notLocked, AARCH64_BASE, baseLock({ igniton: '1-1.aarch64' }), AROUND)).toEqual([]);
  });
});
