import { describe, expect, it } from 'vitest';
import { newerAvailable } from '../../../server/rules/newer-available';
import { availability, repository } from '../../support/availability';
import { baseLock, fixed, lines, OVERRIDES, titles, X86_64_BASE, X86_64_OVERRIDES } from './support';

const x86_64 = availability('x86_64', [
  repository({ id: 'fedora' }, [['podman', '5:5.0.1-1.fc40', 'x86_64']]),
  repository({ id: 'fedora-updates' }, [
    ['podman', '5:5.2.5-1.fc40', 'x86_64'],
    ['podman-docker', '5:5.2.5-1.fc40', 'noarch', 'podman-5.2.5-1.fc40.src.rpm'],
  ]),
]);
const PODMAN = 'packages:\n  podman:\n    evr: 5:5.2.3-1.fc40\n';

describe('newer-available', () => {
  it('hints at the version and offers it', () => {
    const around = { files: {}, basearches: ['x86_64'], availability: [x86_64] };
    expect(lines(newerAvailable, OVERRIDES, PODMAN, around)).toEqual([
      'hint 3:10-3:24 fedora-updates has podman 5:5.2.5-1.fc40 (here: 5:5.2.3-1.fc40).',
    ]);
    expect(titles(newerAvailable, OVERRIDES, PODMAN, around)).toEqual([
      ['Update pin to 5:5.2.5-1.fc40 (fedora-updates) *'],
    ]);
    expect(fixed(newerAvailable, OVERRIDES, PODMAN, 'Update pin to 5:5.2.5-1.fc40 (fedora-updates)', around)).toBe(
      'packages:\n  podman:\n    evr: 5:5.2.5-1.fc40\n',
    );
  });

  it('offers the siblings first', () => {
    const text = `${PODMAN}  podman-docker:\n    evra: 5:5.2.3-1.fc40.noarch\n`;
    const around = { files: {}, basearches: ['x86_64'], availability: [x86_64] };
    expect(titles(newerAvailable, OVERRIDES, text, around)[0]).toEqual([
      'Update pin and its sibling to 5:5.2.5-1.fc40 (fedora-updates) *',
      'Update pin to 5:5.2.5-1.fc40 (fedora-updates)',
    ]);
    expect(
      fixed(newerAvailable, OVERRIDES, text, 'Update pin and its sibling to 5:5.2.5-1.fc40 (fedora-updates)', around),
    ).toBe(text.replaceAll('5.2.3', '5.2.5'));
  });

  it('hints at pins too, but does not press', () => {
    const text = `${PODMAN}    metadata:\n      type: pin\n`;
    const around = { availability: [x86_64] };
    expect(lines(newerAvailable, X86_64_OVERRIDES, text, around)).toEqual([
      'hint 3:10-3:24 fedora-updates has podman 5:5.2.5-1.fc40 (here: 5:5.2.3-1.fc40). It is a pin: it stays until somebody moves it.',
    ]);
    expect(titles(newerAvailable, X86_64_OVERRIDES, text, around)).toEqual([
      ['Update pin to 5:5.2.5-1.fc40 (fedora-updates)'],
    ]);
  });

  it('says which basearches lack it, and which were looked up where that is not all', () => {
    const bases = {
      [X86_64_BASE]: baseLock({ podman: '5:5.2.3-1.fc40.x86_64' }),
      'manifest-lock.aarch64.json': baseLock({ podman: '5:5.2.3-1.fc40.aarch64' }),
    };
    expect(lines(newerAvailable, OVERRIDES, PODMAN, { files: bases, availability: [x86_64] })).toEqual([
      'hint 3:10-3:24 fedora-updates has podman 5:5.2.5-1.fc40 for x86_64 (here: 5:5.2.3-1.fc40).',
    ]);
    const aarch64 = availability('aarch64', [
      repository({ id: 'fedora-updates' }, [['podman', '5:5.2.3-1.fc40', 'aarch64']]),
    ]);
    const both = { files: bases, availability: [x86_64, aarch64] };
    expect(lines(newerAvailable, OVERRIDES, PODMAN, both)).toEqual([
      'hint 3:10-3:24 fedora-updates has podman 5:5.2.5-1.fc40 (here: 5:5.2.3-1.fc40), but not yet for aarch64.',
    ]);
    expect(titles(newerAvailable, OVERRIDES, PODMAN, both)).toEqual([[]]);
  });

  it('leaves out of a base lock what an override replaces', () => {
    const base = baseLock({ podman: '5:5.2.3-1.fc40.x86_64' });
    const around = { files: {}, basearches: ['x86_64'], availability: [x86_64] };
    expect(lines(newerAvailable, X86_64_BASE, base, around)).toEqual([
      'hint 4:16-4:30 fedora-updates has podman 5:5.2.5-1.fc40 (here: 5:5.2.3-1.fc40).',
    ]);
    expect(lines(newerAvailable, X86_64_BASE, base, { ...around, files: { [OVERRIDES]: PODMAN } })).toEqual([]);
  });

  it('is silent without metadata, at the newest version, ahead of it, and on what is no version', () => {
    expect(lines(newerAvailable, OVERRIDES, PODMAN, { files: {} })).toEqual([]);
    const around = { availability: [x86_64] };
    for (const evr of ['5:5.2.5-1.fc40', '5:5.2.6-1.fc40', '5.2', 'podman-4.0-1.fc38']) {
      expect(lines(newerAvailable, X86_64_OVERRIDES, `packages:\n  podman:\n    evr: ${evr}\n`, around)).toEqual([]);
    }
    const loading = availability('x86_64', [repository({ id: 'fedora', status: 'loading' }, [])]);
    expect(lines(newerAvailable, X86_64_OVERRIDES, PODMAN, { availability: [loading] })).toEqual([]);
  });
});
