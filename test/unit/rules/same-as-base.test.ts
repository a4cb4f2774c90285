import { describe, expect, it } from 'vitest';
import { sameAsBase } from '../../../server/rules/same-as-base';
import { baseLock, findings, fixed, lines, OVERRIDES, titles, X86_64_BASE, X86_64_OVERRIDES } from './support';

const AARCH64_BASE = 'manifest-lock.aarch64.json';
const base = (arch: string, evr = '2024.4-5.fc40') => baseLock({ 'rpm-ostree': `${evr}.${arch}` });
const FILES = { [X86_64_BASE]: base('x86_64'), [AARCH64_BASE]: base('aarch64') };
const override = (type: string, version = 'evr: 2024.4-5.fc40') =>
  `packages:\n  rpm-ostree:\n    ${version}\n    metadata:\n      type: ${type}\n`;

describe('same-as-base', () => {
  it('hints at an override that changes nothing (5056cb37), and removes it', () => {
    const text = override('fast-track');
    expect(lines(sameAsBase, OVERRIDES, text, { files: FILES, branches: {} })).toEqual([
      'hint 3:10-3:23 The base locks of x86_64 and aarch64 have rpm-ostree 2024.4-5.fc40 too: the override has no effect until the next bump, when it holds that version.',
    ]);
    expect(
      findings(sameAsBase, OVERRIDES, text, { files: FILES, branches: {} })[0]?.related?.map(({ path }) => path),
    ).toEqual([X86_64_BASE, AARCH64_BASE]);
    expect(titles(sameAsBase, OVERRIDES, text, { files: FILES, branches: {} })).toEqual([
      ['Remove the override of rpm-ostree'],
    ]);
    expect(
      fixed(sameAsBase, OVERRIDES, text, 'Remove the override of rpm-ostree', { files: FILES, branches: {} }),
    ).toBe('packages: {}\n');
    const only = { files: { [X86_64_BASE]: base('x86_64') }, branches: {} };
    expect(
      lines(sameAsBase, X86_64_OVERRIDES, 'packages:\n  rpm-ostree:\n    evra: 0:2024.4-5.fc40.x86_64\n', only),
    ).toEqual([
      'hint 3:11-3:33 The base lock of x86_64 has rpm-ostree 0:2024.4-5.fc40 too: the override has no effect until the next bump, when it holds that version.',
    ]);
  });

  it('says nothing of a pin, which is there to hold', () => {
    expect(lines(sameAsBase, OVERRIDES, override('pin'), { files: FILES, branches: {} })).toEqual([]);
  });

  it('says nothing where a base lock differs in version or arch, or none has the package', () => {
    const text = override('fast-track');
    const differs = { ...FILES, [AARCH64_BASE]: base('aarch64', '2024.4-4.fc40') };
    expect(lines(sameAsBase, OVERRIDES, text, { files: differs, branches: {} })).toEqual([]);
    const noarch = override('fast-track', 'evra: 2024.4-5.fc40.noarch');
    expect(lines(sameAsBase, OVERRIDES, noarch, { files: FILES, branches: {} })).toEqual([]);
    // the same for RPM, but not the same build
    const zeros = override('fast-track', 'evr: 2024.04-5.fc40');
    expect(lines(sameAsBase, OVERRIDES, zeros, { files: FILES, branches: {} })).toEqual([]);
    expect(lines(sameAsBase, OVERRIDES, text, { files: {}, branches: {} })).toEqual([]);
    expect(lines(sameAsBase, OVERRIDES, text)).toEqual([]);
  });

  it('says nothing where it is not known what is new', () => {
    expect(lines(sameAsBase, OVERRIDES, override('fast-track'), { files: FILES })).toEqual([]);
  });

  it('looks only at the basearches that the entry concerns', () => {
    const files = {
      ...FILES,
      [AARCH64_BASE]: base('aarch64', '2024.4-4.fc40'),
      'manifest-lock.overrides.aarch64.yaml': override('pin', 'evr: 2024.4-4.fc40'),
    };
    expect(lines(sameAsBase, OVERRIDES, override('fast-track'), { files, branches: {} })[0]).toContain(
      'The base lock of x86_64 has',
    );
  });

  it('reports against HEAD only what is new and was locked there already', () => {
    const text = override('fast-track');
    const at = (before: Readonly<Record<string, string>>) => ({ files: FILES, branches: { before } });
    expect(lines(sameAsBase, OVERRIDES, text, at({ ...FILES, [OVERRIDES]: 'packages: {}\n' }))).toHaveLength(1);
    const older = override('fast-track', 'evr: 2024.4-4.fc40');
    expect(lines(sameAsBase, OVERRIDES, text, at({ ...FILES, [OVERRIDES]: older }))).toHaveLength(1);
    // a bump: the base lock has caught up
    const old = { [X86_64_BASE]: base('x86_64', '2024.4-4.fc40'), [AARCH64_BASE]: base('aarch64', '2024.4-4.fc40') };
    expect(lines(sameAsBase, OVERRIDES, text, at({ ...old, [OVERRIDES]: text }))).toEqual([]);
    expect(lines(sameAsBase, OVERRIDES, text, at({ ...FILES, [OVERRIDES]: text }))).toEqual([]);
    // a promotion: both came with it
    expect(lines(sameAsBase, OVERRIDES, text, at({ ...old, [OVERRIDES]: 'packages: {}\n' }))).toEqual([]);
  });
});
