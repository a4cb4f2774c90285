import { strict as assert } from 'node:assert';
import { commands, Selection, type TextDocument, window } from 'vscode';
import { eventually } from './support/extension';
import { action, apply, hints, open, positionOf, revert } from './support/lockfiles';

interface Result {
  readonly changed: readonly { readonly name: string; readonly from: string; readonly to: string }[];
  readonly message: string;
}

const FILE = 'fedora-coreos/manifest-lock.overrides.yaml';

async function openWithMetadata(): Promise<TextDocument> {
  const document = await open(FILE);
  await eventually(async () => assert.ok((await hints(document)).length > 0));
  return document;
}

describe('Update pin', () => {
  afterEach(revert);

  it('as a code action moves the version and nothing else, unsaved; undo gives the file back', async () => {
    const document = await openWithMetadata();
    const before = document.getText();
    const at = positionOf(document, '5:5.2.4-1.fc40');
    await apply(await action(document, at, 'Update pin to 5:5.2.5-1.fc40 (fedora-updates)'));
    assert.equal(document.getText(), before.replace('5:5.2.4-1.fc40', '5:5.2.5-1.fc40'));
    assert.equal(document.isDirty, true);
    await eventually(async () => assert.equal((await hints(document)).length, 2));
    await commands.executeCommand('undo');
    assert.equal(document.getText(), before);
  });

  it('moves siblings of the same source package in one step', async () => {
    const document = await openWithMetadata();
    const before = document.getText();
    const at = positionOf(document, 'selinux-policy:');
    await apply(await action(document, at, 'Update pin and its sibling to 40.28-1.fc40 (fedora-updates)'));
    assert.equal(document.getText(), before.replaceAll('40.20-1.fc40.noarch', '40.28-1.fc40.noarch'));
    await commands.executeCommand('undo');
    assert.equal(document.getText(), before);
  });

  it('as a command takes the package under the cursor', async () => {
    const document = await openWithMetadata();
    const editor = window.activeTextEditor;
    assert.equal(editor?.document, document);
    const at = positionOf(document, 'podman:');
    if (editor) editor.selection = new Selection(at, at);
    const result = await commands.executeCommand<Result>('manifestLock.updatePin');
    assert.deepEqual(result.changed, [{ name: 'podman', from: '5:5.2.4-1.fc40', to: '5:5.2.5-1.fc40' }]);
    await eventually(() => assert.match(document.getText(), /evr: 5:5\.2\.5-1\.fc40/));
  });

  it('for the whole file leaves deliberate pins alone, and moves them when asked', async () => {
    const document = await openWithMetadata();
    const before = document.getText();
    const kept = await commands.executeCommand<Result>('manifestLock.updateAll');
    assert.deepEqual(kept.changed, []);
    assert.match(kept.message, /podman is a pin/);
    assert.equal(document.getText(), before);
    const moved = await commands.executeCommand<Result>('manifestLock.updateAllIncludingPins');
    assert.deepEqual(
      moved.changed.map(({ name }) => name),
      ['podman', 'selinux-policy', 'selinux-policy-targeted'],
    );
    await eventually(() => {
      const expected = before
        .replace('5:5.2.4-1.fc40', '5:5.2.5-1.fc40')
        .replaceAll('40.20-1.fc40.noarch', '40.28-1.fc40.noarch');
      assert.equal(document.getText(), expected);
    });
  });
});
