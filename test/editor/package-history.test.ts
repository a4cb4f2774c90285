import { strict as assert } from 'node:assert';
import { commands, type Hover, MarkdownString, Selection, type TextDocument, window } from 'vscode';
import { type ConfigRepoCopy, closeAll, copyConfigRepo } from './support/config-repo';
import { eventually } from './support/extension';
import { hints, positionOf } from './support/lockfiles';
import { comparePanel, needsPage, historyPanel as panel, streamsView, workbench } from './support/remote';

const FOLDER = 'b-history';
const SPANS = '[aria-label="All spans"] tbody';

describe('Package History', () => {
  let repo: ConfigRepoCopy;
  let document: TextDocument;

  before(async function () {
    needsPage.call(this);
    repo = copyConfigRepo(FOLDER);
  });
  beforeEach(async () => {
    await closeAll();
    document = await repo.openOverrides();
    await eventually(async () => assert.ok((await hints(document)).length > 0));
  });
  after(async () => {
    await repo?.remove();
    await commands.executeCommand('workbench.view.explorer');
  });

  const shows = (name: string): Promise<void> =>
    eventually(async () => {
      assert.deepEqual(await panel.texts('h1'), [`${name} Package History · ${FOLDER}`]);
      assert.ok((await panel.texts(`${SPANS} tr`)).length > 1);
    });

  function putCursorOn(text: string): void {
    const at = positionOf(document, text);
    const editor = window.activeTextEditor;
    assert.equal(editor?.document, document);
    editor.selection = new Selection(at, at);
    editor.revealRange(editor.selection);
  }

  it('is of the package that the cursor stands on, from the context menu', async () => {
    putCursorOn('podman:');
    await workbench.contextMenu('Package History');
    await shows('podman');
    const matrix = await panel.texts('[aria-label="Streams and basearches"] tbody tr');
    assert.ok(matrix.includes('stable 5:5.2.1-1.fc40 pin 5:5.2.1-1.fc40 pin all alike'), matrix.join('\n'));
    const spans = await panel.texts(`${SPANS} tr`);
    assert.ok(
      spans.some(row => /^5:5\.2\.4-1\.fc40 .* now .* pin fedora-coreos-tracker#1809 /.test(row)),
      spans.join('\n'),
    );
    assert.deepEqual(await panel.violations(), []);
  });

  it('is a link of the hover', async () => {
    const at = positionOf(document, 'kdump-utils:');
    const hover = await eventually(async () => {
      const found = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', document.uri, at);
      const texts = found.flatMap(({ contents }) => contents).filter(one => one instanceof MarkdownString);
      const ours = texts.find(({ value }) => value.includes('Package History'));
      assert.ok(ours, texts.map(({ value }) => value).join('\n'));
      return ours;
    });
    assert.deepEqual(hover.isTrusted, { enabledCommands: ['manifestLock.packageHistory'] });
    putCursorOn('kdump-utils:');
    await commands.executeCommand('editor.action.showHover');
    await workbench.hoverLink('Package History');
    await shows('kdump-utils');
  });

  it('is of a package in the Streams view', async () => {
    await streamsView.open();
    await streamsView.expand('stable', FOLDER);
    await streamsView.expand('Lost overrides', FOLDER);
    assert.ok((await streamsView.menu('afterburn', FOLDER)).includes('Package History'));
    await streamsView.takeFromMenu('Package History');
    await shows('afterburn');
  });

  it('shows what a commit changed', async () => {
    await commands.executeCommand('manifestLock.packageHistory', { uri: document.uri.toString(), name: 'podman' });
    await shows('podman');
    await panel.click(`${SPANS} tr:has-text("5:5.2.4-1.fc40") button`);
    const commit = repo.git('rev-parse', 'testing-devel');
    await eventually(async () => {
      assert.deepEqual([await comparePanel.value('#from'), await comparePanel.value('#to')], [`${commit}~1`, commit]);
      assert.ok((await comparePanel.texts('.line.row')).length > 0);
    });
  });
});
