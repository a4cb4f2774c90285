import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { type CodeLens, commands, type TextDocument, window } from 'vscode';
import type { TestRepository } from '../support/git';
import { eventually, exampleFile } from './support/extension';
import { action, apply, open, ours, positionOf, revert } from './support/lockfiles';
import { makeStreams } from './support/streams';

interface Result {
  readonly changed: readonly { readonly name: string }[];
  readonly message: string;
}

const PATH = 'manifest-lock.overrides.yaml';
const KEPT = `  podman:
    evr: 5:5.2.4-1.fc40
    metadata:
      type: pin
`;
const TEXT = `packages:
  crun:
    evr: 1.17-1.fc40
    metadata:
      bodhi: https://bodhi.fedoraproject.org/updates/FEDORA-2024-1aeb8ef84c
      reason: https://github.com/coreos/fedora-coreos-tracker/issues/1809
      type: fast-track
${KEPT}`;

const lenses = (document: TextDocument): Thenable<CodeLens[]> =>
  commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 50);

describe('the code lens of an overrides file', () => {
  let repository: TestRepository;
  let document: TextDocument;

  before(async () => {
    repository = makeStreams('lenses', {});
    const write = (path: string, text: string): void => writeFileSync(exampleFile(`lenses/${path}`), text);
    write(PATH, TEXT);
    for (const arch of ['x86_64', 'aarch64']) {
      const packages = { crun: { evra: `1.17-1.fc40.${arch}` }, podman: { evra: `5:5.2.2-1.fc40.${arch}` } };
      write(`manifest-lock.${arch}.json`, `${JSON.stringify({ packages }, undefined, 4)}\n`);
    }
    document = await open(`lenses/${PATH}`);
  });
  afterEach(revert);
  after(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    repository.dispose();
  });

  const all = (): Promise<CodeLens[]> =>
    eventually(async () => {
      const found = await lenses(document);
      const titles = found.map(({ command }) => command?.title);
      assert.deepEqual(titles.slice(0, 3), ['2 overrides', '1 graduated', '1 without reason']);
      return found;
    });

  it('counts what there is to do', async () => {
    const found = await all();
    assert.deepEqual(new Set(found.map(({ range }) => range.start.line)), new Set([0]));
  });

  it('drops what has graduated', async () => {
    const lens = (await all()).find(({ command }) => command?.title === '1 graduated');
    const { command = '', arguments: args = [] } = lens?.command ?? {};
    const result = await commands.executeCommand<Result>(command, ...args);
    assert.deepEqual(
      result.changed.map(({ name }) => name),
      ['crun'],
    );
    await eventually(() => assert.equal(document.getText(), `packages:\n${KEPT}`));
    await commands.executeCommand('undo');
    assert.equal(document.getText(), TEXT);
  });

  it('goes to the first one without a reason', async () => {
    const lens = (await all()).find(({ command }) => command?.title === '1 without reason');
    const { command = '', arguments: args = [] } = lens?.command ?? {};
    await commands.executeCommand(command, ...args);
    assert.deepEqual(window.activeTextEditor?.selection.active, positionOf(document, 'podman:'));
  });

  it('has a command that says why nothing is fast-tracked', async () => {
    const result = await commands.executeCommand<Result>('manifestLock.fastTrackBehind');
    assert.deepEqual(result, {
      changed: [],
      message: 'There is no stream that testing-devel must not fall behind.',
    });
  });
});

describe('code actions', () => {
  afterEach(revert);

  it('begin a comment that silences a finding, for the reason to be typed', async () => {
    const document = await open('mistakes/manifest-lock.overrides.yaml');
    const before = document.getText();
    await eventually(() => assert.ok(ours(document).length > 0));
    const ignore = await action(
      document,
      positionOf(document, '0:2.20.0-1.fc40'),
      'Ignore zero-epoch here with a reason',
    );
    assert.equal(ignore.command?.command, 'manifestLock.reveal');
    await apply(ignore);
    const line = '  # manifest-lock: ignore zero-epoch \n';
    assert.ok(document.getText().includes(`${line}  ignition:\n    evr: 0:2.20.0-1.fc40`));
    await commands.executeCommand('undo');
    assert.equal(document.getText(), before);
  });

  it('fix all that has one right answer, in one step', async () => {
    const document = await open('mistakes/manifest-lock.overrides.yaml');
    const before = document.getText();
    await eventually(() => assert.ok(ours(document).length > 0));
    const title = 'Fix all that has only one right answer';
    const all = await action(document, positionOf(document, 'packages:'), title, 'source.fixAll.manifestLock');
    await apply(all);
    assert.notEqual(document.getText(), before);
    await commands.executeCommand('undo');
    assert.equal(document.getText(), before);
  });
});
