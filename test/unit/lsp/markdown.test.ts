import { describe, expect, it } from 'vitest';
import { MARKDOWN, PLAIN_TEXT } from '../../../server/lsp/markdown';

describe('writers', () => {
  it('write the same in Markdown and in plain text', () => {
    expect(MARKDOWN.item(MARKDOWN.strong('a_b'))).toBe('- **a_b**');
    expect(PLAIN_TEXT.item(PLAIN_TEXT.strong('a_b'))).toBe('- a_b');
    expect(PLAIN_TEXT.link('Reason', 'https://a.example/1')).toBe('Reason: https://a.example/1');
    expect(PLAIN_TEXT.link('manifest-lock.x86_64.json', 'file:///r/x')).toBe('manifest-lock.x86_64.json');
  });
});
