/** workspace/diagnostic: every lockfile of the config repositories in the workspace, open or not. */
import { sep } from 'node:path';
import {
  type CancellationToken,
  DocumentDiagnosticReportKind,
  type PreviousResultId,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { throwIfCancelled } from './answer';
import {
  type DiagnosticCapabilities,
  type IdentifiedDiagnostics,
  identifiedDiagnosticsOf,
  isIdentified,
  NO_DIAGNOSTICS,
  report,
} from './diagnostics';
import type { Session } from './session';
import { pathOf } from './uri';
import type { FileView } from './view';

/**
 * Tells one repository after the other, then files that are gone. A client may ask every two seconds: what has not
 * changed is neither read nor checked again, and nothing is fetched for files that are not open.
 */
export async function doWorkspaceDiagnostics(
  session: Session,
  previousResultIds: readonly PreviousResultId[],
  can: DiagnosticCapabilities,
  token: CancellationToken,
  tell: (items: WorkspaceDocumentDiagnosticReport[]) => void,
): Promise<void> {
  const previous = new Map(previousResultIds.map(({ uri, value }) => [pathOf(uri), { uri, value }]));
  for (const folder of await session.workspaceRepositories()) {
    throwIfCancelled(token);
    const views = await session.viewsIn(folder);
    // what cannot be read now is not gone
    if (!views) dropBelow(previous, folder);
    const items: WorkspaceDocumentDiagnosticReport[] = [];
    for (const view of views ?? []) {
      const { uri } = view.document;
      const path = pathOf(uri);
      const identified = await check(view, can, token);
      items.push({
        uri,
        version: view.file(view.path).version ?? null,
        ...report(identified, previous.get(path)?.value),
      });
      previous.delete(path);
    }
    if (items.length > 0) tell(items);
  }
  const gone = [...previous.values()].filter(({ uri, value }) => {
    return value !== NO_DIAGNOSTICS.resultId && session.document(uri) === undefined;
  });
  const { resultId, items } = NO_DIAGNOSTICS;
  if (gone.length === 0) return;
  tell(gone.map(({ uri }) => ({ kind: DocumentDiagnosticReportKind.Full, uri, version: null, resultId, items })));
}

/** Lets what is asked meanwhile go before a file that must be checked. */
async function check(
  view: FileView,
  can: DiagnosticCapabilities,
  token: CancellationToken,
): Promise<IdentifiedDiagnostics> {
  if (!isIdentified(view)) {
    await new Promise(resolve => setImmediate(resolve));
    throwIfCancelled(token);
  }
  return identifiedDiagnosticsOf(view, can);
}

function dropBelow(previous: Map<string | undefined, unknown>, folder: string): void {
  for (const path of previous.keys()) if (path?.startsWith(folder + sep)) previous.delete(path);
}
