import { strict as assert } from 'node:assert';
import { commands, type Hover, type MarkdownString } from 'vscode';
import { eventually } from './support/extension';
import { hints, open, positionOf } from './support/lockfiles';

describe('hover and hints', () => {
  it('hover says what the package is, where its version comes from and what the repositories have', async () => {
    const document = await open('fedora-coreos/manifest-lock.overrides.yaml');
    const at = positionOf(document, 'podman:');
    const text = await eventually(async () => {
      const hovers = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', document.uri, at);
      const contents = hovers.flatMap(hover => hover.contents.map(part => (part as MarkdownString).value)).join('\n');
      assert.match(contents, /5:5\.2\.5-1\.fc40/);
      return contents;
    });
    for (const expected of [
      'Source package `podman`',
      '`5:5.2.4-1.fc40` in [manifest-lock.overrides.yaml]',
      'replaces',
      'fedora-updates x86_64: `5:5.2.5-1.fc40` (2024-10-19, newer)',
      'https://podman.io/',
      'https://github.com/coreos/fedora-coreos-tracker/issues/1809',
    ]) {
      assert.ok(text.includes(expected), `no ${expected} in\n${text}`);
    }
  });

  it('hints stand only behind versions that have something newer', async () => {
    const document = await open('fedora-coreos/manifest-lock.overrides.yaml');
    const labels = await eventually(async () => {
      const found = (await hints(document)).map(hint => ({
        line: document.lineAt(hint.position.line).text.trim(),
        label: String(hint.label),
      }));
      assert.ok(found.length > 0);
      return found;
    });
    assert.deepEqual(labels, [
      { line: 'evr: 5:5.2.4-1.fc40', label: '-> 5:5.2.5-1.fc40 in fedora-updates' },
      { line: 'evra: 40.20-1.fc40.noarch', label: '-> 40.28-1.fc40 in fedora-updates' },
      { line: 'evra: 40.20-1.fc40.noarch', label: '-> 40.28-1.fc40 in fedora-updates' },
    ]);
  });
});
