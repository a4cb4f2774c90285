import { strict as assert } from 'node:assert';
import { commands, env, type TextDocument, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import { type ConfigRepoCopy, closeAll, copyConfigRepo } from './support/config-repo';
import { eventually } from './support/extension';
import { hints, positionOf } from './support/lockfiles';
import { needsPage, comparePanel as panel, quickInput, streamsView, workbench } from './support/remote';

const FOLDER = 'b-compare';
const PODMAN = '.line.row[data-key="podman"]';
const BELOW_PODMAN = '.line:not(.row)[data-key^="podman > "]';
const KINDS = '[role="group"][aria-label="Kinds of change"]';

describe('Compare Streams', () => {
  let repo: ConfigRepoCopy;
  let document: TextDocument;

  before(async function () {
    needsPage.call(this);
    repo = copyConfigRepo(FOLDER);
    document = await repo.openOverrides();
    await eventually(async () => assert.ok((await hints(document)).length > 0));
  });
  after(async () => {
    await repo?.remove();
    await commands.executeCommand('workbench.view.explorer');
  });

  /** Which two are shown; the answer is there. */
  const shows = (from: string, to: string): Promise<void> =>
    eventually(async () => {
      assert.deepEqual([await panel.value('#from'), await panel.value('#to')], [from, to]);
      assert.deepEqual(await panel.texts('vscode-progress-bar'), []);
      assert.ok((await panel.texts('.line.row, .nothing, .note')).length > 0);
    });
  const names = (): Promise<readonly string[]> => panel.texts('.grid-body > .line.row .package');
  const shown = (expected: readonly string[]): Promise<void> =>
    eventually(async () => assert.deepEqual(await names(), expected));
  const compare = async (from: string, to: string): Promise<void> => {
    await commands.executeCommand('manifestLock.compareStreams', { folder: repo.folder, from, to });
    await shows(from, to);
  };
  /** As it was before anybody filtered or opened anything. */
  const anew = async (): Promise<void> => {
    await closeAll();
    document = await repo.openOverrides();
  };

  describe('is opened', () => {
    beforeEach(anew);

    it('from the command palette, with what most would compare', async () => {
      await workbench.command('Compare Streams');
      await shows('testing', 'worktree');
      await eventually(() => assert.equal(tabs().at(-1), 'testing - working tree'));
    });

    it('from the title of an editor, beside it', async () => {
      await workbench.editorAction('Compare Streams');
      await shows('testing', 'worktree');
      assert.equal(window.tabGroups.all.length, 2);
    });

    it('from the Streams view, by a row and by the icon of a stream', async () => {
      await streamsView.open();
      await streamsView.expand('testing', FOLDER);
      await streamsView.click('from testing-devel', FOLDER);
      await shows('testing', 'worktree');
      await streamsView.inline('stable', 'Compare Streams', FOLDER);
      await shows('stable', 'testing');
    });

    it('with the working tree, from a lockfile, with what the user chooses', async () => {
      void commands.executeCommand('manifestLock.compareWith', document.uri);
      const { rows } = await quickInput.shows(({ title, rows: found }) => {
        assert.equal(title, 'What to compare the working tree with');
        assert.ok(found.length > 3);
      });
      assert.ok(rows.every(({ label }) => label !== 'working tree'));
      await quickInput.choose('stable');
      await shows('stable', 'worktree');
    });
  });

  describe('shows', () => {
    before(anew);
    beforeEach(() => compare('stable', 'testing'));

    it('what changes, and what is lost', async () => {
      await eventually(async () => {
        const [summary] = await panel.texts('.summary');
        assert.match(summary ?? '', /v\d+ downgraded/);
        assert.match(summary ?? '', /3 overrides lost/);
        assert.match(summary ?? '', /Advisories: .*Bodhi/);
      });
      const [podman] = await panel.texts(PODMAN);
      assert.match(podman ?? '', /^podman .*5:5\.2\.1-1\.fc40 → to 5:5\.2\.2-1\.fc40/);
      const rows = await panel.texts('compare-overrides tr.lost');
      assert.ok(
        rows.some(row => /^lost afterburn .*fast-track 5\.7\.0-1\.fc40 .*goes down to 5\.6\.0-1\.fc40$/.test(row)),
      );
    });

    it('the two sides that are picked, and swaps them', async () => {
      await panel.press('Swap the two sides');
      await shows('testing', 'stable');
      await eventually(async () =>
        assert.match((await panel.texts(PODMAN))[0] ?? '', /5\.2\.2-1\.fc40 → to 5:5\.2\.1/),
      );
      await panel.select('#from', 'next');
      await shows('next', 'stable');
      await panel.select('#to', 'next-devel');
      await shows('next', 'next-devel');
    });

    it('a side that is typed, and says so where there is none of that name', async () => {
      await panel.selectLabel('#to', 'Other…');
      await quickInput.step('Compare: to');
      await quickInput.fill('stable^{tree}~');
      await quickInput.accept();
      await eventually(async () => assert.match((await panel.texts('.note.error')).join(), /stable\^\{tree\}~/));
      await panel.selectLabel('#to', 'Other…');
      await quickInput.step('Compare: to');
      await quickInput.cancel();
      await shows('stable', 'stable^{tree}~');
      await panel.select('#to', 'testing');
      await shows('stable', 'testing');
    });

    it('only what the user wants to see', async () => {
      const all = await names();
      await panel.fill('.filter input', 'PODMAN');
      await shown(['podman']);
      await panel.press('Show all');
      await shown(all);
      await panel.click(`${KINDS} button.downgraded`);
      await shown(['rust-afterburn']);
      await panel.press('Show all');
      await shown(all);
      await panel.press('Security only');
      await eventually(async () => assert.ok((await names()).length < all.length));
      await panel.press('Security only');
      await panel.press('Overrides only');
      await eventually(async () => {
        const left = await names();
        assert.ok(left.includes('rust-afterburn') && left.length < all.length, left.join());
      });
      await panel.press('Show all');
    });

    it('binaries, advisories and changelog of an open row, and what can be done about it', async () => {
      await compare('testing', 'worktree');
      await eventually(async () => assert.match((await panel.texts(PODMAN))[0] ?? '', /moderate, 1 CVE$/));
      await panel.click(PODMAN);
      await eventually(async () => {
        const below = await panel.texts(BELOW_PODMAN);
        const has = (text: string): void =>
          assert.ok(
            below.some(line => line.includes(text)),
            below.join('\n'),
          );
        has('podman upgraded 5:5.2.2-1.fc40 → to 5:5.2.4-1.fc40');
        has('pin in working tree, manifest-lock.overrides.yamlreason: fedora-coreos-tracker#1809');
        has('CVE-2024-9341');
        has('- Update to 5.2.4 upstream release');
        has('Build in working tree');
      });
      await panel.click(PODMAN);
      await eventually(async () => assert.deepEqual(await panel.texts(BELOW_PODMAN), []));
    });
  });

  describe('goes to the entry', () => {
    before(anew);
    beforeEach(async () => {
      await compare('testing', 'worktree');
      if ((await panel.attribute(PODMAN, 'aria-expanded')) === 'false') await panel.click(PODMAN);
      await eventually(async () => assert.ok((await panel.texts(BELOW_PODMAN)).length > 0));
    });

    it('in the lockfile of the working tree', async () => {
      await panel.press('Entry in working tree');
      await eventually(() => {
        const editor = window.activeTextEditor;
        assert.equal(editor?.document.uri.toString(), document.uri.toString());
        assert.equal(editor.selection.active.line, positionOf(document, 'podman:').line);
      });
    });

    it('in that of another stream, as its branch has it', async () => {
      await panel.press('Entry in testing');
      await eventually(() => {
        const editor = window.activeTextEditor;
        assert.equal(editor?.document.uri.scheme, 'manifest-lock-git');
        assert.match(editor.document.uri.path, /manifest-lock\.x86_64\.json$/);
        assert.match(editor.document.lineAt(editor.selection.active.line).text, /"podman"/);
      });
    });
  });

  it('is copied as Markdown', async () => {
    await anew();
    await compare('stable', 'testing');
    await env.clipboard.writeText('');
    await panel.press('Copy as Markdown');
    const text = await eventually(async () => {
      const copied = await env.clipboard.readText();
      assert.notEqual(copied, '');
      return copied;
    });
    assert.match(text, /^#+ `stable` → `testing`$/m);
    assert.match(
      text,
      /\| rust-afterburn \| 5\\?\.7\.0-1\.fc40 → 5\.6\.0-1\.fc40 \| afterburn and afterburn-dracut \|/,
    );
    assert.match(text, /\| podman \| 5:5\.2\.1-1\.fc40 → 5:5\.2\.2-1\.fc40 \|/);
    await eventually(async () => assert.deepEqual(await panel.texts('.done'), ['Copied as Markdown.']));
  });

  it('is saved as JSON', async () => {
    await compare('stable', 'testing');
    const target = Uri.file(`${repo.folder}/saved.json`);
    await panel.press('Save as JSON');
    await quickInput.shows(({ value }) => assert.match(value, /stable-testing\.json$/));
    await quickInput.fill(target.fsPath);
    await quickInput.shows(({ value }) => assert.equal(value, target.fsPath));
    await quickInput.accept();
    await quickInput.closed();
    const saved = await eventually(async () =>
      JSON.parse(new TextDecoder().decode(await workspace.fs.readFile(target))),
    );
    assert.deepEqual([saved.from.ref, saved.to.ref], ['stable', 'testing']);
    await workspace.fs.delete(target);
  });

  describe('follows', () => {
    before(anew);

    it('what is typed, with what the user has filtered and opened as it was', async () => {
      await compare('testing', 'worktree');
      await panel.fill('.filter input', 'podman');
      await shown(['podman']);
      await panel.click(PODMAN);
      await window.showTextDocument(document, { viewColumn: 1 });
      const edit = new WorkspaceEdit();
      const at = positionOf(document, '5:5.2.4-1.fc40');
      edit.insert(document.uri, at.translate(0, '5:5.2.'.length), '1');
      await workspace.applyEdit(edit);
      await eventually(async () => assert.match((await panel.texts(PODMAN))[0] ?? '', /→ to 5:5\.2\.14-1\.fc40/));
      assert.equal(await panel.value('.filter input'), 'podman');
      assert.equal(await panel.attribute(PODMAN, 'aria-expanded'), 'true');
      await commands.executeCommand('undo');
      await eventually(async () => assert.match((await panel.texts(PODMAN))[0] ?? '', /→ to 5:5\.2\.4-1\.fc40/));
      assert.equal(document.isDirty, false);
    });

    it('what is committed to a branch', async () => {
      await anew();
      await compare('stable', 'next');
      await eventually(async () => assert.ok((await names()).length > 0));
      const tree = repo.git('rev-parse', 'stable^{tree}');
      const commit = repo.git('commit-tree', tree, '-p', 'next', '-m', 'all of stable');
      const before = repo.git('rev-parse', 'next');
      repo.git('update-ref', 'refs/heads/next', commit);
      await eventually(async () =>
        assert.match((await panel.texts('.nothing'))[0] ?? '', /^No package changes from stable to next/),
      );
      repo.git('update-ref', 'refs/heads/next', before);
      await eventually(async () => assert.ok((await names()).length > 0));
    });
  });

  it('is as it was after its page was reloaded', async () => {
    await anew();
    await compare('stable', 'testing');
    await panel.fill('.filter input', 'podman');
    await shown(['podman']);
    await panel.click(PODMAN);
    await eventually(async () => assert.ok((await panel.texts(BELOW_PODMAN)).length > 0));
    await panel.mark();
    await commands.executeCommand('workbench.action.webview.reloadWebviewAction');
    await eventually(async () => assert.equal(await panel.isMarked(), false));
    await shows('stable', 'testing');
    await shown(['podman']);
    assert.equal(await panel.value('.filter input'), 'podman');
    await eventually(async () => assert.ok((await panel.texts(BELOW_PODMAN)).length > 0));
  });

  describe('can be used by everybody', () => {
    const setting = (): ReturnType<typeof workspace.getConfiguration> => workspace.getConfiguration('workbench');
    before(async () => {
      await anew();
      await compare('testing', 'worktree');
      await panel.click(PODMAN);
      await eventually(async () => assert.ok((await panel.texts(BELOW_PODMAN)).length > 0));
    });
    after(() => setting().update('colorTheme', undefined, true));

    for (const [theme, kind] of [
      ['Light Modern', 'vscode-light'],
      ['Dark Modern', 'vscode-dark'],
      ['Default High Contrast', 'vscode-high-contrast'],
    ] as const) {
      it(`with ${theme}`, async () => {
        await setting().update('colorTheme', theme, true);
        await eventually(async () => assert.equal(await panel.theme(), kind));
        assert.deepEqual(await panel.violations(), []);
      });
    }

    it('with nothing that its policy refuses', async () => {
      assert.deepEqual(await panel.refusals(), []);
    });
  });
});

function tabs(): readonly string[] {
  return window.tabGroups.all.flatMap(group => group.tabs.map(({ label }) => label));
}
