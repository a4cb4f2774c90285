import { describe, expect, it } from 'vitest';
import {
  type CodeAction,
  CodeActionRequest,
  CodeActionResolveRequest,
  CompletionRequest,
  DocumentLinkRequest,
  type Hover,
  HoverRequest,
  InlayHintRequest,
  LSPErrorCodes,
} from 'vscode-languageserver-protocol/node';
import { baseLock, OVERRIDES } from '../support/fedora';
import { type Client, configuration, VSCODE } from './support/client';
import { useWorkbench } from './support/workbench';

const workbench = useWorkbench();
const PATH = 'manifest-lock.overrides.yaml';

/** A client with the document open and its metadata there. */
async function opened(path = PATH, text = OVERRIDES): Promise<{ client: Client; uri: string }> {
  const client = await workbench().start();
  const uri = workbench().uri(path);
  await client.open(uri, text);
  await client.settled();
  return { client, uri };
}

const textOf = (hover: Hover | null): string => (hover?.contents as { value: string } | undefined)?.value ?? '';

const whole = (client: Client, uri: string) => client.lines(uri).range({ start: 0, end: client.text(uri).length });

async function actionsAt(client: Client, uri: string, needle: string, only?: string[]): Promise<CodeAction[]> {
  const position = client.position(uri, needle);
  const actions = await client.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range: { start: position, end: position },
    context: only ? { diagnostics: [], only } : { diagnostics: [] },
  });
  return (actions ?? []) as CodeAction[];
}

describe('hover', () => {
  it('shows the package, its layers and what each repository has', async () => {
    const { client, uri } = await opened();
    const text = textOf(await client.connection.sendRequest(HoverRequest.type, client.at(uri, '5:5.2.3')));
    expect(text).toContain('**podman**: Manage Pods, Containers and Container Images');
    expect(text).toContain('Source package `podman`');
    expect(text).toContain(
      `replaces \`5:5.2.2-1.fc40\` in [manifest-lock.x86_64.json](<${workbench().uri('manifest-lock.x86_64.json')}#L15>)`,
    );
    expect(text).toContain('- fedora x86_64: `5:5.0.2-1.fc40` (2024-10-21, older)');
    expect(text).toContain('- fedora-updates x86_64: `5:5.2.5-1.fc40` (2024-10-21, newer)');
    expect(text).toContain('- fedora-coreos-pool x86_64: `5:5.2.3-1.fc40` (2024-10-21, this version)');
    expect(text).toContain('[Home page](<https://podman.io/>)');
  });

  it('says what is missing when a repository cannot be had', async () => {
    workbench().server.on('fedora-updates/x86_64/repodata/repomd.xml', { kind: 'status', status: 404 });
    const { client, uri } = await opened();
    const text = textOf(await client.connection.sendRequest(HoverRequest.type, client.at(uri, 'podman')));
    expect(text).toMatch(/- fedora-updates x86_64: metadata could not be had: .*404/);
    expect(text).toContain('- fedora x86_64: `5:5.0.2-1.fc40`');
  });
});

describe('inlay hints', () => {
  it('stand at the end of what has something newer', async () => {
    const { client, uri } = await opened();
    const hints = await client.connection.sendRequest(InlayHintRequest.type, {
      textDocument: { uri },
      range: whole(client, uri),
    });
    expect(hints).toMatchObject([
      { label: '-> 5:5.2.5-1.fc40 in fedora-updates', position: client.position(uri, '5:5.2.3-1.fc40', 14) },
    ]);
  });

  it('can be switched off', async () => {
    const { client, uri } = await opened();
    const off = configuration(workbench().storage, { inlayHints: false });
    await client.connection.sendNotification('manifestLock/configure', off);
    const hints = await client.connection.sendRequest(InlayHintRequest.type, {
      textDocument: { uri },
      range: whole(client, uri),
    });
    expect(hints).toEqual([]);
  });
});

