import { expect, it } from 'vitest';
import { parseUrl, percentDecoded, withoutPassword } from '../../../server/http/url';

it.each([
  ['https://user:secret@host/path?x=a:b@c', 'https://user:***@host/path?x=a:b@c'],
  ['https://user@host/', 'https://user@host/'],
  ['https://host/a:b@c', 'https://host/a:b@c'],
  ['http://host:8080/', 'http://host:8080/'],
])('withoutPassword(%s)', (url, expected) => {
  expect(withoutPassword(url)).toBe(expected);
});

it('parseUrl is undefined for what is none', () => {
  expect(parseUrl('no url')).toBeUndefined();
  expect(parseUrl('x', 'https://host/a/b')?.href).toBe('https://host/a/x');
});

it('percentDecoded undoes escapes, and leaves text with a stray percent sign as it is', () => {
  expect(percentDecoded('primary%20%2Bx.xml')).toBe('primary +x.xml');
  expect(percentDecoded('100%')).toBe('100%');
});
