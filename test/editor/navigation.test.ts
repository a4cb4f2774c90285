import { strict as assert } from 'node:assert';
import {
  commands,
  type DocumentSymbol,
  type FoldingRange,
  type Location,
  type LocationLink,
  type SemanticTokens,
  type SemanticTokensLegend,
  type SymbolInformation,
  type TextDocument,
  workspace,
} from 'vscode';
import type { TestRepository } from '../support/git';
import { eventually } from './support/extension';
import { open, positionOf } from './support/lockfiles';
import { makeStreams } from './support/streams';

const FILE = 'fedora-coreos/manifest-lock.overrides.yaml';
const BASE = 'fedora-coreos/manifest-lock.x86_64.json';

const ask = <T>(command: string, ...args: unknown[]): Thenable<T> => commands.executeCommand<T>(command, ...args);

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

describe('finding the way', () => {
  it('by the outline, with version and type', async () => {
    const document = await open(FILE);
    const [root] = await eventually(async () => {
      const found = await ask<DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', document.uri);
      assert.ok(found.length > 0);
      return found;
    });
    assert.deepEqual(
      root?.children.map(({ name, detail }) => `${name} ${detail}`),
      [
        'ignition 2.20.0-1.fc40 · fast-track',
        'kdump-utils 1.0.48-1.fc40 · fast-track',
        'podman 5:5.2.4-1.fc40 · pin',
        'selinux-policy 40.20-1.fc40 · pin',
        'selinux-policy-targeted 40.20-1.fc40 · pin',
      ],
    );
  });

  it('by the name of a package, in every lockfile', async () => {
    await open(FILE);
    const files = await eventually(async () => {
      const found = await ask<SymbolInformation[]>('vscode.executeWorkspaceSymbolProvider', 'podman');
      const own = found.filter(
        ({ name, location }) => name === 'podman' && location.uri.path.includes('/fedora-coreos/'),
      );
      assert.equal(own.length, 3);
      return own.map(({ location }) => nameOf(location.uri.path));
    });
    assert.deepEqual(files.sort(), [
      'manifest-lock.aarch64.json',
      'manifest-lock.overrides.yaml',
      'manifest-lock.x86_64.json',
    ]);
  });

  it('by folding: the header, the packages, each entry', async () => {
    const document = await open(FILE);
    await eventually(async () => {
      const found = await ask<FoldingRange[]>('vscode.executeFoldingRangeProvider', document.uri);
      const texts = found.map(({ start }) => document.lineAt(start).text);
      for (const expected of ['packages:', '  ignition:', '  podman:']) assert.ok(texts.includes(expected), expected);
      assert.deepEqual([found[0]?.start, found[0]?.end], [0, 8]);
    });
  });

  it('by references: lockfiles and manifest', async () => {
    const document = await open(FILE);
    await eventually(async () => {
      const found = await ask<Location[]>(
        'vscode.executeReferenceProvider',
        document.uri,
        positionOf(document, 'podman:'),
      );
      const files = new Set(found.map(({ uri }) => nameOf(uri.path)));
      for (const expected of [
        'manifest-lock.overrides.yaml',
        'manifest-lock.x86_64.json',
        'manifest-lock.aarch64.json',
      ]) {
        assert.ok(files.has(expected), `${expected} is not among ${[...files]}`);
      }
    });
  });

  it('by the colours of EVR parts, in JSON too', async () => {
    const document = await open(BASE);
    const legend = await eventually(async () => {
      const found = await ask<SemanticTokensLegend | undefined>(
        'vscode.provideDocumentSemanticTokensLegend',
        document.uri,
      );
      assert.ok(found?.tokenTypes.includes('distTag'));
      return found as SemanticTokensLegend;
    });
    const { data } = await ask<SemanticTokens>('vscode.provideDocumentSemanticTokens', document.uri);
    const used = new Set<string | undefined>();
    for (let i = 3; i < data.length; i += 5) used.add(legend.tokenTypes[data[i] ?? -1]);
    assert.deepEqual([...used].sort(), ['distTag', 'epoch', 'release', 'rpmArch', 'version']);
  });
});

describe('finding the way between streams', () => {
  let repository: TestRepository;
  let document: TextDocument;

  before(async () => {
    repository = makeStreams('streams', {
      'manifest-lock.overrides.yaml': 'packages:\n  podman:\n    evr: 5:5.2.1-1.fc40\n',
    });
    document = await open('streams/manifest-lock.overrides.yaml');
  });
  after(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    repository.dispose();
  });

  it('goes from an override to the base locks and to the other branch, whose file opens read-only', async () => {
    const at = positionOf(document, 'podman:');
    const targets = await eventually(async () => {
      const links = await ask<(LocationLink | Location)[]>('vscode.executeDefinitionProvider', document.uri, at);
      const found = links.map(link => ('targetUri' in link ? link.targetUri : link.uri));
      assert.ok(
        found.some(({ scheme }) => scheme === 'manifest-lock-git'),
        `only ${found.join(' ')}`,
      );
      return found;
    });
    // the tab says which branch the file is of
    assert.deepEqual(targets.map(({ path }) => nameOf(path)).sort(), [
      'manifest-lock.aarch64.json',
      'manifest-lock.x86_64.json',
      'testing:manifest-lock.overrides.yaml',
    ]);
    const other = targets.find(({ scheme }) => scheme === 'manifest-lock-git');
    assert.ok(other);
    const there = await workspace.openTextDocument(other);
    assert.equal(there.getText(), 'packages:\n  podman:\n    evr: 5:5.2.1-1.fc40\n');
    assert.equal(there.languageId, 'manifest-lock');
  });
});
