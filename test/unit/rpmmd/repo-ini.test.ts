import { describe, expect, it } from 'vitest';
import { parseIni } from '../../../server/rpmmd/repo-ini';

const read = (text: string) =>
  parseIni(text).sections.map(({ id, entries }) => [id, ...entries.map(({ key, value }) => `${key}=${value}`)]);
const problems = (text: string) => parseIni(text).problems;

// the values are those of libdnf 0.69's ConfigParser on the same text
describe('what libdnf reads', () => {
  it.each<[string, string, string[][]]>([
    ['blanks around', '[a]\nenabled = 1 \n', [['a', 'enabled=1']]],
    ['no inline comments', '[a]\nx=1 # c\n', [['a', 'x=1 # c']]],
    ['a blank after the header', '[a] \nx=1\n', [['a', 'x=1']]],
    ['a comment after the header', '[a] # c\nx=1\n', [['a', 'x=1']]],
    ['an indented header', ' [a]\nx=1\n', [['a', 'x=1']]],
    ['a value that begins on the next line', '[a]\nbaseurl=\n  http://a/\n', [['a', 'baseurl=http://a/']]],
    ['carriage returns', '[a]\r\nx=1\r\ny=2\r\n', [['a', 'x=1', 'y=2']]],
    ['tabs', '[a]\nbaseurl=http://a/\n\thttp://b/\n', [['a', 'baseurl=http://a/\nhttp://b/']]],
    ['case', '[a]\nEnabled=1\n', [['a', 'Enabled=1']]],
    ['a semicolon comment', '[a]\n;x=1\ny=2\n', [['a', 'y=2']]],
    ['a byte order mark', '\ufeff[a]\nx=1\n', [['a', 'x=1']]],
    ['an indented # in a value', '[a]\nb=http://a/\n  # c\n  http://c/\n', [['a', 'b=http://a/\n# c\nhttp://c/']]],
    ['a colon in a value', '[a]\nbaseurl=https://a/?x=1\n', [['a', 'baseurl=https://a/?x=1']]],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
    expect(problems(text)).toEqual([]);
  });
});

describe('what libdnf refuses', () => {
  it('is read where it can mean only one thing', () => {
    expect(read('[a]\nb=http://a/\n# c\n  http://c/\n')).toEqual([['a', 'b=http://a/\nhttp://c/']]);
    expect(read('[a]\nb=http://a/\n\n  http://c/\n')).toEqual([['a', 'b=http://a/\nhttp://c/']]);
    expect(read('[a]\nb: http://a/?x=y\n')).toEqual([['a', 'b=http://a/?x=y']]);
  });

  it.each<[string, { line: number; message: string }]>([
    [
      '[a]\nb=1\n\n  2\n',
      { line: 3, message: 'dnf refuses a continued value with a comment or an empty line in between' },
    ],
    ['[a]\nb: 1\n', { line: 1, message: "dnf wants '=' after b, not ':'" }],
    ['[a] junk\nx=1\n', { line: 0, message: 'not a section header: [a] junk' }],
    ['[]\n', { line: 0, message: 'not a section header: []' }],
    ['x=1\n[a]\n', { line: 0, message: 'x stands in no section' }],
    ['[a]\nxyz\n', { line: 1, message: 'neither a section header nor key=value: xyz' }],
    ['[a]\n  x=1\n', { line: 1, message: 'an indented line continues a value, and there is none before it: x=1' }],
  ])('%j is reported', (text, problem) => {
    expect(problems(text)[0]).toEqual(problem);
  });
});
