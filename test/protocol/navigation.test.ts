/** Finding one's way: symbols, folding, definitions and references, colours. */
import { describe, expect, it } from 'vitest';
import {
  DefinitionRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  type LocationLink,
  ReferencesRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver-protocol/node';
import { GitDocumentRequest } from '../../server/protocol';
import { baseLock, OVERRIDES } from '../support/fedora';
import { gitRepository } from '../support/git';
import { useWorkbench } from './support/workbench';

const workbench = useWorkbench();
const PATH = 'manifest-lock.overrides.yaml';

async function opened(text = OVERRIDES, path = PATH) {
  const client = await workbench().start();
  const uri = workbench().uri(path);
  await client.open(uri, text);
  return { client, uri };
}

describe('a lockfile', () => {
  it('says what it can do', async () => {
    const client = await workbench().start();
    expect(client.initializeResult.capabilities).toMatchObject({
      documentSymbolProvider: { label: 'Manifest Lock' },
      workspaceSymbolProvider: true,
      foldingRangeProvider: true,
      definitionProvider: true,
      referencesProvider: true,
      codeLensProvider: {},
      semanticTokensProvider: {
        legend: { tokenTypes: ['epoch', 'version', 'release', 'distTag', 'rpmArch'], tokenModifiers: [] },
        full: true,
        range: true,
      },
    });
  });

  it('has an outline and folds', async () => {
    const { client, uri } = await opened();
    const symbols = await client.connection.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri } });
    expect(symbols).toMatchObject([{ name: 'packages', children: [{ name: 'ignition' }, { name: 'podman' }] }]);
    const folds = await client.connection.sendRequest(FoldingRangeRequest.type, { textDocument: { uri } });
    expect(folds?.map(({ startLine, endLine }) => [startLine, endLine])).toEqual([
      [2, 13],
      [3, 7],
      [5, 7],
      [8, 13],
      [10, 13],
    ]);
  });

  it('has its packages found from anywhere', async () => {
    const { client, uri } = await opened();
    const found = await client.connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'podman' });
    expect(found).toMatchObject([
      { name: 'podman', location: { uri }, containerName: '5:5.2.3-1.fc40 · fast-track' },
      { name: 'podman', location: { uri: expect.stringContaining('aarch64') }, containerName: '5:5.2.2-1.fc40' },
      { name: 'podman', location: { uri: expect.stringContaining('x86_64') }, containerName: '5:5.2.2-1.fc40' },
    ]);
  });

  it('leads to what an override replaces, and to every place that names the package', async () => {
    const { client, uri } = await opened();
    const at = client.at(uri, 'podman');
    const links = (await client.connection.sendRequest(DefinitionRequest.type, at)) as LocationLink[];
    expect(links.map(({ targetUri }) => targetUri).sort()).toEqual([
      workbench().uri('manifest-lock.aarch64.json'),
      workbench().uri('manifest-lock.x86_64.json'),
    ]);
    const context = { includeDeclaration: false };
    const places = await client.connection.sendRequest(ReferencesRequest.type, { ...at, context });
    expect(places?.map(place => place.uri).sort()).toEqual([
      workbench().uri('manifest-lock.aarch64.json'),
      workbench().uri('manifest-lock.x86_64.json'),
      workbench().uri('manifest.yaml'),
    ]);
  });

  it('has its versions coloured', async () => {
    const { client, uri } = await opened(baseLock('x86_64'), 'manifest-lock.x86_64.json');
    const textDocument = { uri };
    const full = await client.connection.sendRequest(SemanticTokensRequest.type, { textDocument });
    // bash: version, release, dist tag and arch, no epoch
    expect(full?.data.slice(0, 20)).toEqual([3, 15, 6, 1, 0, 0, 7, 1, 2, 0, 0, 1, 5, 3, 0, 0, 6, 6, 4, 0]);
    const range = { start: { line: 3, character: 0 }, end: { line: 3, character: 1 } };
    const part = await client.connection.sendRequest(SemanticTokensRangeRequest.type, { textDocument, range });
    expect(part?.data).toEqual(full?.data.slice(0, 20));
  });
});

describe('a lockfile in git', () => {
  it('leads to the same package on another branch, whose text can be read', async () => {
    const { folder } = workbench();
    const repository = gitRepository({ folder });
    const other = OVERRIDES.replace('5:5.2.3', '5:5.2.1');
    repository.commit({ '.gitignore': '.storage\n.cache\n', [PATH]: other }, 'testing', { branch: 'testing' });
    repository.commit({ [PATH]: OVERRIDES }, 'testing-devel', { branch: 'testing-devel' });
    const { client, uri } = await opened();
    const elsewhere = async (): Promise<LocationLink | undefined> => {
      const links = await client.connection.sendRequest(DefinitionRequest.type, client.at(uri, 'podman'));
      return (links as LocationLink[]).find(({ targetUri }) => targetUri.startsWith('manifest-lock-git:'));
    };
    // branches are read in the background; what is known then is announced
    let target = await elsewhere();
    while (!target) {
      await client.lensRefreshes.first();
      target = await elsewhere();
    }
    expect(target.targetUri).toMatch(/^manifest-lock-git:\/testing%3Amanifest-lock\.overrides\.yaml\?/);
    expect(target.targetSelectionRange).toEqual({ start: { line: 8, character: 2 }, end: { line: 8, character: 8 } });
    const text = await client.connection.sendRequest(GitDocumentRequest, { uri: target.targetUri });
    expect(text).toBe(other);
  });
});
