import { expect, it } from 'vitest';
import { parseMirrorlist } from '../../../server/rpmmd/mirrorlist';

it('takes the http and https lines in their order', () => {
  const text = `# repo = fedora-17 arch = i386 country = GB
\t\t   http://foo.bar/fedora/linux/
ftp://ftp.bar.foo/Fedora/17/
https://mirror.example/$basearch/
http://foo.bar/fedora/linux/

#http://no.bar/
`;
  expect(parseMirrorlist(text)).toEqual(['http://foo.bar/fedora/linux/', 'https://mirror.example/$basearch/']);
});

it('of an error page is empty', () => {
  expect(parseMirrorlist('<html><body>no such repository</body></html>')).toEqual([]);
});
