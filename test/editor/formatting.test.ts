import { strict as assert } from 'node:assert';
import { commands, type TextEdit } from 'vscode';
import { eventually } from './support/extension';
import { open, revert } from './support/lockfiles';

const FILE = 'fedora-coreos/manifest-lock.overrides.yaml';

describe('formatting', () => {
  afterEach(revert);

  it('writes the canonical form of an overrides file, in one step', async () => {
    const document = await open(FILE);
    const before = document.getText();
    // the formatter is there once the server has said so
    await eventually(async () => {
      const options = { insertSpaces: true, tabSize: 2 };
      const edits = await commands.executeCommand<TextEdit[] | undefined>(
        'vscode.executeFormatDocumentProvider',
        document.uri,
        options,
      );
      assert.ok(edits && edits.length > 0);
    });
    await commands.executeCommand('editor.action.formatDocument');
    const lines = document.getText().split('\n');
    assert.equal(lines[0], '# This lockfile should be used to pin to a package version (`type: pin`) or to');
    assert.equal(lines[10], 'packages:');
    const names = lines.filter(line => /^ {2}\S/.test(line)).map(line => line.trim());
    assert.deepEqual(names, ['ignition:', 'kdump-utils:', 'podman:', 'selinux-policy:', 'selinux-policy-targeted:']);
    assert.ok(lines.slice(9).every(line => !line.trimStart().startsWith('#')));
    await commands.executeCommand('undo');
    assert.equal(document.getText(), before);
  });
});
