import { describe, expect, it } from 'vitest';
import { group, NewestFirst } from '../../../server/rpmmd/index-order';
import { StringTable } from '../../../server/rpmmd/string-table';

describe('group', () => {
  it('sorts keys by text and the packages of a key as asked, stably', () => {
    const strings = new StringTable();
    const ids = ['b', 'a', 'b', 'c', 'b', 'a', 'b'].map(text => strings.internText(text));
    const rank = [2, 0, 1, 0, 2, 0, 0];
    const grouped = group(strings, Uint32Array.from(ids), (a, b) => (rank[a] ?? 0) - (rank[b] ?? 0));
    expect([...grouped.keys].map(id => strings.text(id))).toEqual(['a', 'b', 'c']);
    expect([...grouped.places]).toEqual([0, 2, 6, 7]);
    expect([...grouped.packages]).toEqual([1, 5, 6, 2, 0, 4, 3]);
  });

  it('groups nothing', () => {
    const grouped = group(new StringTable(), new Uint32Array(0), () => 0);
    expect([grouped.keys.length, [...grouped.places], grouped.packages.length]).toEqual([0, [0], 0]);
  });
});

describe('NewestFirst', () => {
  // judged by rpm
  it('orders as RPM does', () => {
    const strings = new StringTable();
    const evrs = ['1.0-1.fc40', '1:0.1-1', '1.0~rc1-1', '1.0-10.fc40', '1.0^git1-1', '1.0-2.fc40', '2:0-0'];
    const newest = new NewestFirst(strings);
    const ids = evrs.map(evr => strings.internText(evr)).sort((a, b) => newest.compare(a, b));
    expect(ids.map(id => strings.text(id))).toEqual([
      '2:0-0',
      '1:0.1-1',
      '1.0^git1-1',
      '1.0-10.fc40',
      '1.0-2.fc40',
      '1.0-1.fc40',
      '1.0~rc1-1',
    ]);
  });
});
