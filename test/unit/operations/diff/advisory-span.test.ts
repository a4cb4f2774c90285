import { describe, expect, it } from 'vitest';
import {
  basearchesOfChanges,
  type EvrSpan,
  liesIn,
  spansOf,
  spansOfSource,
  vrLiesIn,
} from '../../../../server/operations/diff/advisory-span';
import type { PackageChange, SourceChange } from '../../../../server/operations/diff/diff';
import { type DiffOfOptions, diffOf } from '../../../support/diff-of';

const up = (above: string | undefined, upTo: string): EvrSpan => ({ direction: 'gained', above, upTo });

function changed(
  name: string,
  from: Readonly<Record<string, string>> | string,
  to: Readonly<Record<string, string>> | string,
  options?: DiffOfOptions,
): PackageChange {
  const [change] = diffOf({ packages: { [name]: from } }, { packages: { [name]: to } }, options).changes;
  if (!change) throw new Error('no change');
  return change;
}

describe('spansOf', () => {
  const basearches = ['x86_64', 'aarch64'];

  it('an upgrade, a downgrade, an addition, a removal', () => {
    expect(spansOf(changed('sudo', '1.9.15-1.fc40', '1.9.15-5.p5.fc40'))).toEqual([
      up('1.9.15-1.fc40', '1.9.15-5.p5.fc40'),
    ]);
    expect(spansOf(changed('podman', '5:5.2.4-1.fc40', '5:5.2.3-1.fc40'))).toEqual([
      { direction: 'lost', above: '5:5.2.3-1.fc40', upTo: '5:5.2.4-1.fc40' },
    ]);
    expect(spansOf(changed('sudo', {}, '1.9.15-1.fc40'))).toEqual([up(undefined, '1.9.15-1.fc40')]);
    expect(spansOf(changed('sudo', '1.9.15-1.fc40', {}))).toEqual([]);
  });

  it('basearches that change alike have one, others their own', () => {
    expect(spansOf(changed('sudo', '1-1.fc40', '2-1.fc40', { basearches }))).toEqual([up('1-1.fc40', '2-1.fc40')]);
    const to = { x86_64: '2-1.fc40', aarch64: '3-1.fc40' };
    expect(spansOf(changed('sudo', '1-1.fc40', to, { basearches }))).toEqual([
      up('1-1.fc40', '2-1.fc40'),
      up('1-1.fc40', '3-1.fc40'),
    ]);
  });
});

describe('spansOfSource', () => {
  const sourceOf = (from: Record<string, string>, to: Record<string, string>): SourceChange => {
    const sources = Object.fromEntries(Object.keys(from).map(name => [name, 'lvm2']));
    const [change] = diffOf({ packages: from }, { packages: to }, { sources }).sources;
    if (!change) throw new Error('no change');
    return change;
  };

  it('of the package that is called like the source, whose subpackages may have versions of their own', () => {
    const from = { 'device-mapper': '1.02.197-1.fc40', lvm2: '2.03.23-1.fc40' };
    const to = { 'device-mapper': '1.02.199-1.fc40', lvm2: '2.03.25-1.fc40' };
    expect(spansOfSource(sourceOf(from, to))).toEqual([up('2.03.23-1.fc40', '2.03.25-1.fc40')]);
  });

  it('of all packages where none is', () => {
    const from = { 'krb5-libs': '1.21.2-5.fc40', 'krb5-server': '1.21.2-5.fc40' };
    const to = { 'krb5-libs': '1.21.3-1.fc40', 'krb5-server': '1.21.3-1.fc40' };
    expect(spansOfSource(sourceOf(from, to))).toEqual([up('1.21.2-5.fc40', '1.21.3-1.fc40')]);
  });
});

describe('liesIn', () => {
  it.each([
    ['1.9.15-1.fc40', false],
    ['1.9.15-2.fc40', true],
    ['1.9.15-5.p5.fc40', true],
    ['1.9.16-1.fc40', false],
    ['1:1.9.15-2.fc40', false],
  ])('%s above 1.9.15-1.fc40 up to 1.9.15-5.p5.fc40: %s', (evr, expected) => {
    expect(liesIn(evr, up('1.9.15-1.fc40', '1.9.15-5.p5.fc40'))).toBe(expected);
  });

  it('an addition is of that very build', () => {
    expect(liesIn('1-1.fc40', up(undefined, '0:1-1.fc40'))).toBe(true);
    expect(liesIn('1-2.fc40', up(undefined, '1-1.fc40'))).toBe(false);
  });

  it('what the lower side has, built for another release, is nothing new', () => {
    const next = up('5:5.2.3-1.fc40', '5:5.2.5-1.fc41');
    expect(liesIn('5:5.2.3-1.fc41', next)).toBe(false);
    expect(liesIn('5:5.2.3-2.fc41', next)).toBe(true);
    expect(liesIn('5:5.2.4-1.fc41', next)).toBe(true);
  });
});

describe('vrLiesIn', () => {
  it('takes the epoch of both ends', () => {
    const span = up('5:5.2.3-1.fc40', '5:5.2.5-1.fc40');
    expect(vrLiesIn('5.2.4-1.fc40', span)).toBe(true);
    expect(vrLiesIn('5.2.3-1.fc40', span)).toBe(false);
    expect(vrLiesIn('6.0-1.fc40', span)).toBe(false);
    expect(vrLiesIn('1.0-1.fc40', up(undefined, '5:1.0-1.fc40'))).toBe(true);
  });

  it('is sure of nothing but the very build where the epoch changes', () => {
    const span = up('3.0-1.fc40', '1:2.0-1.fc40');
    expect(vrLiesIn('2.0-1.fc40', span)).toBe(true);
    expect(vrLiesIn('1.9-1.fc40', span)).toBe(false);
    expect(vrLiesIn('3.1-1.fc40', span)).toBe(false);
  });
});

describe('basearchesOfChanges', () => {
  const basearches = ['aarch64', 'ppc64le', 'x86_64'];

  it('the preferred one, and others for what it does not have', () => {
    const common = { packages: { sudo: '1-1.fc40', 'ostree-grub2': { ppc64le: '1-1.fc40' } } };
    const after = { packages: { sudo: '2-1.fc40', 'ostree-grub2': { ppc64le: '1-1.fc40' } } };
    expect(basearchesOfChanges(diffOf(common, after, { basearches }), 'x86_64')).toEqual(['x86_64']);
    const all = { packages: { sudo: '2-1.fc40', 'ostree-grub2': { ppc64le: '2-1.fc40' } } };
    expect(basearchesOfChanges(diffOf(common, all, { basearches }), 'x86_64')).toEqual(['x86_64', 'ppc64le']);
    expect(basearchesOfChanges(diffOf(common, all, { basearches }))).toEqual(['aarch64', 'ppc64le']);
  });

  it('none where nothing comes', () => {
    const before = { packages: { sudo: '1-1.fc40' } };
    expect(basearchesOfChanges(diffOf(before, { packages: {} }, { basearches }), 'x86_64')).toEqual([]);
  });
});
