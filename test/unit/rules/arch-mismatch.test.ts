import { describe, expect, it } from 'vitest';
import { archMismatch } from '../../../server/rules/arch-mismatch';
import { baseLock, fixed, lines, OVERRIDES, titles, X86_64_BASE, X86_64_OVERRIDES } from './support';

const entry = (name: string, evra: string) => `packages:\n  ${name}:\n    evra: ${evra}\n`;

describe('arch-mismatch', () => {
  it("reports an arch that is not the file's", () => {
    const text = entry('podman', '5:5.2.5-1.fc40.ppc64le');
    expect(lines(archMismatch, X86_64_OVERRIDES, text)).toEqual([
      'warning 3:26-3:33 podman is locked for ppc64le in the file of x86_64: it matches nothing there.',
    ]);
    expect(titles(archMismatch, X86_64_OVERRIDES, text)).toEqual([['Change the arch to x86_64 *']]);
    expect(fixed(archMismatch, X86_64_OVERRIDES, text, 'Change the arch to x86_64')).toBe(
      entry('podman', '5:5.2.5-1.fc40.x86_64'),
    );
    expect(lines(archMismatch, 'manifest-lock.aarch64.json', baseLock({ podman: '5:5.2.5-1.fc40.x86_64' }))).toEqual([
      'warning 4:31-4:37 podman is locked for x86_64 in the file of aarch64: it matches nothing there.',
    ]);
  });

  it('reports an archful evra in the file for all arches', () => {
    // a fork's overrides of March 2021
    const text = entry('podman', '2:3.1.0-0.2.rc2.fc33.x86_64');
    expect(lines(archMismatch, OVERRIDES, text)).toEqual([
      'warning 3:32-3:38 podman is locked for x86_64 only, in the file for all arches: it is not locked on the others. Use evr.',
    ]);
    expect(fixed(archMismatch, OVERRIDES, text, 'Make it evr: 2:3.1.0-0.2.rc2.fc33')).toBe(
      'packages:\n  podman:\n    evr: 2:3.1.0-0.2.rc2.fc33\n',
    );
  });

  it('hints at what 298463ae and 1ce04b39 put right, in the file of ppc64le', () => {
    const path = 'manifest-lock.overrides.ppc64le.yaml';
    const around = {
      basearches: ['ppc64le'],
      files: {
        'manifest-lock.ppc64le.json': baseLock({
          'grub2-ppc64le': '1:2.06-72.fc38.ppc64le',
          'grub2-ppc64le-modules': '1:2.06-72.fc38.noarch',
        }),
      },
    };
    expect(lines(archMismatch, path, entry('grub2-ppc64le', '1:2.06-78.fc38.noarch'), around)).toEqual([
      'hint 3:26-3:32 grub2-ppc64le is noarch here and ppc64le in the base lock of ppc64le: the lock matches only if the package changed.',
    ]);
    const modules = entry('grub2-ppc64le-modules', '1:2.06-104.fc39.ppc64le');
    expect(lines(archMismatch, path, modules, around)).toEqual([
      'hint 3:27-3:34 grub2-ppc64le-modules is ppc64le here and noarch in the base lock of ppc64le: the lock matches only if the package changed.',
    ]);
    expect(fixed(archMismatch, path, modules, 'Change the arch to noarch', around)).toBe(
      entry('grub2-ppc64le-modules', '1:2.06-104.fc39.noarch'),
    );
  });

  it('hints where the base lock has another arch, as for containers-common, which changed', () => {
    const base = {
      [X86_64_BASE]: baseLock({ podman: '5:5.2.3-1.fc40.x86_64', 'containers-common': '4:1-89.fc38.noarch' }),
    };
    const noarch = entry('podman', '5:5.2.5-1.fc40.noarch');
    expect(lines(archMismatch, X86_64_OVERRIDES, noarch, { files: base })).toEqual([
      'hint 3:26-3:32 podman is noarch here and x86_64 in the base lock of x86_64: the lock matches only if the package changed.',
    ]);
    expect(titles(archMismatch, X86_64_OVERRIDES, noarch, { files: base })).toEqual([
      ['Change the arch to x86_64', 'Make it evr: 5:5.2.5-1.fc40'],
    ]);
    expect(titles(archMismatch, OVERRIDES, noarch, { files: base })).toEqual([['Make it evr: 5:5.2.5-1.fc40']]);
    const archful = entry('containers-common', '4:1-90.fc38.x86_64');
    expect(lines(archMismatch, X86_64_OVERRIDES, archful, { files: base })).toEqual([
      'hint 3:23-3:29 containers-common is x86_64 here and noarch in the base lock of x86_64: the lock matches only if the package changed.',
    ]);
    expect(fixed(archMismatch, X86_64_OVERRIDES, archful, 'Change the arch to noarch', { files: base })).toBe(
      entry('containers-common', '4:1-90.fc38.noarch'),
    );
  });

  it('is content with noarch, with the arch of the file, and with what it cannot know', () => {
    expect(lines(archMismatch, OVERRIDES, entry('tzdata', '2024a-5.fc40.noarch'))).toEqual([]);
    expect(lines(archMismatch, X86_64_OVERRIDES, entry('podman', '5:5.2.5-1.fc40.x86_64'))).toEqual([]);
    // no arch at all: malformed-version
    expect(lines(archMismatch, X86_64_OVERRIDES, entry('podman', '5:5.2.5-1.fc40'))).toEqual([]);
    expect(lines(archMismatch, 'manifest-lock.overrides.test.yaml', entry('podman', '5:5.2.5-1.fc40.x86_64'))).toEqual(
      [],
    );
    expect(lines(archMismatch, 'lock.yaml', entry('podman', '5:5.2.5-1.fc40.x86_64'))).toEqual([]);
  });
});
