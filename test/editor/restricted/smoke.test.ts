import { strict as assert } from 'node:assert';
import { window, workspace } from 'vscode';
import { eventually, exampleFile, manifestLock } from '../support/extension';

describe('the extension in restricted mode', () => {
  it('is really not trusted here', () => assert.equal(workspace.isTrusted, false));

  it('activates on a lockfile all the same', async () => {
    await window.showTextDocument(
      await workspace.openTextDocument(exampleFile('fedora-coreos/manifest-lock.overrides.yaml')),
    );
    await eventually(() => assert.ok(manifestLock().isActive));
  });
});
