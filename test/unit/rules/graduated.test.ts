import { describe, expect, it } from 'vitest';
import { graduated } from '../../../server/rules/graduated';
import { availability, repository } from '../../support/availability';
import { baseLock, fixed, lines, OVERRIDES, titles, X86_64_BASE, X86_64_OVERRIDES } from './support';

const known = (update: string) =>
  availability('x86_64', [
    repository({ id: 'fedora' }, [['podman', '5:5.0.1-1.fc40', 'x86_64']]),
    repository({ id: 'fedora-updates' }, [
      ['podman', update, 'x86_64'],
      ['podman-docker', update, 'noarch', `podman-${update.slice(2)}.src.rpm`],
    ]),
  ]);
const around = (update: string, base?: string, ...basearches: string[]) => ({
  files:
    base === undefined
      ? {}
      : { [X86_64_BASE]: baseLock({ podman: `${base}.x86_64`, 'podman-docker': `${base}.noarch` }) },
  basearches: ['x86_64', ...basearches],
  availability: [known(update)],
});
const fastTrack = (name: string, type = 'fast-track') =>
  `  ${name}:\n    evr: 5:5.2.5-1.fc40\n    metadata:\n      type: ${type}\n`;
const TEXT = `packages:\n${fastTrack('podman')}`;

describe('graduated', () => {
  it('says that the repositories and the base lock have it, and drops it', () => {
    const there = around('5:5.2.5-1.fc40', '5:5.2.5-1.fc40');
    expect(lines(graduated, OVERRIDES, TEXT, there)).toEqual([
      'info 2:3-2:9 podman 5:5.2.5-1.fc40 is in fedora-updates: the fast-track has graduated. The base lock of x86_64 has it too: drop it.',
    ]);
    expect(titles(graduated, OVERRIDES, TEXT, there)).toEqual([['Drop the fast-track of podman *']]);
    expect(fixed(graduated, OVERRIDES, TEXT, 'Drop the fast-track of podman', there)).toBe('packages: {}\n');
  });

  it('warns where the base lock is older: fedora-coreos-config#2288 and others', () => {
    const there = around('5:5.2.5-1.fc40', '5:5.2.3-1.fc40');
    expect(lines(graduated, OVERRIDES, TEXT, there)).toEqual([
      'info 2:3-2:9 podman 5:5.2.5-1.fc40 is in fedora-updates: the fast-track has graduated. But the base lock of x86_64 is older (5:5.2.3-1.fc40): without it the package is downgraded until the next bump.',
    ]);
    expect(titles(graduated, OVERRIDES, TEXT, there)).toEqual([
      ['Drop the fast-track of podman (a downgrade until the next bump)'],
    ]);
  });

  it('may have been meant as a pin when the repositories are newer', () => {
    const there = around('5:5.2.6-1.fc40', '5:5.2.5-1.fc40');
    expect(lines(graduated, OVERRIDES, TEXT, there)).toEqual([
      'info 2:3-2:9 fedora-updates has podman 5:5.2.6-1.fc40 by now: the fast-track has graduated. The base lock of x86_64 has it too: drop it.',
    ]);
    expect(titles(graduated, OVERRIDES, TEXT, there)).toEqual([['Drop the fast-track of podman *', 'Make it a pin']]);
    expect(fixed(graduated, OVERRIDES, TEXT, 'Make it a pin', there)).toBe(`packages:\n${fastTrack('podman', 'pin')}`);
  });

  it.each([
    ['5:5.2.3-1.fc40', 'x86_64 and aarch64 are older (5:5.2.3-1.fc40)'],
    ['5:5.2.4-1.fc40', 'x86_64 (5:5.2.3-1.fc40) and aarch64 (5:5.2.4-1.fc40) are older'],
  ])('names several older base locks, and their version once: %s', (aarch64, older) => {
    const there = around('5:5.2.5-1.fc40', '5:5.2.3-1.fc40', 'aarch64');
    const files = { ...there.files, 'manifest-lock.aarch64.json': baseLock({ podman: `${aarch64}.aarch64` }) };
    expect(lines(graduated, OVERRIDES, TEXT, { ...there, files })).toEqual([
      `info 2:3-2:9 podman 5:5.2.5-1.fc40 is in fedora-updates for x86_64: the fast-track has graduated. But the base locks of ${older}: without it the package is downgraded until the next bump.`,
    ]);
  });

  it('drops the siblings with it', () => {
    const text = `packages:\n${fastTrack('podman')}${fastTrack('podman-docker')}  zlib:\n    evr: 1-1\n`;
    const there = around('5:5.2.5-1.fc40', '5:5.2.5-1.fc40');
    expect(titles(graduated, OVERRIDES, text, there)[0]).toEqual([
      'Drop the fast-track of podman and its sibling *',
      'Drop the fast-track of podman',
    ]);
    expect(fixed(graduated, OVERRIDES, text, 'Drop the fast-track of podman and its sibling', there)).toBe(
      'packages:\n  zlib:\n    evr: 1-1\n',
    );
    // half of a source package is no fix to take without a look
    const half = text.replace('podman-docker:\n    evr: 5:5.2.5', 'podman-docker:\n    evr: 5:5.2.9');
    expect(titles(graduated, OVERRIDES, half, there)).toEqual([['Drop the fast-track of podman']]);
  });

  it('does not recommend what it has not checked', () => {
    const there = around('5:5.2.5-1.fc40', undefined, 'aarch64');
    expect(lines(graduated, OVERRIDES, TEXT, there)).toEqual([
      'info 2:3-2:9 podman 5:5.2.5-1.fc40 is in fedora-updates for x86_64: the fast-track has graduated. There are no base locks: drop it.',
    ]);
    expect(titles(graduated, OVERRIDES, TEXT, there)).toEqual([['Drop the fast-track of podman']]);
  });

  it('says nothing of base locks that lack the package or are not there', () => {
    const other = { ...around('5:5.2.5-1.fc40'), files: { [X86_64_BASE]: baseLock({ zlib: '1-1.x86_64' }) } };
    expect(lines(graduated, OVERRIDES, TEXT, other)).toEqual([
      'info 2:3-2:9 podman 5:5.2.5-1.fc40 is in fedora-updates: the fast-track has graduated. No base lock has the package.',
    ]);
    expect(titles(graduated, OVERRIDES, TEXT, other)).toEqual([['Drop the fast-track of podman']]);
    expect(titles(graduated, OVERRIDES, TEXT, around('5:5.2.5-1.fc40'))).toEqual([['Drop the fast-track of podman *']]);
    expect(lines(graduated, X86_64_OVERRIDES, TEXT, { availability: [known('5:5.2.5-1.fc40')] })).toEqual([
      'info 2:3-2:9 podman 5:5.2.5-1.fc40 is in fedora-updates: the fast-track has graduated.',
    ]);
  });

  it('is silent on pins, on what is ahead, and without metadata', () => {
    const pin = `packages:\n${fastTrack('podman', 'pin')}`;
    expect(lines(graduated, OVERRIDES, pin, around('5:5.2.5-1.fc40'))).toEqual([]);
    expect(lines(graduated, OVERRIDES, TEXT, around('5:5.2.3-1.fc40'))).toEqual([]);
    expect(lines(graduated, OVERRIDES, TEXT, { files: {} })).toEqual([]);
  });
});
