import { describe, expect, it } from 'vitest';
import { parseLockfile } from '../../../server/lockfile/parse';
import { TextLines } from '../../../server/lsp/convert';
import { doDocumentLinks } from '../../../server/lsp/document-link';
import { OVERRIDES } from '../../support/fedora';

function links(text: string) {
  const lines = new TextLines(text, 'utf-16');
  return doDocumentLinks(parseLockfile(text, 'yaml'), lines).map(({ range, target }) => {
    const { start, end } = lines.span(range);
    return [text.slice(start, end), target];
  });
}

describe('doDocumentLinks', () => {
  it('covers exactly the addresses of reason and bodhi', () => {
    const same = (url: string) => [url, url];
    expect(links(OVERRIDES)).toEqual([
      same('https://bodhi.fedoraproject.org/updates/FEDORA-2024-35ebfcbeef'),
      same('https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638'),
      same('https://github.com/coreos/fedora-coreos-tracker/issues/1809'),
    ]);
  });

  it('leaves quotes out', () => {
    expect(links('packages:\n  a:\n    evr: 1-1\n    metadata:\n      reason: "https://example.org/1"\n')).toEqual([
      ['https://example.org/1', 'https://example.org/1'],
    ]);
  });

  it('is nothing for what is no web address', () => {
    const text = 'packages:\n  a:\n    evr: 1-1\n    metadata:\n      reason: command:x\n      bodhi: FEDORA-2024-1\n';
    expect(links(text)).toEqual([]);
  });
});
