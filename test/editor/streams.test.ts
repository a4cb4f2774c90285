import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { type CodeLens, commands, type TextDocument, workspace } from 'vscode';
import { eventually, exampleFile } from './support/extension';
import { codeOf, open, ours } from './support/lockfiles';

const FOLDER = 'on-next-devel';
const LENS = '3 behind testing-devel';

describe('a stream that is behind another', () => {
  let document: TextDocument;

  before(async () => {
    const folder = exampleFile(FOLDER);
    cpSync(exampleFile('fedora-coreos'), folder, { recursive: true });
    execFileSync('git', ['switch', '--quiet', 'next-devel'], { cwd: folder });
    document = await open(`${FOLDER}/manifest-lock.overrides.yaml`);
  });
  after(async () => {
    await commands.executeCommand('workbench.action.files.revert');
    await commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(exampleFile(FOLDER), { recursive: true, force: true });
  });

  it('is said in the base lock, package by package', async () => {
    const base = await workspace.openTextDocument(exampleFile(`${FOLDER}/manifest-lock.x86_64.json`));
    const found = await eventually(() => {
      const behind = ours(base).filter(each => codeOf(each) === 'stream-downgrade');
      assert.equal(behind.length, 3);
      return behind;
    });
    assert.deepEqual(
      found.map(({ range }) => base.getText(range)),
      ['1.15-2.fc41', '1.0.44-2.fc41', '5:5.2.2-1.fc41'],
    );
  });

  it('catches up from the code lens, by the builds of its own release, in one step', async () => {
    const before = document.getText();
    const lens = await eventually(async () => {
      const found = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 50);
      const one = found.find(({ command }) => command?.title === LENS);
      assert.ok(one, `only ${found.map(({ command }) => command?.title).join(' | ')}`);
      return one;
    });
    const { command = '', arguments: args = [] } = lens.command ?? {};
    await commands.executeCommand(command, ...args);
    await eventually(() => {
      const versions = [...document.getText().matchAll(/^ {2}(\S+):\n {4}evr: (\S+)$/gm)];
      assert.deepEqual(
        versions.map(([, name, evr]) => `${name} ${evr}`),
        ['crun 1.17-1.fc41', 'ignition 2.20.0-1.fc41', 'kdump-utils 1.0.48-1.fc41', 'podman 5:5.2.5-1.fc41'],
      );
    });
    await commands.executeCommand('undo');
    assert.equal(document.getText(), before);
  });
});
