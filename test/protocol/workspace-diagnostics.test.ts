/** workspace/diagnostic: all lockfiles of the workspace, open or not. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type Diagnostic,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  WorkspaceDiagnosticRequest,
} from 'vscode-languageserver-protocol/node';
import { baseLock, OVERRIDES } from '../support/fedora';
import { type Client, PUSHED, uriOf } from './support/client';
import { useWorkbench } from './support/workbench';

const workbench = useWorkbench();
const PATH = 'manifest-lock.overrides.yaml';
const X86 = 'manifest-lock.x86_64.json';
const ARM = 'manifest-lock.aarch64.json';

interface Told {
  readonly kind: string;
  readonly version: number | null;
  readonly resultId: string;
  readonly codes?: readonly Diagnostic['code'][];
}

/** An editor that keeps the ids it was given. */
class Asker {
  readonly #ids = new Map<string, string>();

  constructor(private readonly client: Client) {}

  /** What is told, by path below the workbench. */
  async ask(): Promise<Record<string, Told>> {
    const previousResultIds = [...this.#ids].map(([uri, value]) => ({ uri, value }));
    const { items } = await this.client.connection.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds });
    const told = items.map(({ uri, kind, version, resultId = '', ...rest }): [string, Told] => {
      this.#ids.set(uri, resultId);
      const codes = 'items' in rest ? { codes: rest.items.map(({ code }) => code) } : {};
      return [uri.replace(`${uriOf(workbench().folder)}/`, ''), { kind, version, resultId, ...codes }];
    });
    expect(new Set(told.map(([path]) => path)).size).toBe(told.length);
    return Object.fromEntries(told);
  }
}

const kinds = (told: Record<string, Told>) =>
  Object.fromEntries(Object.entries(told).map(([path, { kind }]) => [path, kind]));

function changed(client: Client, path: string, type: FileChangeType): Promise<void> {
  const changes = [{ uri: workbench().uri(path), type }];
  return client.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
}

const MISTAKE = 'packages:\n  podman: {}\n';

