import { expect, it } from 'vitest';
import { HttpError } from '../../../server/http/http';
import { printable } from '../../../server/http/printable';

it.each([
  ['404 \u001b[31mred\u001b[0m', '404 \\u001b[31mred\\u001b[0m'],
  ['two\r\nlines', 'two\\u000d\\u000alines'],
  ['an 8-bit CSI \u009b2J', 'an 8-bit CSI \\u009b2J'],
  ['evr 1.2\u202e3', 'evr 1.2\\u202e3'],
  ['Grüße, 5:5.2.5~rc1^git-1.fc40', 'Grüße, 5:5.2.5~rc1^git-1.fc40'],
])('%j', (text, expected) => {
  expect(printable(text)).toBe(expected);
});

it('holds for every HttpError: servers choose the words of a status line', () => {
  expect(new HttpError('status', '', 'http://a/: 404 \u001b[2J', 404).message).toBe('http://a/: 404 \\u001b[2J');
});
