import { strict as assert } from 'node:assert';
import { type CompletionList, commands, Position, Range, WorkspaceEdit, workspace } from 'vscode';
import { eventually } from './support/extension';
import { open, positionOf, revert } from './support/lockfiles';

describe('completion', () => {
  afterEach(revert);

  it('offers the versions of the package, newest first as RPM orders them', async () => {
    const document = await open('fedora-coreos/manifest-lock.overrides.yaml');
    const at = positionOf(document, '5:5.2.4-1.fc40');
    const labels = await eventually(async () => {
      const list = await commands.executeCommand<CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        at,
      );
      const own = list.items
        .filter(item => String(typeof item.label === 'string' ? item.label : item.label.label).startsWith('5:'))
        .sort((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1))
        .map(item => (typeof item.label === 'string' ? item.label : item.label.label));
      assert.ok(own.length > 0);
      return own;
    });
    assert.deepEqual(labels, [
      '5:5.2.5-1.fc40',
      '5:5.2.4-1.fc40',
      '5:5.2.3-1.fc40',
      '5:5.2.2-1.fc40',
      '5:5.2.1-1.fc40',
      '5:5.0.1-1.fc40',
    ]);
  });

  it('offers package names while one is typed', async () => {
    const document = await open('fedora-coreos/manifest-lock.overrides.yaml');
    const edit = new WorkspaceEdit();
    const end = document.positionAt(document.getText().length);
    edit.insert(document.uri, end, '  afterb');
    await workspace.applyEdit(edit);
    const at = new Position(end.line, 8);
    assert.equal(document.getText(new Range(end, at)), '  afterb');
    await eventually(async () => {
      const list = await commands.executeCommand<CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        at,
      );
      const labels = list.items.map(item => (typeof item.label === 'string' ? item.label : item.label.label));
      assert.ok(labels.includes('afterburn') && labels.includes('afterburn-dracut'), labels.join(' '));
    });
  });
});
