import { describe, expect, it } from 'vitest';
import { escapeMarkdown, inlineCode, link, oneLine, safeUrl } from '../../../server/operations/markdown-text';
import fc from '../../support/fast-check';
import { hasMarkdownIt, renderedTokens } from '../../support/markdown-it';

describe('escapeMarkdown', () => {
  it.each([
    ['Manage Pods, Containers and Container Images', 'Manage Pods, Containers and Container Images'],
    ['[click](https://evil.example)', '\\[click\\](https\\://evil.example)'],
    ['![x](y)', '!\\[x\\](y)'],
    ['<img src=x onerror=alert(1)>', '\\<img src=x onerror=alert(1)>'],
    ['&lt;script&gt;', '\\&lt;script\\&gt;'],
    ['*bold* _it_ `code` ~~no~~', '\\*bold\\* \\_it\\_ \\`code\\` \\~\\~no\\~\\~'],
    ['x86_64', 'x86_64'],
    ['a | b', 'a \\| b'],
    ['www.evil.example me@evil.example', 'www\\.evil.example me\\@evil.example'],
    ['# heading', '\\# heading'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['12) item', '12\\) item'],
    ['> quoted', '\\> quoted'],
    ['---', '\\---'],
    ['===', '\\==='],
    [':-:', '\\:-:'],
    // none of these is markup (CommonMark 0.31.2, 4.2, 5.2 and 6.6; a number of ten digits begins no list)
    ['5.7.0 → 5.7.1', '5.7.0 → 5.7.1'],
    ['2.1.6-5.fc40', '2.1.6-5.fc40'],
    ['1234567890. item', '1234567890. item'],
    ['-1.fc40', '-1.fc40'],
    ['+1 package', '+1 package'],
    ['#1752', '#1752'],
    ['a -> b', 'a -> b'],
    ['5.2 < 5.3 & R&D', '5.2 < 5.3 & R\\&D'],
    ['R&D, AT&T', 'R&D, AT\\&T'],
    ['back\\slash', 'back\\\\slash'],
    ['two\nlines\r\n\tof text', 'two lines of text'],
    ['right\u202eleft', 'right left'],
    ['5:5.2.5-1.fc40', '5:5.2.5-1.fc40'],
  ])('%j becomes %j', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });
});

describe('an independent reader of CommonMark', () => {
  const PIECES = [
    ...[
      '1.',
      '2)',
      '12345678901.',
      '-',
      '+',
      '=',
      '#',
      '######',
      '>',
      ':',
      '---',
      '***',
      '* ',
      '_',
      '__',
      '~~',
      '~',
      '`',
      '```',
    ],
    ...[
      '|',
      '[x](y)',
      '![x](y)',
      '[x]:',
      '<b>',
      '</b>',
      '<!--',
      '<?',
      '<',
      '&',
      '&lt;',
      '&#60;',
      '&amp',
      ';',
      '\\',
      '.',
      ' ',
    ],
    ...['https://a.example/', 'http://', 'www.a.example', 'me@a.example', '\n', '\t', 'x', '5', 'x86_64', '5.7.0', '→'],
  ];
  const texts = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 8 }).map(pieces => pieces.join(''));
  const PLACES: Readonly<Record<string, (text: string) => string>> = {
    'a paragraph': text => text,
    'the line after another': text => `words\n${text}`,
    'the item of a list': text => `- ${text}`,
    'a quotation': text => `> ${text}`,
    'the cell of a table': text => `| a | b |\n| --- | --- |\n| x | ${text} |`,
    'two in one line': text => `${text}; ${text} ${text}`,
    'strong words': text => `**x ${text} x**`,
  };

  it.skipIf(!hasMarkdownIt).each(Object.entries(PLACES))('finds no markup in %s', (_, place) => {
    const kinds = (markdown: string) => renderedTokens(markdown).map(({ type }) => type);
    const words = (markdown: string): string =>
      renderedTokens(markdown)
        .map(({ content }) => content)
        .join('')
        .replace(/ +/g, ' ');
    const harmless = kinds(place('x'));
    fc.assert(
      fc.property(
        texts.filter(text => oneLine(text) !== ''),
        text => {
          const markdown = place(escapeMarkdown(text));
          expect(kinds(markdown)).toEqual(harmless);
          expect(words(markdown)).toContain(oneLine(text).replace(/ +/g, ' '));
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('inlineCode', () => {
  it.each([
    ['5:5.2.5-1.fc40', '`5:5.2.5-1.fc40`'],
    ['a`b', '``a`b``'],
    ['`a', '`` `a ``'],
    ['', ''],
  ])('%j becomes %j', (text, code) => {
    expect(inlineCode(text)).toBe(code);
  });

  it('takes any number of backticks', () => {
    expect(inlineCode('` '.repeat(200_000)).startsWith('`` ` `')).toBe(true);
  });
});

describe('link', () => {
  it('leads to http, https and file URLs', () => {
    expect(link('Home page', 'https://podman.io/')).toBe('[Home page](<https://podman.io/>)');
    expect(link('a [b]', 'file:///x/y#L3')).toBe('[a \\[b\\]](<file:///x/y#L3>)');
  });

  it('is only its label for anything else', () => {
    expect(link('Home page', 'command:workbench.action.terminal.new')).toBe('Home page');
    expect(link('Home page', 'javascript:alert(1)')).toBe('Home page');
    expect(link('Home page', 'not a url')).toBe('Home page');
  });

  it('cannot be left by what the URL contains', () => {
    expect(link('x', 'https://a.example/)> [y](command:z')).toBe('[x](<https://a.example/)%3E%20[y](command:z>)');
    expect(link('x', 'https://a.example/a|b')).toBe('[x](<https://a.example/a%7Cb>)');
    expect(safeUrl('https://a.example/<b>\\c')).toBe('https://a.example/%3Cb%3E/c');
  });
});
