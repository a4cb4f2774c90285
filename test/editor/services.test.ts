import { strict as assert } from 'node:assert';
import { commands, type Hover, type MarkdownString, Range, type TextDocument, WorkspaceEdit, workspace } from 'vscode';
import { eventually } from './support/extension';
import { action, codeOf, open, ours, positionOf, revert } from './support/lockfiles';
import { behave, needsPage, workbench } from './support/remote';

const SHOWCASE = 'fedora-coreos/manifest-lock.overrides.yaml';
const MISTAKES = 'mistakes/manifest-lock.overrides.yaml';

const hover = async (document: TextDocument, name: string): Promise<string> => {
  const at = positionOf(document, name);
  const found = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', document.uri, at);
  return found.flatMap(({ contents }) => contents.map(part => (part as MarkdownString).value)).join('\n');
};

describe('Koji and Bodhi', () => {
  it('are asked about overrides: builds, signatures, tags, updates', async () => {
    const document = await open(MISTAKES);
    const expected = {
      'chrony-4.6.1-1.fc40 is not in coreos-pool yet': 'not-tagged',
      'FEDORA-2024-0000000013 (F40, testing) has container-selinux-2.233.0-1.fc40': 'wrong-update',
      'has the epoch 5 in Koji': 'unknown-build',
      'expat 2.6.3-1.fc40 has no signed copy for x86_64 and aarch64': 'unsigned',
      'FEDORA-2024-0000000016 (testing) with fwupd-1.9.26-1.fc40 has replaced it': 'obsolete-update',
      'Koji has no skopeo 1:1.16.11-1.fc40': 'unknown-build',
      'stalld-1.19.5-1.fc40 is deleted in Koji': 'deleted-build',
    };
    await eventually(() => {
      for (const [text, code] of Object.entries(expected)) {
        const found = ours(document).filter(({ message }) => message.includes(text));
        assert.deepEqual(found.map(codeOf), [code], text);
      }
    });
  });

  it('have the right update linked by a quick fix', async () => {
    const document = await open(MISTAKES);
    const url = 'https://bodhi.fedoraproject.org/updates/FEDORA-2024-0000000013';
    const fix = await action(
      document,
      positionOf(document, 'FEDORA-2024-0000000012'),
      `Link the update of this build: ${url}`,
    );
    assert.ok(fix.isPreferred);
  });

  it('tell in the hover of the update, the build, its story and its changelog', async () => {
    const document = await open(SHOWCASE);
    const text = await eventually(async () => {
      const shown = await hover(document, 'podman:');
      assert.match(shown, /Changelog/);
      return shown;
    });
    for (const expected of [
      '**Update**',
      'FEDORA-2024-0000000006',
      '**Build**',
      'built by kojibuilder on 2024-10-07, signed, in coreos-pool',
      '**Story**',
      'overrides: fast-track ignition and kdump-utils',
      '**Newer in Bodhi**',
      '**CVE-2024-9676**',
      'Update to 5.2.5 upstream release',
    ]) {
      assert.ok(text.includes(expected), `no ${expected} in\n${text}`);
    }
    assert.match(await hover(document, 'kdump-utils:'), /testing.*karma 2 of 3/);
  });
});

describe('Koji and Bodhi that cannot be asked', () => {
  before(needsPage);
  after(async () => {
    await behave('koji', undefined);
    await behave('bodhi', undefined);
    await commands.executeCommand('manifestLock.refresh');
  });

  const status = (matches: RegExp): Promise<void> =>
    eventually(async () => assert.match((await workbench.statusBar()).join('\n'), matches));

  it('are named in the status item with the cause, and what they said before stays', async () => {
    // no other repository is asked about
    await commands.executeCommand('workbench.action.closeAllEditors');
    const document = await open(SHOWCASE);
    await eventually(async () => assert.match(await hover(document, 'kdump-utils:'), /FEDORA-2024-b6681fcf56/));
    await status(/Koji, Bodhi asked |Koji asked .*Bodhi asked /);
    await behave('koji', { kind: 'html' });
    await behave('bodhi', { kind: 'status', status: 404 });
    // what nobody has asked yet
    const edit = new WorkspaceEdit();
    for (const [text, other] of [
      ['5:5.2.4-1.fc40', '5:5.2.3-1.fc40'],
      ['b6681fcf56', '00000000ff'],
    ] as const) {
      const at = positionOf(document, text);
      edit.replace(document.uri, new Range(at, at.translate(0, text.length)), other);
    }
    await workspace.applyEdit(edit);
    await status(/Koji, Bodhi not reached/);
    await status(/404 Not Found/);
    assert.ok(ours(document).some(found => codeOf(found) === 'newer-available'));
    assert.match(await hover(document, 'ignition:'), /built by kojibuilder on 2024-10-22/);
    await behave('koji', undefined);
    await behave('bodhi', undefined);
    await commands.executeCommand('manifestLock.refresh');
    await status(/Koji, Bodhi asked |Koji asked .*Bodhi asked /);
    await eventually(() => assert.ok(ours(document).some(({ message }) => message.includes('no update FEDORA'))));
    await revert();
  });
});
