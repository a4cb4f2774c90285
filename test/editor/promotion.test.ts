import { strict as assert } from 'node:assert';
import { commands } from 'vscode';
import { type ConfigRepoCopy, closeAll, copyConfigRepo } from './support/config-repo';
import { eventually } from './support/extension';
import { needsPage, quickInput, workbench } from './support/remote';

const FOLDER = 'b-promotion';

describe('a promotion', () => {
  let repo: ConfigRepoCopy;

  before(async function () {
    needsPage.call(this);
    repo = copyConfigRepo(FOLDER);
    await repo.openOverrides();
  });
  afterEach(async () => {
    await commands.executeCommand('notifications.clearAll');
    await closeAll();
  });
  after(() => repo?.remove());

  const preview = (from: string, to: string): void =>
    void commands.executeCommand('manifestLock.previewPromotion', { folder: repo.folder, from, to });
  const rendered = (matches: RegExp): Promise<void> =>
    eventually(async () => assert.match(await workbench.markdownPreview(), matches));

  it('is chosen among those that there can be', async () => {
    void commands.executeCommand('manifestLock.previewPromotion');
    const { rows } = await quickInput.shows(({ title, rows: found }) => {
      assert.equal(title, 'Promotion');
      assert.ok(found.length > 0);
    });
    const labels = rows.filter(({ description }) => description.includes(FOLDER)).map(({ label }) => label);
    for (const label of ['testing-devel to testing', 'testing to stable', 'next-devel to next']) {
      assert.ok(labels.includes(label), labels.join(' | '));
    }
    await quickInput.cancel();
    await quickInput.closed();
  });

  it('is shown, and makes one commit when the user says so, with nothing changed that is checked out', async () => {
    const [before, source] = [repo.git('rev-parse', 'stable'), repo.git('rev-parse', 'testing')];
    preview('testing', 'stable');
    await rendered(
      /^Promotion of testing to stable\n.*Downgrades that nothing says are meant\n.*afterburn.*Overrides lost/s,
    );
    await workbench.notifies('Promote testing to stable by one commit? Nothing is pushed.');
    assert.equal(repo.git('rev-parse', 'stable'), before);
    await workbench.answer('Commit to stable');
    await eventually(() => assert.equal(repo.git('rev-parse', 'stable~1'), before));
    assert.match(repo.git('log', '-1', '--format=%B', 'stable'), new RegExp(source));
    assert.equal(repo.git('diff', '--stat', 'stable', 'testing', '--', 'manifest-lock.x86_64.json'), '');
    assert.equal(repo.git('symbolic-ref', '--short', 'HEAD'), 'testing-devel');
    assert.equal(repo.git('status', '--porcelain'), '');
  });

  it('is not made of nothing, and says so', async () => {
    const before = repo.git('rev-parse', 'stable');
    preview('testing', 'stable');
    await workbench.notifies('nothing to promote: stable has all that testing has');
    assert.equal(repo.git('rev-parse', 'stable'), before);
  });

  it('is refused where the settings know no such promotion', async () => {
    const before = repo.git('rev-parse', 'testing-devel');
    preview('testing', 'testing-devel');
    await workbench.notifies('testing is not promoted to testing-devel: nothing is');
    assert.equal(repo.git('rev-parse', 'testing-devel'), before);
  });
});
