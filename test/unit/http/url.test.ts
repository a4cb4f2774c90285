import { expect, it } from 'vitest';
import { parseUrl, withoutPassword } from '../../../server/http/url';

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
