import { expect, it } from 'vitest';
import { reasonFault } from '../../../../client/pin/reason';

const REQUIRED = 'A reason is required: the address of an issue, a bug or a pull request.';
const NO_ADDRESS = 'The reason must be an address that begins with http:// or https://.';

it.each([
  ['https://github.com/coreos/fedora-coreos-tracker/issues/1809', undefined],
  ['http://example.org', undefined],
  ['HTTPS://example.org/x', undefined],
  ['', REQUIRED],
  ['#1900', NO_ADDRESS],
  ['ftp://example.org/x', NO_ADDRESS],
  ['javascript:alert(1)', NO_ADDRESS],
  ['file:///etc/passwd', NO_ADDRESS],
  ['https:', NO_ADDRESS],
  ['https:///x', NO_ADDRESS],
  ['see https://example.org', NO_ADDRESS],
])('%s', (text, fault) => expect(reasonFault(text, true)).toBe(fault));

it('is not asked for where the package is released by the project itself', () => {
  expect(reasonFault('', false)).toBeUndefined();
  expect(reasonFault('#1900', false)).toBe(NO_ADDRESS);
});
