/** The extension under test, and waiting for what it does. */
import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { type Extension, extensions, workspace } from 'vscode';

/** The installed or developed Manifest Lock. */
export function manifestLock(): Extension<unknown> {
  const extension = extensions.getExtension('manifest-lock.manifest-lock');
  assert.ok(extension, 'manifest-lock.manifest-lock is not installed');
  return extension;
}

/** A file of the example that the window has open. */
export function exampleFile(path: string): string {
  const folder = workspace.workspaceFolders?.[0];
  assert.ok(folder, 'no folder is open');
  return join(folder.uri.fsPath, path);
}

/**
 * The first answer that does not throw; after `timeoutMs` the last error. While VS Code starts, providers may answer nothing or be
 * cancelled because some other extension registers one: wait for what must come, never for a time.
 */
export async function eventually<T>(attempt: () => T | Thenable<T>, timeoutMs = 30_000): Promise<T> {
  for (const end = Date.now() + timeoutMs; ; ) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }
}