describe('workspace diagnostics', () => {
  it('are of files that are not open, and unchanged until something changes', async () => {
    workbench().write(PATH, MISTAKE);
    const client = await workbench().startWith({ network: 'off' });
    const asker = new Asker(client);
    const first = await asker.ask();
    expect(kinds(first)).toEqual({ [PATH]: 'full', [X86]: 'full', [ARM]: 'full' });
    expect(first[PATH]).toMatchObject({ version: null, codes: expect.arrayContaining(['missing-version']) });
    expect(kinds(await asker.ask())).toEqual({ [PATH]: 'unchanged', [X86]: 'unchanged', [ARM]: 'unchanged' });

    await client.open(workbench().uri(PATH), MISTAKE);
    expect(await asker.ask()).toMatchObject({ [PATH]: { kind: 'unchanged', version: 1 } });
    await client.type(workbench().uri(PATH), '{}', '\n    evr: 5:5.2.5-1.fc40');
    const typed = await asker.ask();
    expect(typed[PATH]).toMatchObject({ kind: 'full', version: 2 });
    expect(typed[PATH]?.codes).not.toContain('missing-version');
    await client.close(workbench().uri(PATH));
    expect((await asker.ask())[PATH]).toMatchObject({ version: null, codes: first[PATH]?.codes });
  });

  it('follow files that change, come and go on disk', async () => {
    const client = await workbench().startWith({ network: 'off' });
    const asker = new Asker(client);
    await asker.ask();
    workbench().write(PATH, MISTAKE);
    await changed(client, PATH, FileChangeType.Changed);
    expect((await asker.ask())[PATH]?.codes).toContain('missing-version');

    rmSync(join(workbench().folder, PATH));
    await changed(client, PATH, FileChangeType.Deleted);
    expect((await asker.ask())[PATH]).toMatchObject({ kind: 'full', codes: [], version: null });
    expect(Object.keys(await asker.ask()).sort()).toEqual([ARM, X86]);

    workbench().write(`nested/${PATH}`, MISTAKE);
    await changed(client, `nested/${PATH}`, FileChangeType.Created);
    expect((await asker.ask())[`nested/${PATH}`]?.codes).toContain('missing-version');
  });

  it('leave out a document whose file went away with a branch, until it is edited', async () => {
    const arch = 'manifest-lock.overrides.x86_64.yaml';
    const text = 'packages:\n  podman:\n    evr: 5:5.2.5-1.fc41\n    metadata:\n      type: fast-track\n';
    workbench().write(arch, text);
    const client = await workbench().startWith({ network: 'off' });
    const asker = new Asker(client);
    await client.open(workbench().uri(arch), text);
    expect((await asker.ask())[arch]?.codes).toContain('dist-mismatch');

    rmSync(join(workbench().folder, arch));
    await changed(client, arch, FileChangeType.Deleted);
    expect(Object.keys(await asker.ask())).not.toContain(arch);
    const ask = () =>
      client.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri: workbench().uri(arch) } });
    expect(JSON.stringify(await ask())).not.toContain('dist-mismatch');

    await client.type(workbench().uri(arch), '5.2.5', '5.2.6');
    expect((await asker.ask())[arch]?.codes).toContain('dist-mismatch');
  });

  it('find every config repository of the workspace', async () => {
    workbench().write('derived/manifest.yaml', 'releasever: 40\n');
    workbench().write(`derived/${X86}`, '{"packages": null}');
    const asker = new Asker(await workbench().startWith({ network: 'off' }));
    const told = await asker.ask();
    expect(Object.keys(told).sort()).toEqual([`derived/${X86}`, ARM, PATH, X86]);
    expect(told[`derived/${X86}`]?.codes).toEqual(['missing-packages']);
  });

  it('come as they are made where the client takes them so', async () => {
    const client = await workbench().startWith({ network: 'off' });
    const partialResultToken = 'parts';
    const params = { previousResultIds: [], partialResultToken };
    expect(await client.connection.sendRequest(WorkspaceDiagnosticRequest.type, params)).toEqual({ items: [] });
    const parts = client.progress.all as unknown as { readonly items?: readonly { readonly uri: string }[] }[];
    const uris = parts.flatMap(({ items = [] }) => items.map(({ uri }) => uri));
    expect(uris.sort()).toEqual([ARM, PATH, X86].map(path => workbench().uri(path)));
  });

  it('use the metadata that open documents have loaded, and fetch none', async () => {
    workbench().write(PATH, OVERRIDES);
    const client = await workbench().start();
    const asker = new Asker(client);
    await asker.ask();
    expect(workbench().server.requests).toEqual([]);
    await client.open(workbench().uri(PATH), OVERRIDES);
    await client.settled();
    const told = await asker.ask();
    expect(told[X86]?.codes).toContain('newer-available');
    expect(told[ARM]?.kind).toBe('unchanged');
    expect(workbench().server.requests.some(({ path }) => path.includes('aarch64'))).toBe(false);
  });

  it('work in an untrusted workspace', async () => {
    workbench().write(PATH, MISTAKE);
    const told = await new Asker(await workbench().startWith({}, false)).ask();
    expect(told[PATH]?.codes).toContain('missing-version');
    expect(workbench().server.requests).toEqual([]);
  });

  it('come with what is wrong in the manifest of a repository that has nothing open', async () => {
    workbench().write('manifest.yaml', 'releasever: 40\nrepos:\n  - no-such-repo\n');
    const client = await workbench().startWith({ network: 'off' });
    const asker = new Asker(client);
    await asker.ask();
    const manifest = workbench().uri('manifest.yaml');
    const { diagnostics } = await client.published.first(({ uri }) => uri === manifest);
    expect(diagnostics).toMatchObject([{ message: expect.stringContaining('no-such-repo') }]);
  });

  it('are not for clients that are sent theirs', async () => {
    const client = await workbench().start({ capabilities: PUSHED });
    expect(client.initializeResult.capabilities.diagnosticProvider).toBeUndefined();
  });
});

describe('a document that is being closed', () => {
  it('is answered from its file', async () => {
    workbench().write(X86, baseLock('x86_64', { bash: 'x' }));
    const client = await workbench().startWith({ network: 'off' });
    await new Asker(client).ask();
    const report = await client.connection.sendRequest('textDocument/diagnostic', {
      textDocument: { uri: workbench().uri(X86) },
    });
    expect(JSON.stringify(report)).toContain('malformed-version');
  });
});
