import { describe, expect, it } from 'vitest';
import { resized, StringTable } from '../../../server/rpmmd/string-table';
import fc from '../../support/fast-check';

describe('StringTable', () => {
  it('numbers strings as they come, once each, the empty one 0', () => {
    const table = new StringTable();
    expect(['', 'a', 'b', 'a', '', 'naïve'].map(text => table.internText(text))).toEqual([0, 1, 2, 1, 0, 3]);
    expect(table.size).toBe(4);
    expect([0, 1, 2, 3].map(id => table.text(id))).toEqual(['', 'a', 'b', 'naïve']);
  });

  it('takes part of a buffer', () => {
    const table = new StringTable();
    const bytes = Buffer.from('xxhellozz');
    const id = table.intern(bytes, 2, 7);
    expect(table.text(id)).toBe('hello');
    expect(table.is(id, bytes, 2, 7)).toBe(true);
    expect(table.is(id, bytes, 2, 6)).toBe(false);
  });

  it('orders by code points', () => {
    const texts = ['', 'a', 'a-b', 'aa', 'b', 'B', '0ad', 'é', '\ud7ff', '\ue000', '\uffff', '😀', '😁', '😀b'];
    const table = new StringTable();
    const ids = texts.map(text => table.internText(text));
    const sorted = ids.sort((a, b) => table.compare(a, b)).map(id => table.text(id));
    expect(sorted).toEqual([...texts].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
    expect(sorted.slice(-4)).toEqual(['\uffff', '😀', '😀b', '😁']);
  });

  it('keeps any strings apart', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), texts => {
        const clean = texts.map(text => Buffer.from(text).toString());
        const table = new StringTable();
        const ids = clean.map(text => table.internText(text));
        expect(ids.map(id => table.text(id))).toEqual(clean);
        expect(table.size).toBe(new Set(['', ...clean]).size);
      }),
    );
  });

  it('appends without looking', () => {
    const table = new StringTable();
    const bytes = Buffer.from('one');
    expect([table.append(bytes, 0, 3), table.append(bytes, 0, 3), table.intern(bytes, 0, 3)]).toEqual([1, 2, 3]);
    expect(table.text(2)).toBe('one');
    expect(table.compare(1, 3)).toBe(0);
  });

  it('keeps what is there when it makes room', () => {
    const table = new StringTable();
    expect(['a', 'b'].map(text => table.internText(text))).toEqual([1, 2]);
    for (const strings of [3, 10_000, 100]) table.reserve(strings, 1_000_000);
    expect(['b', 'c', 'a'].map(text => table.internText(text))).toEqual([2, 3, 1]);
    expect([1, 2, 3].map(id => table.text(id))).toEqual(['a', 'b', 'c']);
  });

  it('grows', () => {
    const table = new StringTable();
    const long = 'x'.repeat(100);
    for (let i = 0; i < 40_000; i++) expect(table.internText(`${long}${i}`)).toBe(i + 1);
    for (let i = 0; i < 40_000; i += 997) expect(table.internText(`${long}${i}`)).toBe(i + 1);
    const places = table.places();
    expect(places).toHaveLength(table.size + 1);
    expect(places.at(-1)).toBe(table.contents().length);
    const [from = 0, to = 0] = places.subarray(40_000);
    expect(Buffer.from(table.contents().subarray(from, to)).toString()).toBe(`${long}39999`);
  });
});

it('resized keeps what is there', () => {
  expect([...resized(Uint32Array.of(1, 2), 4)]).toEqual([1, 2, 0, 0]);
});
