import { strict as assert } from 'node:assert';
import { commands, type Hover, type MarkdownString } from 'vscode';
import { eventually } from '../support/extension';
import { codeOf, hints, open, ours, positionOf } from '../support/lockfiles';

describe('a workspace that is not trusted', () => {
  it('gets the rules that need only its own files', async () => {
    const document = await open('mistakes/manifest-lock.overrides.yaml');
    const codes = await eventually(() => {
      const found = ours(document).map(codeOf);
      assert.ok(found.includes('missing-version'));
      return found;
    });
    for (const code of ['newer-available', 'not-available', 'graduated', 'held-back']) {
      assert.ok(!codes.includes(code), `${code} needs a repository`);
    }
  });

  it('reads no repository, not even a local one, and says so', async () => {
    const document = await open('fedora-coreos/manifest-lock.overrides.yaml');
    const text = await eventually(async () => {
      const at = positionOf(document, 'podman:');
      const hovers = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', document.uri, at);
      const contents = hovers.flatMap(hover => hover.contents.map(part => (part as MarkdownString).value)).join('\n');
      assert.ok(contents.includes('podman'));
      return contents;
    });
    assert.match(text, /not read in a restricted/);
    assert.doesNotMatch(text, /5\.2\.5/);
    assert.deepEqual(await hints(document), []);
  });
});
