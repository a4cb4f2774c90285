import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compareEvr, compareParsedEvr, formatEvr, parseEvr, rpmvercmp } from '../../../server/rpm/evr';
import fc from '../../support/fast-check';
import { itShared, shared } from '../../support/shared';

/** RPM's own cases (tests/rpmvercmp.at) and answers of librpm 4.18 to odd strings. */
const VERCMP: readonly (readonly [string, string, number])[] = [
  ['1.0', '1.0', 0],
  ['2.0', '2.0.1', -1],
  ['2.0.1a', '2.0.1', 1],
  ['5.5p10', '5.5p1', 1],
  ['10xyz', '10.1xyz', -1],
  ['xyz10', 'xyz10.1', -1],
  ['8', 'xyz.4', 1],
  ['xyz.4', '2', -1],
  ['5.5p2', '5.6p1', -1],
  ['6.0.rc1', '6.0', 1],
  ['10b2', '10a1', 1],
  ['1.0aa', '1.0a', 1],
  ['10.0001', '10.1', 0],
  ['10.0001', '10.0039', -1],
  ['4.999.9', '5.0', -1],
  ['20101122', '20101121', 1],
  ['2_0', '2.0', 0],
  ['a+', 'a_', 0],
  ['_a', '+a', 0],
  ['+', '_', 0],
  ['1.0~rc1', '1.0', -1],
  ['1.0~rc2', '1.0~rc1', 1],
  ['1.0~rc1', '1.0~rc1~git123', 1],
  ['1.0^', '1.0', 1],
  ['1.0^git1', '1.0', 1],
  ['1.0^git1', '1.0^git2', -1],
  ['1.0^git1', '1.01', -1],
  ['1.0^20160101', '1.0.1', -1],
  ['1.0^20160101^git1', '1.0^20160102', -1],
  ['1.0~rc1^git1', '1.0~rc1', 1],
  ['1.0^git1~pre', '1.0^git1', -1],
  ['1b.fc17', '1.fc17', -1],
  ['1g.fc17', '1.fc17', 1],
  ['1.1.α', '1.1.β', 0],
  ['1.1.αα', '1.1.α', 0],
  ['', '+cü𝟙', -1],
  ['', '１İß', 0],
  ['20-中', '²-ho文:', 1],
  ['２qküİ文o', '２βqk^İ文o', 1],
  ['18446744073709551616', '18446744073709551615', 1],
];

/** Real pairs of Fedora CoreOS's history and odd strings, judged by librpm's parse and compare. */
const EVR: readonly (readonly [string, string, number])[] = [
  ['1:1.20.10-1.fc31', '1:1.20.8-1.fc31', 1],
  ['1:2.06~rc1-1.fc33', '1:2.06-72.fc37', -1],
  ['0.0.99.5-8.fc40', '0.0.99.2^3.git075b9a8d2779-2.fc35', 1],
  ['0^20240607.g8a83b53-1.fc40', '0^20240814.g61c0b0d-1.fc40', -1],
  ['2.10.0~beta2-4.fc41', '2.6.3-1.fc35', 1],
  ['1.19-3.fc39', '1.19~rc1-3.fc37', 1],
  ['5:5.2.5-1.fc40', '5.2.5-1.fc40', 1],
  ['0:2.9.9-118.fc39', '2.9.9-118.fc39', 0],
  ['01:256.5-1', '1:256.5-1', 0],
  [':1.0-1', '1.0-1', 0],
  ['18446744073709551616:1-1', '2:1-1', 1],
  ['10:1-1', '9:1-1', 1],
  ['0^-', '0^:', 1],
  ['a:0-', 'a:0', 1],
  ['1.0-1', '1.0', 1],
  ['1.0', '1.0-1', -1],
  ['41.15', '4.1', 1],
];

describe('rpmvercmp', () => {
  for (const [a, b, expected] of VERCMP) {
    it(`${JSON.stringify(a)} against ${JSON.stringify(b)}`, () => {
      expect(rpmvercmp(a, b)).toBe(expected);
      expect(rpmvercmp(b, a)).toBe(expected === 0 ? 0 : -expected);
    });
  }
});

describe('compareEvr', () => {
  for (const [a, b, expected] of EVR) {
    it(`${a} against ${b}`, () => {
      expect(compareEvr(a, b)).toBe(expected);
      expect(compareEvr(b, a)).toBe(expected === 0 ? 0 : -expected);
    });
  }

  it('is antisymmetric and reflexive on any text', () => {
    const text = fc.string({ unit: fc.constantFrom(...'019ab.~^-:_+é') });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(compareEvr(a, a)).toBe(0);
        expect(compareEvr(a, b) + compareEvr(b, a)).toBe(0);
      }),
    );
  });

  itShared('agrees with librpm on every judged pair', () => {
    const rows = readFileSync(shared('data/vercmp.tsv'), 'utf8').split('\n').filter(Boolean);
    expect(rows.length).toBe(36042);
    const wrong = rows.filter(row => {
      const [a = '', b = '', expected, judge] = row.split('\t');
      return (judge === 'vercmp' ? rpmvercmp(a, b) : compareEvr(a, b)) !== Number(expected);
    });
    expect(wrong).toEqual([]);
  });
});

describe('compareEvr at the first difference', () => {
  it('takes no number for decided that stands in different parts', () => {
    expect(compareEvr('11:1-1', '12-1')).toBe(1);
    expect(compareEvr('1-2-3', '1-3')).toBe(1);
    expect(compareEvr('1.2-3', '1.10')).toBe(-1);
    expect(compareEvr('1.02-1', '1.2-2')).toBe(-1);
    expect(compareEvr('255-1', '1:1-1')).toBe(-1);
  });

  it('orders as the parts do, one after the other', () => {
    const piece = fc.constantFrom('0', '1', '10', '2', '9', '00', '.', '-', ':', '~', '^', 'a', 'fc40', '+', '\u00e9');
    const text = fc.array(piece, { maxLength: 5 }).map(pieces => pieces.join(''));
    fc.assert(
      fc.property(text, text, text, text, (before, a, b, after) => {
        const [first, second] = [parseEvr(before + a + after), parseEvr(before + b + after)];
        expect(compareEvr(before + a + after, before + b + after)).toBe(compareParsedEvr(first, second));
      }),
      { numRuns: 5000 },
    );
  });
});

describe('parseEvr and formatEvr', () => {
  it('splits epoch, version and release', () => {
    expect(parseEvr('5:5.2.5-1.fc40')).toEqual({ epoch: '5', version: '5.2.5', release: '1.fc40' });
    expect(parseEvr('1.0-rc1-2')).toEqual({ epoch: '0', version: '1.0-rc1', release: '2' });
    expect(parseEvr('1.0')).toEqual({ epoch: '0', version: '1.0', release: undefined });
    expect(parseEvr('a:1.0-1')).toEqual({ epoch: '0', version: 'a:1.0', release: '1' });
  });

  it('leaves epoch 0 out', () => {
    expect(formatEvr(parseEvr('0:1.10.3-3.fc40'))).toBe('1.10.3-3.fc40');
    expect(formatEvr(parseEvr('007:1-1'))).toBe('7:1-1');
    expect(formatEvr(parseEvr('1.0'))).toBe('1.0');
  });
});
