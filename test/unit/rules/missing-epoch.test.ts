import { describe, expect, it } from 'vitest';
import { missingEpoch } from '../../../server/rules/missing-epoch';
import { availability, repository } from '../../support/availability';
import { baseLock, findings, fixed, lines, OVERRIDES, titles, X86_64_BASE, X86_64_OVERRIDES } from './support';

// fedora-coreos-config 26b2f0be and 1f9e42ac, March 2020
const PODMAN = 'packages:\n  podman:\n    evra: 1.8.1-0.7.rc4.fc31.x86_64\n';
const BASE = { files: { [X86_64_BASE]: baseLock({ podman: '2:1.8.0-2.fc31.x86_64' }) } };

describe('missing-epoch', () => {
  it('reports what has an epoch in the base lock, and adds it (1f9e42ac)', () => {
    expect(lines(missingEpoch, X86_64_OVERRIDES, PODMAN, BASE)).toEqual([
      'warning 3:11-3:36 podman has the epoch 2 in the base lock of x86_64 (2:1.8.0-2.fc31), and 1.8.1-0.7.rc4.fc31 has none: it is older for RPM, and no such package is found. Write 2:1.8.1-0.7.rc4.fc31.',
    ]);
    expect(findings(missingEpoch, X86_64_OVERRIDES, PODMAN, BASE)[0]?.related).toEqual([
      {
        path: X86_64_BASE,
        span: { start: 48, end: 71 },
        message: 'podman 2:1.8.0-2.fc31.x86_64 in the base lock of x86_64',
      },
    ]);
    expect(titles(missingEpoch, X86_64_OVERRIDES, PODMAN, BASE)).toEqual([['Add the epoch: 2:1.8.1-0.7.rc4.fc31 *']]);
    expect(fixed(missingEpoch, X86_64_OVERRIDES, PODMAN, 'Add the epoch: 2:1.8.1-0.7.rc4.fc31', BASE)).toBe(
      'packages:\n  podman:\n    evra: 2:1.8.1-0.7.rc4.fc31.x86_64\n',
    );
  });

  it('reports it in JSON (ea6a158c)', () => {
    const path = 'manifest-lock.overrides.x86_64.json';
    const text = '{"packages": {"nfs-utils-coreos": {"evra": "2.4.1-2.rc1.fc31.x86_64"}}}';
    const around = { files: { [X86_64_BASE]: baseLock({ 'nfs-utils-coreos': '1:2.4.1-1.rc1.fc31.x86_64' }) } };
    expect(fixed(missingEpoch, path, text, 'Add the epoch: 1:2.4.1-2.rc1.fc31', around)).toBe(
      '{"packages": {"nfs-utils-coreos": {"evra": "1:2.4.1-2.rc1.fc31.x86_64"}}}',
    );
  });

  it('takes an explicit 0 for none', () => {
    const text = 'packages:\n  podman:\n    evr: 0:5.2.5-1.fc40\n';
    const around = { files: { [X86_64_BASE]: baseLock({ podman: '5:5.2.3-1.fc40.x86_64' }) } };
    expect(lines(missingEpoch, OVERRIDES, text, around)).toEqual([
      'warning 3:10-3:24 podman has the epoch 5 in the base lock of x86_64 (5:5.2.3-1.fc40), and 0:5.2.5-1.fc40 has 0: it is older for RPM, and no such package is found. Write 5:5.2.5-1.fc40.',
    ]);
    expect(fixed(missingEpoch, OVERRIDES, text, 'Add the epoch: 5:5.2.5-1.fc40', around)).toContain(
      'evr: 5:5.2.5-1.fc40\n',
    );
  });

  it('looks at another basearch where its own does not lock the package', () => {
    const files = { 'manifest-lock.aarch64.json': baseLock({ podman: '5:5.2.3-1.fc40.aarch64' }) };
    const text = 'packages:\n  podman:\n    evra: 5.2.5-1.fc40.x86_64\n';
    expect(lines(missingEpoch, X86_64_OVERRIDES, text, { files })[0]).toContain('in the base lock of aarch64');
  });

  it('believes the repositories first: of that very version they know the epoch', () => {
    const known = (evr: string) => ({
      ...BASE,
      availability: [availability('x86_64', [repository({ id: 'fedora-updates' }, [['podman', evr, 'x86_64']])])],
    });
    const found = known('3:1.8.1-0.7.rc4.fc31');
    expect(lines(missingEpoch, X86_64_OVERRIDES, PODMAN, found)).toEqual([
      'warning 3:11-3:36 podman has the epoch 3 in fedora-updates (3:1.8.1-0.7.rc4.fc31), and 1.8.1-0.7.rc4.fc31 has none: it is older for RPM, and no such package is found. Write 3:1.8.1-0.7.rc4.fc31.',
    ]);
    expect(titles(missingEpoch, X86_64_OVERRIDES, PODMAN, found)).toEqual([
      ['Add the epoch: 3:1.8.1-0.7.rc4.fc31 * all'],
    ]);
    expect(lines(missingEpoch, X86_64_OVERRIDES, PODMAN, known('1.8.1-0.7.rc4.fc31'))).toEqual([]);
    expect(lines(missingEpoch, X86_64_OVERRIDES, PODMAN, known('2:1.8.1-1.fc31'))[0]).toContain(
      'the base lock of x86_64',
    );
  });

  it('is silent on another epoch, without one anywhere, in base locks and outside a repository', () => {
    const other = PODMAN.replace('1.8.1', '3:1.8.1');
    expect(lines(missingEpoch, X86_64_OVERRIDES, other, BASE)).toEqual([]);
    const none = { files: { [X86_64_BASE]: baseLock({ podman: '1.8.0-2.fc31.x86_64' }) } };
    expect(lines(missingEpoch, X86_64_OVERRIDES, PODMAN, none)).toEqual([]);
    expect(lines(missingEpoch, X86_64_OVERRIDES, PODMAN)).toEqual([]);
    const lock = baseLock({ podman: '1.8.0-2.fc31.x86_64' });
    const aarch64 = { files: { 'manifest-lock.aarch64.json': baseLock({ podman: '2:1.8.0-2.fc31.aarch64' }) } };
    expect(lines(missingEpoch, X86_64_BASE, lock, aarch64)).toEqual([]);
  });
});
