import { strict as assert } from 'node:assert';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { commands, type TextDocument, type TextEdit } from 'vscode';
import { eventually, exampleFile } from './support/extension';
import { codeOf, open, ours, revert } from './support/lockfiles';

const FOLDER = 'formatting';
const UNSORTED = `packages:
    podman:
        metadata:
            type: pin
            reason: "https://github.com/coreos/fedora-coreos-tracker/issues/1809"
        evr: '5:5.2.4-1.fc40'
    # until the next bump
    crun:
        evr: 1.17-1.fc40
`;
/** As PyYAML 1.1 reads it the version is the number 1.1: written anew it would be another one. */
const REFUSED = `packages:
  podman:
    evr: 1.10
  crun:
    evr: 1.17-1.fc40
`;
const CANONICAL = `# This lockfile should be used to pin to a package version (\`type: pin\`) or to
# fast-track packages ahead of Bodhi (\`type: fast-track\`). Fast-tracked
# packages will automatically be removed once they are in the stable repos.
#
# IMPORTANT: YAML comments *will not* be preserved. All \`pin\` overrides *must*
# include a URL in the \`metadata.reason\` key. Overrides of type \`fast-track\`
# *should* include a Bodhi update URL in the \`metadata.bodhi\` key and a URL
# in the \`metadata.reason\` key, though it's acceptable to omit a \`reason\`
# for FCOS-specific packages (ignition, afterburn, etc.).

packages:
  crun:
    evr: 1.17-1.fc40
  podman:
    evr: 5:5.2.4-1.fc40
    metadata:
      reason: https://github.com/coreos/fedora-coreos-tracker/issues/1809
      type: pin
`;

const edits = (document: TextDocument): Thenable<TextEdit[] | undefined> =>
  commands.executeCommand('vscode.executeFormatDocumentProvider', document.uri, { insertSpaces: true, tabSize: 2 });

describe('formatting', () => {
  before(() => {
    mkdirSync(exampleFile(FOLDER));
    // not the real services
    writeFileSync(exampleFile(`${FOLDER}/.manifest-lock.yaml`), 'services:\n  koji: off\n  bodhi: off\n');
  });
  afterEach(revert);
  after(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(exampleFile(FOLDER), { recursive: true, force: true });
  });

  const write = (text: string): Promise<TextDocument> => {
    const path = `${FOLDER}/manifest-lock.overrides.yaml`;
    writeFileSync(exampleFile(path), text);
    return open(path);
  };

  it('writes the canonical form of an overrides file, without its comments, in one step', async () => {
    const document = await write(UNSORTED);
    // the formatter is there once the server has said so
    await eventually(async () => assert.ok((await edits(document))?.length));
    await commands.executeCommand('editor.action.formatDocument');
    assert.equal(document.getText(), CANONICAL);
    await commands.executeCommand('undo');
    assert.equal(document.getText(), UNSORTED);
  });

  it('leaves a file as it is whose versions it would change', async () => {
    const document = await write(REFUSED);
    await eventually(() => assert.ok(ours(document).some(found => codeOf(found) === 'version-not-string')));
    assert.deepEqual(await edits(document), undefined);
    await commands.executeCommand('editor.action.formatDocument');
    assert.equal(document.getText(), REFUSED);
    assert.equal(document.isDirty, false);
  });

  it('has nothing to do in a canonical file', async () => {
    const document = await open('fedora-coreos/manifest-lock.overrides.yaml');
    await commands.executeCommand('editor.action.formatDocument');
    assert.equal(document.isDirty, false);
  });
});
