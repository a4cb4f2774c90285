import { describe, expect, it } from 'vitest';
import { documentFactory } from '../../../server/lsp/document';

const range = (line: number, start: number, end: number) => ({
  start: { line, character: start },
  end: { line, character: end },
});

describe('documentFactory', () => {
  it('applies changes one after the other, each to the text the one before left', () => {
    const { create, update } = documentFactory(() => 'utf-16');
    const opened = create('file:///a.yaml', 'yaml', 1, 'packages:\n  a:\n');
    const changed = update(
      opened,
      [
        { range: range(1, 2, 3), text: 'podman' },
        { range: range(1, 8, 9), text: ' {}' },
      ],
      2,
    );
    expect(changed.text).toBe('packages:\n  podman {}\n');
    expect(changed).toMatchObject({ uri: 'file:///a.yaml', languageId: 'yaml', version: 2 });
    expect(opened.text).toBe('packages:\n  a:\n');
  });

  it('takes a change without a range for the whole text', () => {
    const { create, update } = documentFactory(() => 'utf-16');
    expect(update(create('file:///a', 'yaml', 1, 'old'), [{ text: 'new' }], 5).text).toBe('new');
  });

  it('reads ranges in the negotiated encoding', () => {
    const { create, update } = documentFactory(() => 'utf-8');
    const opened = create('file:///a', 'yaml', 1, '# é: x');
    expect(update(opened, [{ range: range(0, 6, 7), text: 'y' }], 2).text).toBe('# é: y');
  });
});
