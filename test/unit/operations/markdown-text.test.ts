import { describe, expect, it } from 'vitest';
import { escapeMarkdown, inlineCode, link, safeUrl } from '../../../server/operations/markdown-text';

describe('escapeMarkdown', () => {
  it.each([
    ['Manage Pods, Containers and Container Images', 'Manage Pods, Containers and Container Images'],
    ['[click](https://evil.example)', '\\[click\\](https\\://evil.example)'],
    ['![x](y)', '!\\[x\\](y)'],
    ['<img src=x onerror=alert(1)>', '\\<img src=x onerror=alert(1)\\>'],
    ['&lt;script&gt;', '\\&lt;script\\&gt;'],
    ['*bold* _it_ `code` ~~no~~', '\\*bold\\* \\_it\\_ \\`code\\` \\~\\~no\\~\\~'],
    ['x86_64', 'x86_64'],
    ['a | b', 'a \\| b'],
    ['www.evil.example me@evil.example', 'www\\.evil.example me\\@evil.example'],
    ['# heading', '\\# heading'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['back\\slash', 'back\\\\slash'],
    ['two\nlines\r\n\tof text', 'two lines of text'],
    ['right\u202eleft', 'right left'],
    ['5:5.2.5-1.fc40', '5:5.2.5-1.fc40'],
  ])('%j becomes %j', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
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
