import { describe, expect, it } from 'vitest';
import { shownPackages } from '../../../../../client/webview/compare/model/packages';
import { rowsOf, sourceAdvisories } from '../../../../../client/webview/compare/model/rows';
import { DEFAULT_VIEW } from '../../../../../client/webview/compare/model/state';
import {
  archesText,
  effectText,
  overrideOf,
  packagesText,
  provenanceChange,
  securityText,
  sideText,
} from '../../../../../client/webview/compare/model/words';
import type { ComparedOverride, CompareResult } from '../../../../../server/protocol';
import { ADVISORIES, base, changed, compared, overrideOf as pin, resultOf } from '../../../../support/compared';

const rowOf = (key: string, result: CompareResult = compared()) => {
  const input = { packages: shownPackages(result, []), advisories: sourceAdvisories(ADVISORIES) };
  const row = rowsOf(input, DEFAULT_VIEW).find(each => each.key === key);
  if (row === undefined) throw new Error(`no row ${key}`);
  return row;
};

describe('a row in words', () => {
  it('says what a source package consists of', () => {
    expect(packagesText(rowOf('bash'))).toBe('');
    expect(packagesText(rowOf('git'))).toBe('git-core');
    expect(packagesText(rowOf('lvm2'))).toBe('3 packages');
    expect(packagesText(rowOf('linux-firmware'))).toBe('4 packages, 1 added');
  });

  it('says that a downgrade is one of the dist tag alone', () => {
    const change = changed('a', 'a', '1-1.fc41', '1-1.fc40', { kind: 'downgraded', nature: 'rebuild' });
    expect(packagesText(rowOf('a', resultOf([change])))).toBe('dist tag only');
  });

  it('tells basearches only where they differ', () => {
    expect(archesText(rowOf('bash'))).toBe('');
    expect(archesText(rowOf('rpm-ostree'))).toBe('x86_64, aarch64');
    const libs = changed('libs', 'a', '1-1', '2-1', { arches: ['s390x'], diverges: true });
    expect(archesText(rowOf('a', resultOf([changed('a', 'a', '1-1', '2-1'), libs])))).toBe('libs differs');
    const arches = { ...libs.arches, ...changed('', '', '1-1', '3-1', { arches: ['x86_64'] }).arches };
    expect(archesText(rowOf('a', resultOf([{ ...libs, arches }])))).toBe('differ');
  });

  it('says which override a side has', () => {
    const change = (key: string) => {
      const found = overrideOf(rowOf(key));
      return found && provenanceChange(found.group);
    };
    expect(change('bash')).toBeUndefined();
    expect(change('podman')).toBe('fast-track \u2192 base');
    expect(change('rpm-ostree')).toBe('base \u2192 pin');
    expect(provenanceChange({ from: pin('1-1', 'pin'), to: pin('2-1', 'pin') })).toBe('pin');
    expect(provenanceChange({ from: undefined, to: { evr: '1-1', provenance: 'override' } })).toBe('override');
  });

  it('says how grave security fixes are', () => {
    expect(securityText({ severity: 'important', cves: 2 })).toBe('important, 2 CVEs');
    expect(securityText({ severity: 'none', cves: 0 })).toBe('security');
  });
});

describe('what becomes of an override', () => {
  const lost: ComparedOverride = {
    name: 'a',
    source: 'a',
    kind: 'lost',
    arches: ['x86_64'],
    from: pin('2-1', 'pin'),
    to: base('1-1', 'x86_64'),
    effect: 'downgraded',
  };
  it.each([
    [lost, 'goes down to 1-1'],
    [{ ...lost, effect: 'upgraded', to: base('3-1', 'x86_64') } as const, 'goes up to 3-1'],
    [{ ...lost, effect: 'same', to: base('2-1', 'x86_64') } as const, 'stays at 2-1'],
    [{ ...lost, effect: 'removed' } as const, 'the package goes, too'],
    [{ ...lost, kind: 'gained', effect: 'added' } as const, 'the package is new'],
    [
      { ...lost, kind: 'changed', effect: 'same', to: pin('2-1', 'fast-track', 'https://example.org/') } as const,
      'type and reason change',
    ],
  ])('%#', (override, text) => {
    expect(effectText(override)).toBe(text);
  });
});

it('says what is known of a side', () => {
  const { from } = compared();
  if (from === undefined) throw new Error('no side');
  expect(sideText(from)).toBe('release 40, 3a71e3c5, 2024-10-21');
  expect(sideText({ ...from, kind: 'worktree' })).toBe('release 40, on 3a71e3c5');
  expect(sideText({ spec: 'tag:f40', label: 'tag f40', kind: 'tag' })).toBe('');
});
