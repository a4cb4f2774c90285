import { describe, expect, it } from 'vitest';
import { greatestNature, natureOf } from '../../../../server/operations/diff/nature';

describe('natureOf', () => {
  it.each([
    ['6.11.3-200.fc40', '6.11.4-201.fc40', 'version'],
    ['1.9.5p2-1.fc33', '1.9.2-1.fc33', 'version'],
    ['3.2-1.fc40', '1:3.1-1.fc40', 'version'],
    ['20241017-1.fc40', '20241017-2.fc40', 'release'],
    // the mass rebuild for a release raises the number as well
    ['2.3.2-1.fc40', '2.3.2-2.fc41', 'release'],
    ['1.0-1', '1.0-2', 'release'],
    ['1.0-1.fc40', '1.0-1', 'release'],
    ['1.0-1.fc40', '1.0-1.fc40.2', 'release'],
    ['9.6p1-1.fc40.2', '9.6p1-1.fc40.4', 'release'],
    ['10.42-2.fc40.2', '10.42-2.fc41', 'release'],
    ['1:1.0-1.fc40', '2:1.0-2.fc40', 'release'],
    ['1.15-2.fc40', '1.15-2.fc41', 'rebuild'],
    ['1.15-2.fc41', '1.15-2.fc40', 'rebuild'],
    ['10.42-2.fc40.2', '10.42-2.fc41.2', 'rebuild'],
    ['1.0-0.3.rc1.git8baf557.fc40', '1.0-0.3.rc1.git8baf557.fc41', 'rebuild'],
    ['5.14.0-1.el9', '5.14.0-1.el10', 'rebuild'],
    ['2.06-97.fc40', '1:2.06-97.fc40', 'epoch'],
  ])('%s to %s: %s', (from, to, nature) => {
    expect(natureOf(from, to)).toBe(nature);
  });
});

describe('greatestNature', () => {
  it('is the one that says most', () => {
    expect(greatestNature(['rebuild', 'release', 'version', undefined])).toBe('version');
    expect(greatestNature(['rebuild', 'release', 'epoch'])).toBe('epoch');
    expect(greatestNature(['rebuild', 'release'])).toBe('release');
    expect(greatestNature([undefined])).toBeUndefined();
  });
});
