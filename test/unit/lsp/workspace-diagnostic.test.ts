import { describe, expect, it } from 'vitest';
import type { CancellationToken, WorkspaceDocumentDiagnosticReport } from 'vscode-languageserver';
import { type DiagnosticCapabilities, NO_DIAGNOSTICS } from '../../../server/lsp/diagnostics';
import type { Session } from '../../../server/lsp/session';
import type { FileView } from '../../../server/lsp/view';
import { doWorkspaceDiagnostics } from '../../../server/lsp/workspace-diagnostic';
import { lockfileView } from '../../support/lockfile-view';

const PATH = 'manifest-lock.overrides.yaml';
const URI = `file:///config/${PATH}`;
const CAN: DiagnosticCapabilities = {
  relatedInformation: true,
  tags: true,
  documentation: undefined,
  data: true,
  gitDocuments: true,
};
const GOES_ON = { isCancellationRequested: false } as CancellationToken;

/** Views by folder; null for a repository that cannot be read. */
async function ask(
  repositories: Readonly<Record<string, readonly FileView[] | null>>,
  previous: Readonly<Record<string, string>> = {},
  { open = [] as readonly string[], token = GOES_ON } = {},
): Promise<WorkspaceDocumentDiagnosticReport[]> {
  const session = {
    workspaceRepositories: async () => Object.keys(repositories),
    viewsIn: async (folder: string) => repositories[folder] ?? undefined,
    document: (uri: string) => (open.includes(uri) ? {} : undefined),
  } as unknown as Session;
  const told: WorkspaceDocumentDiagnosticReport[] = [];
  const ids = Object.entries(previous).map(([uri, value]) => ({ uri, value }));
  await doWorkspaceDiagnostics(session, ids, CAN, token, items => told.push(...items));
  return told;
}

const view = () => lockfileView({ files: { [PATH]: 'packages:\n  podman: {}\n' }, open: PATH });

describe('doWorkspaceDiagnostics', () => {
  it('tells a file in full, then that it is unchanged', async () => {
    const views = { '/config': [await view()] };
    const [first] = await ask(views);
    expect(first).toMatchObject({ kind: 'full', uri: URI, version: 7 });
    expect(await ask(views, { [URI]: first?.resultId ?? '' })).toEqual([
      { kind: 'unchanged', uri: URI, version: 7, resultId: first?.resultId },
    ]);
  });

  it('takes another spelling of an address for the same file', async () => {
    const views = { '/config': [await view()] };
    const [first] = await ask(views);
    const told = await ask(views, { 'file:///config/manifest%2Dlock.overrides.yaml': first?.resultId ?? '' });
    expect(told).toMatchObject([{ kind: 'unchanged' }]);
  });

  it('clears a file that is gone, once', async () => {
    const gone = { kind: 'full', uri: URI, version: null, resultId: NO_DIAGNOSTICS.resultId, items: [] };
    expect(await ask({ '/config': [] }, { [URI]: 'x' })).toEqual([gone]);
    expect(await ask({}, { [URI]: 'x' })).toEqual([gone]);
    expect(await ask({}, { [URI]: NO_DIAGNOSTICS.resultId })).toEqual([]);
  });

  it('does not clear what is open elsewhere, or what cannot be read now', async () => {
    expect(await ask({}, { [URI]: 'x' }, { open: [URI] })).toEqual([]);
    expect(await ask({ '/config': null }, { [URI]: 'x' })).toEqual([]);
    expect(await ask({ '/con': null }, { [URI]: 'x' })).toHaveLength(1);
  });

  it('ends when nobody wants it any more', async () => {
    let asked = 0;
    const token = {
      get isCancellationRequested() {
        return asked++ > 0;
      },
    } as CancellationToken;
    await expect(ask({ '/config': [await view()] }, {}, { token })).rejects.toThrow('cancelled');
  });
});
