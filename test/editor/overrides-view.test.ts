import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { commands, type TextDocument, WorkspaceEdit, window, workspace } from 'vscode';
import { eventually, exampleFile } from './support/extension';
import { hints, open, positionOf } from './support/lockfiles';
import { needsPage, overridesView, quickInput } from './support/remote';

/** The first by its name, so that its rows are on screen. */
const FOLDER = 'a-view';
const PATH = `${FOLDER}/manifest-lock.overrides.yaml`;

describe('the Overrides view', () => {
  let document: TextDocument;

  before(async function () {
    needsPage.call(this);
    cpSync(exampleFile('fedora-coreos'), exampleFile(FOLDER), { recursive: true });
    document = await open(PATH);
    await eventually(async () => assert.ok((await hints(document)).length > 0));
    await overridesView.open();
  });
  beforeEach(async () => {
    await commands.executeCommand('manifestLock.overrides.groupByStream');
    document = await open(PATH);
  });
  after(async () => {
    await commands.executeCommand('manifestLock.overrides.groupByStream');
    await commands.executeCommand('workbench.action.files.revert');
    await commands.executeCommand('workbench.action.closeAllEditors');
    await commands.executeCommand('workbench.view.explorer');
    rmSync(exampleFile(FOLDER), { recursive: true, force: true });
  });

  /** The rows of our repository: those below its name. */
  async function rows(): Promise<readonly string[]> {
    const all = await overridesView.texts();
    const start = all.findIndex(row => row.startsWith(`${FOLDER} `));
    assert.ok(start >= 0, `only ${all.join(' | ')}`);
    const end = all.findIndex((row, index) => index > start && !row.startsWith(' '));
    return all.slice(start + 1, end < 0 ? undefined : end);
  }

  const show = (expected: readonly string[]): Promise<void> =>
    eventually(async () => assert.deepEqual((await rows()).slice(0, expected.length), expected));

  it('has the overrides of every stream, that of the working tree first and open', async () => {
    await show([
      '  testing-devel working tree, 6 overrides',
      '    ignition 2.20.0-1.fc40, fast-track, 1 day, testing, karma 1 of 3',
      '    kdump-utils 1.0.48-1.fc40, fast-track, 1 day, testing, on its way to stable, karma 2 of 3',
      '    podman 5:5.2.4-1.fc40, pin, 1 day',
      '    selinux-policy 40.20-1.fc40, pin, 1 day',
      '    selinux-policy-targeted 40.20-1.fc40, pin, 1 day',
      '    shim-x64 15.6-2, pin, x86_64, 1 day',
      '  next-devel 1 override',
      '  next no overrides',
      '  testing no overrides',
      '  stable 3 overrides',
    ]);
  });

  it('goes to the entry, in another stream to the read-only file of its branch', async () => {
    await overridesView.click('podman', FOLDER);
    await eventually(() => {
      assert.equal(window.activeTextEditor?.document.uri.toString(), document.uri.toString());
      assert.equal(window.activeTextEditor.selection.active.line, positionOf(document, 'podman:').line);
    });
    await overridesView.expand('stable', FOLDER);
    await eventually(async () => {
      const found = (await rows()).find(row => row.trim().startsWith('afterburn '));
      assert.equal(found?.trim(), 'afterburn 5.7.0-1.fc40, fast-track, 13 days, stable, graduated, base locks behind');
    });
    await overridesView.click('afterburn', FOLDER);
    await eventually(() => {
      const { uri, getText } = window.activeTextEditor?.document ?? {};
      assert.equal(uri?.scheme, 'manifest-lock-git');
      assert.equal(window.activeTextEditor?.selection.active.line, 11);
      assert.match(getText?.() ?? '', /afterburn-dracut/);
    });
    await overridesView.collapse('stable', FOLDER);
  });

  it('is grouped by package, all streams together', async () => {
    await overridesView.action('Group Overrides by Package');
    await show([
      '  ignition 2.20.0-1.fc40, 2.20.0-1.fc41',
      '  kdump-utils 1.0.48-1.fc40',
      '  podman 5:5.2.4-1.fc40, 5:5.2.1-1.fc40',
      '  rust-afterburn 5.7.0-1.fc40',
      '  selinux-policy 40.20-1.fc40',
      '  shim 15.6-2',
    ]);
    await overridesView.expand('podman', FOLDER);
    await eventually(async () => {
      const all = await rows();
      const at = all.findIndex(row => row.startsWith('  podman '));
      assert.deepEqual(all.slice(at + 1, at + 3), [
        '    testing-devel 5:5.2.4-1.fc40, pin, 1 day',
        '    stable 5:5.2.1-1.fc40, pin, 13 days',
      ]);
    });
  });

  it('follows what is typed, and what is committed', async () => {
    const edit = new WorkspaceEdit();
    const at = positionOf(document, '5:5.2.4-1.fc40');
    edit.insert(document.uri, at.translate(0, '5:5.2.'.length), '1');
    await workspace.applyEdit(edit);
    await eventually(async () => assert.ok((await rows()).includes('    podman 5:5.2.14-1.fc40, pin')));
    await commands.executeCommand('workbench.action.files.revert');
    await eventually(async () => assert.ok((await rows()).includes('    podman 5:5.2.4-1.fc40, pin, 1 day')));
    const cwd = exampleFile(FOLDER);
    const tree = execFileSync('git', ['rev-parse', 'testing-devel^{tree}'], { cwd, encoding: 'utf8' }).trim();
    const identity = ['-c', 'user.name=config', '-c', 'user.email=config@localhost'];
    const args = [...identity, 'commit-tree', tree, '-p', 'stable', '-m', 'all of testing-devel'];
    const commit = execFileSync('git', args, { cwd, encoding: 'utf8' }).trim();
    execFileSync('git', ['update-ref', 'refs/heads/next', commit], { cwd });
    await eventually(async () => assert.ok((await rows()).some(row => /^ {2}next (?!no )/.test(row))));
  });

  it('offers on a row what can be done with it', async () => {
    const menu = await overridesView.menu('kdump-utils', FOLDER);
    assert.deepEqual(menu, ['Update Pin', 'Pin Backport...', 'Open Reason', 'Open Bodhi Update']);
    await overridesView.takeFromMenu('Pin Backport...');
    const builds = await quickInput.shows(({ title, rows: found }) => {
      assert.equal(title, 'Pin Backport (1/5)');
      assert.ok(found.length > 1);
    });
    assert.equal(builds.rows[0]?.label, 'kdump-utils-1.0.48-1.fc40');
    await quickInput.cancel();
    await quickInput.closed();
    assert.deepEqual(await overridesView.menu('podman', FOLDER), ['Update Pin', 'Pin Backport...', 'Open Reason']);
    await overridesView.takeFromMenu('Update Pin');
    await eventually(() => assert.match(document.getText(), /evr: 5:5\.2\.5-1\.fc40/));
  });
});
