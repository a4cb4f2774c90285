import { describe, expect, it } from 'vitest';
import { decodeEntities, matches, nameEnd, skipSpace, tagEnd, textEnd, valueEnd } from '../../../server/rpmmd/xml-scan';

function decoded(text: string): string | undefined {
  const bytes = Buffer.from(text);
  const end = decodeEntities(bytes, 0, bytes.length);
  return end < 0 ? undefined : bytes.toString('utf8', 0, end);
}

describe('decodeEntities', () => {
  it.each([
    ['plain', 'plain'],
    ['a &amp;&lt;&gt;&quot;&apos; b', 'a &<>"\' b'],
    ['&amp;amp;', '&amp;'],
    ['&#65;&#x42;&#x00043;', 'ABC'],
    ['&#xEF;&#x20AC;&#x1F600;', 'ï€😀'],
    ['naïve &#9;tab', 'naïve \ttab'],
  ])('%s', (text, expected) => {
    expect(decoded(text)).toBe(expected);
  });

  it.each([
    'AT&T',
    'a & b',
    '&nbsp;',
    '&constructor;',
    '&#0;',
    '&#x1F;',
    '&#xD800;',
    '&#xFFFE;',
    '&#x110000;',
    '&#xZZ;',
    '&#;',
    '&;',
    '&amp',
    '&averylongname;',
  ])('refuses %s', text => {
    expect(decoded(text)).toBeUndefined();
  });

  it('looks no further than it may', () => {
    expect(decodeEntities(Buffer.from('&am' + 'p;'), 0, 3)).toBe(-1);
  });
});

describe('the scanning functions', () => {
  const bytes = Buffer.from(' \n<name a="1>">te&amp;xt</name >');

  it('stop at their end', () => {
    expect(skipSpace(bytes, 0, bytes.length)).toBe(2);
    expect(skipSpace(bytes, 0, 1)).toBe(1);
    expect(nameEnd(bytes, 3, bytes.length)).toBe(7);
    expect(nameEnd(bytes, 3, 5)).toBe(5);
    expect(textEnd(bytes, 14, 16)).toBe(0);
    expect(valueEnd(bytes, 11, 12, 0x22)).toBe(0);
    expect(tagEnd(bytes, 29, 30)).toBe(-1);
  });

  it('find ends', () => {
    expect(valueEnd(bytes, 11, bytes.length, 0x22)).toBe(13 - 0);
    expect(textEnd(bytes, 15, bytes.length)).toBe(-24 - 1);
    expect(textEnd(bytes, 22, bytes.length)).toBe(24);
    expect(tagEnd(bytes, 30, bytes.length)).toBe(32);
    expect(matches(bytes, 3, Buffer.from('name'))).toBe(true);
    expect(matches(bytes, 3, Buffer.from('nama'))).toBe(false);
  });

  it('refuse what a parser would normalise', () => {
    expect(textEnd(Buffer.from('a\r\nb<'), 0, 5)).toBe(0);
    expect(valueEnd(Buffer.from('a\nb"'), 0, 4, 0x22)).toBe(0);
    expect(valueEnd(Buffer.from('a<b"'), 0, 4, 0x22)).toBe(0);
  });
});
