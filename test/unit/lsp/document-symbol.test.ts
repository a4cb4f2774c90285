import { describe, expect, it } from 'vitest';
import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver';
import { doDocumentSymbols } from '../../../server/lsp/document-symbol';
import { baseLock, OVERRIDES } from '../../support/fedora';
import { lockfileView } from '../../support/lockfile-view';

const OPEN = 'manifest-lock.overrides.yaml';

async function symbols(text: string, open = OPEN): Promise<DocumentSymbol[]> {
  const view = await lockfileView({ files: { [open]: text }, open });
  return doDocumentSymbols(view, { hierarchical: true }) as DocumentSymbol[];
}

const outline = (found: readonly DocumentSymbol[]): unknown[] =>
  found.map(({ name, detail, children }) => [name, detail, ...(children ? [outline(children)] : [])]);

describe('doDocumentSymbols', () => {
  it('lists the packages with version and type', async () => {
    expect(outline(await symbols(OVERRIDES))).toEqual([
      [
        'packages',
        '2 packages',
        [
          ['ignition', '2.20.0-1.fc40 · fast-track'],
          ['podman', '5:5.2.3-1.fc40 · fast-track'],
        ],
      ],
    ]);
  });

  it('reaches over the whole entry and selects its name', async () => {
    const [{ children = [] } = {}] = await symbols(OVERRIDES);
    const [ignition] = children;
    expect(ignition).toMatchObject({
      kind: SymbolKind.Package,
      range: { start: { line: 3, character: 2 }, end: { line: 7, character: 22 } },
      selectionRange: { start: { line: 3, character: 2 }, end: { line: 3, character: 10 } },
    });
  });

  it('says of a base lock when it was generated', async () => {
    const text = `{"packages": ${JSON.stringify({ bash: { evra: '5.2.26-3.fc40.x86_64' } })}, "metadata": {"generated": "2024-10-23T00:00:00Z"}}`;
    expect(outline(await symbols(text, 'manifest-lock.x86_64.json'))).toEqual([
      ['packages', '1 package', [['bash', '5.2.26-3.fc40']]],
      ['metadata', 'generated 2024-10-23T00:00:00Z'],
    ]);
  });

  it('has a name and a word for what is half typed, and for what counts no more', async () => {
    expect(outline(await symbols('packages:\n  "":\n  a: {evr: 1-1}\n  a: {evr: 2-1}\n'))).toEqual([
      [
        'packages',
        '3 packages',
        [
          ['""', ''],
          ['a', '1-1 · replaced below'],
          ['a', '2-1'],
        ],
      ],
    ]);
    expect(outline(await symbols('packages:\n'))).toEqual([['packages', '0 packages', []]]);
    expect(await symbols('')).toEqual([]);
  });

  it('is flat for a client that knows no hierarchy', async () => {
    const open = 'manifest-lock.x86_64.json';
    const view = await lockfileView({ files: { [open]: baseLock('x86_64') }, open });
    expect(doDocumentSymbols(view, { hierarchical: false })[0]).toEqual({
      name: 'bash 5.2.26-3.fc40',
      kind: SymbolKind.Package,
      location: {
        uri: 'file:///config/manifest-lock.x86_64.json',
        range: { start: { line: 2, character: 4 }, end: { line: 4, character: 5 } },
      },
      containerName: 'packages',
    });
  });

  it('counts in the units that were negotiated', async () => {
    const files = { [OPEN]: 'packages: {é: {evr: 1-1}, b: {evr: 1-1}}\n' };
    const view = await lockfileView({ files, open: OPEN, encoding: 'utf-8' });
    const [{ children = [] } = {}] = doDocumentSymbols(view, { hierarchical: true }) as DocumentSymbol[];
    expect(children[1]?.selectionRange.start.character).toBe(27);
  });
});
