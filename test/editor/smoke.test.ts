import { strict as assert } from 'node:assert';
import { commands, window, workspace } from 'vscode';
import { eventually, exampleFile, manifestLock } from './support/extension';

describe('the extension', () => {
  it('is there, from where it should be', () => {
    const packaged = process.env.MANIFEST_LOCK_PACKAGED === '1';
    assert.equal(/manifest-lock\.manifest-lock-\d/.test(manifestLock().extensionPath), packaged);
  });

  it('activates on a lockfile', async () => {
    const document = await workspace.openTextDocument(exampleFile('fedora-coreos/manifest-lock.overrides.yaml'));
    await window.showTextDocument(document);
    assert.equal(document.languageId, 'manifest-lock');
    await eventually(() => assert.ok(manifestLock().isActive));
  });

  it('registers every command it contributes', async () => {
    await manifestLock().activate();
    const contributed: { command: string }[] = manifestLock().packageJSON.contributes.commands;
    const registered = new Set(await commands.getCommands(true));
    assert.deepEqual(
      contributed.map(({ command }) => command).filter(command => !registered.has(command)),
      [],
    );
  });

  it('runs in a trusted folder', () => assert.equal(workspace.isTrusted, true));
});
