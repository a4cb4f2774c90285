import { describe, expect, it } from 'vitest';
import { graduated } from '../../../server/rules/graduated';
import { heldBack } from '../../../server/rules/held-back';
import { availability, repository } from '../../support/availability';
import { baseLock, fixed, lines, OVERRIDES, titles, X86_64_BASE } from './support';

const TEXT = 'packages:\n  selinux-policy:\n    evra: 40.17-1.fc40.noarch\n    metadata:\n      type: fast-track\n';
const known = (release: string, update: string) => [
  availability('x86_64', [
    repository({ id: 'fedora' }, [['selinux-policy', release, 'noarch']]),
    repository({ id: 'fedora-updates' }, [['selinux-policy', update, 'noarch']]),
  ]),
];
const base = (evr: string) => ({ [X86_64_BASE]: baseLock({ 'selinux-policy': `${evr}.noarch` }) });

describe('held-back', () => {
  it('reports a fast-track older than the base lock (fedora-coreos-config#3271)', () => {
    const around = {
      files: base('40.28-1.fc40'),
      basearches: ['x86_64'],
      availability: known('40.16-1.fc40', '40.28-1.fc40'),
    };
    expect(lines(heldBack, OVERRIDES, TEXT, around)).toEqual([
      'hint 5:13-5:23 selinux-policy 40.17-1.fc40 is older than 40.28-1.fc40 in fedora-updates and 40.28-1.fc40 in the base lock of x86_64: it holds the package back, and the bots drop a fast-track that does. Make it a pin.',
    ]);
    expect(titles(heldBack, OVERRIDES, TEXT, around)).toEqual([['Make it a pin *']]);
    expect(fixed(heldBack, OVERRIDES, TEXT, 'Make it a pin', around)).toBe(TEXT.replace('fast-track', 'pin'));
    expect(lines(graduated, OVERRIDES, TEXT, around)).toEqual([]);
  });

  it('reports one older than everything there is', () => {
    const around = { files: {}, basearches: ['x86_64'], availability: known('40.18-1.fc40', '40.28-1.fc40') };
    expect(lines(heldBack, OVERRIDES, TEXT, around)).toEqual([
      'hint 5:13-5:23 selinux-policy 40.17-1.fc40 is older than everything in the repositories (40.28-1.fc40 in fedora-updates): it holds the package back, and the bots drop a fast-track that does. Make it a pin.',
    ]);
  });

  it('leaves one that was ahead once to graduated', () => {
    const around = {
      files: base('40.17-1.fc40'),
      basearches: ['x86_64'],
      availability: known('40.16-1.fc40', '40.28-1.fc40'),
    };
    expect(lines(heldBack, OVERRIDES, TEXT, around)).toEqual([]);
    expect(lines(graduated, OVERRIDES, TEXT, around)).toHaveLength(1);
  });

  it('is silent on pins and without metadata', () => {
    const around = {
      files: base('40.28-1.fc40'),
      basearches: ['x86_64'],
      availability: known('40.16-1.fc40', '40.28-1.fc40'),
    };
    expect(lines(heldBack, OVERRIDES, TEXT.replace('fast-track', 'pin'), around)).toEqual([]);
    expect(lines(heldBack, OVERRIDES, TEXT, { files: base('40.28-1.fc40') })).toEqual([]);
  });
});