describe('code actions', () => {
  it('update a pin and nothing else', async () => {
    const { client, uri } = await opened();
    const action = (await actionsAt(client, uri, '5:5.2.3')).find(
      ({ title }) => title === 'Update pin to 5:5.2.5-1.fc40 (fedora-updates)',
    );
    expect(action?.kind).toBe('quickfix');
    expect(action?.edit && (await client.apply(action.edit))).toBe(true);
    expect(client.text(uri)).toBe(OVERRIDES.replace('5:5.2.3-1.fc40', '5:5.2.5-1.fc40'));
    const after = await actionsAt(client, uri, '5:5.2.5');
    expect(after.filter(({ title }) => title.startsWith('Update'))).toEqual([]);
  });

  it('move siblings as one edit of one version', async () => {
    const { client, uri } = await opened('manifest-lock.x86_64.json', baseLock('x86_64'));
    const action = (await actionsAt(client, uri, 'grub2-common')).find(
      ({ title }) => title === 'Update pin and its sibling to 1:2.06-125.fc40 (fedora-updates)',
    );
    expect(action?.edit?.documentChanges).toMatchObject([{ textDocument: { uri, version: 1 }, edits: [{}, {}] }]);
    expect(action?.edit && (await client.apply(action.edit))).toBe(true);
    const packages = JSON.parse(client.text(uri)).packages;
    expect(packages['grub2-tools'].evra).toBe('1:2.06-125.fc40.x86_64');
    expect(packages['grub2-common'].evra).toMatch(/^1:2\.06-125\.fc40\./);
    expect(packages.bash.evra).toBe('5.2.26-3.fc40.x86_64');
  });

  it('are refused by the editor when the text has changed since', async () => {
    const { client, uri } = await opened();
    const [action] = await actionsAt(client, uri, '5:5.2.3');
    await client.type(uri, '# IMPORTANT', '# Important');
    expect(action?.edit && (await client.apply(action.edit))).toBe(false);
  });

  it('update all pins when chosen', async () => {
    const { client, uri } = await opened();
    const all = (await actionsAt(client, uri, '5:5.2.3')).find(({ title }) => title.startsWith('Update all pins'));
    expect(all?.edit).toBeUndefined();
    if (!all) return;
    const resolved = await client.connection.sendRequest(CodeActionResolveRequest.type, all);
    expect(resolved.edit && (await client.apply(resolved.edit))).toBe(true);
    expect(client.text(uri)).toContain('5:5.2.5-1.fc40');
  });

  it('carry their edits where the client resolves none and knows no versions', async () => {
    const { codeAction: _, ...textDocument } = VSCODE.textDocument ?? {};
    const { workspaceEdit: __, ...workspace } = VSCODE.workspace ?? {};
    const client = await workbench().start({ capabilities: { ...VSCODE, textDocument, workspace } });
    const uri = workbench().uri(PATH);
    await client.open(uri, OVERRIDES);
    await client.settled();
    const actions = await actionsAt(client, uri, '5:5.2.3');
    const updates = actions.filter(({ title }) => title.startsWith('Update'));
    expect(updates.map(({ edit }) => Object.keys(edit?.changes ?? {}))).toEqual([[uri], [uri]]);
  });

  it('fix all in one edit', async () => {
    const { client, uri } = await opened(PATH, 'packages:\n');
    const actions = await actionsAt(client, uri, 'packages', ['source.fixAll']);
    expect(actions.map(({ kind }) => kind)).toEqual(['source.fixAll.manifestLock']);
    expect(actions[0]?.edit && (await client.apply(actions[0].edit))).toBe(true);
    expect(client.text(uri)).toBe('packages: {}\n');
  });
});

describe('completion', () => {
  it('gives versions newest first, of all repositories and the pool', async () => {
    const { client, uri } = await opened(PATH, 'packages:\n  podman:\n    evr: \n');
    const list = await client.connection.sendRequest(CompletionRequest.type, client.at(uri, 'evr: ', 5));
    if (!list || Array.isArray(list)) throw new Error('no list');
    const labels = list.items
      .sort((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1))
      .map(({ label }) => label);
    expect(labels).toEqual(['5:5.2.5-1.fc40', '5:5.2.3-1.fc40', '5:5.0.2-1.fc40']);
  });

  it('works in text that does not parse', async () => {
    const { client, uri } = await opened(PATH, 'packages:\n  ignition:\n    evr: 2.20.0-1.fc40\n  pod');
    const list = await client.connection.sendRequest(CompletionRequest.type, client.at(uri, '  pod', 5));
    if (!list || Array.isArray(list)) throw new Error('no list');
    expect(list.items.map(({ label }) => label)).toContain('podman');
    expect(list.items.map(({ label }) => label)).not.toContain('ignition');
  });
});

describe('document links', () => {
  it('lead to updates and reasons', async () => {
    const { client, uri } = await opened();
    const links = await client.connection.sendRequest(DocumentLinkRequest.type, { textDocument: { uri } });
    expect(links?.map(({ target }) => target)).toEqual([
      'https://bodhi.fedoraproject.org/updates/FEDORA-2024-35ebfcbeef',
      'https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638',
      'https://github.com/coreos/fedora-coreos-tracker/issues/1809',
    ]);
    expect(links?.map(({ range }) => client.covered(uri, range))).toEqual(links?.map(({ target }) => target));
  });
});

describe('an answer for a text that is no longer there', () => {
  it('is not given', async () => {
    const client = await workbench().startWith({ network: 'off' });
    const uri = workbench().uri(PATH);
    await client.open(uri, OVERRIDES);
    const at = client.position(uri, 'IMPORTANT');
    const answer = await client.together('textDocument/hover', client.at(uri, 'podman'), {
      method: 'textDocument/didChange',
      params: { textDocument: { uri, version: 2 }, contentChanges: [{ range: { start: at, end: at }, text: 'VERY ' }] },
    });
    expect(answer.error?.code).toBe(LSPErrorCodes.ContentModified);
  });
});
