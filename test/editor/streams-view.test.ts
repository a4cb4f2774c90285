import { strict as assert } from 'node:assert';
import { commands } from 'vscode';
import { type ConfigRepoCopy, closeAll, copyConfigRepo } from './support/config-repo';
import { eventually } from './support/extension';
import { comparePanel, needsPage, quickInput, streamsView, workbench } from './support/remote';

/** The first by its name, so that its rows are on screen. */
const FOLDER = 'a-streams';
/** For the release of next-devel, while a stream of the one before is checked out. */
const KDUMP = 'kdump-utils-1.0.48-1.fc41';
const DAY = String.raw`\d{4}-\d\d-\d\d`;

describe('the Streams view', () => {
  let repo: ConfigRepoCopy;

  before(async function () {
    needsPage.call(this);
    repo = copyConfigRepo(FOLDER);
    await repo.openOverrides();
    await streamsView.open();
    await eventually(async () => assert.ok((await rows()).length > 0));
  });
  after(async () => {
    await commands.executeCommand('notifications.clearAll');
    await repo?.remove();
    await commands.executeCommand('workbench.view.explorer');
  });

  /** The rows of our repository: those below its name. */
  async function rows(): Promise<readonly string[]> {
    const all = await streamsView.texts();
    const start = all.findIndex(row => row.startsWith(`${FOLDER} `));
    assert.ok(start >= 0, `only ${all.join(' | ')}`);
    const end = all.findIndex((row, index) => index > start && !row.startsWith(' '));
    return all.slice(start + 1, end < 0 ? undefined : end);
  }

  const compares = (from: string, to: string): Promise<void> =>
    eventually(async () => {
      assert.deepEqual([await comparePanel.value('#from'), await comparePanel.value('#to')], [from, to]);
      assert.ok((await comparePanel.texts('.line.row')).length > 0);
    });

  it('has the streams in promotion order, each with what it would get', async () => {
    const expected = [
      `  testing-devel 40, ${DAY}, 6 overrides, working tree`,
      String.raw`  testing 40, \^7 v2 from testing-devel, ${DAY}, no overrides`,
      String.raw`  stable 40, \^4 v1 !3 from testing, ${DAY}, 3 overrides`,
      `  next-devel 41, ${DAY}, 1 override`,
      String.raw`  next 41, \^2 from next-devel, ${DAY}, no overrides`,
    ];
    await eventually(async () => {
      const found = await rows();
      assert.equal(found.length, expected.length, found.join('\n'));
      for (const [index, pattern] of expected.entries()) assert.match(found[index] ?? '', new RegExp(`^${pattern}$`));
    });
  });

  it('has below a stream what goes backwards, gets lost and is mended', async () => {
    await streamsView.expand('stable', FOLDER);
    await eventually(async () => {
      const found = await rows();
      const at = found.findIndex(row => row.startsWith('  stable '));
      assert.deepEqual(found.slice(at + 1, at + 4), [
        '    from testing 4 upgraded, 1 downgraded; 3 overrides lost',
        '    Downgrades 2',
        '    Lost overrides 3',
      ]);
    });
    await streamsView.expand('Downgrades', FOLDER);
    await eventually(async () => {
      const found = (await rows()).filter(row => row.includes('afterburn'));
      assert.deepEqual(found, [
        '      afterburn 5.7.0-1.fc40 -> 5.6.0-1.fc40',
        '      afterburn-dracut 5.7.0-1.fc40 -> 5.6.0-1.fc40',
      ]);
    });
    await streamsView.expand('testing', FOLDER);
    await eventually(async () => assert.ok((await rows()).some(row => /^ {4}Security fixes 1$/.test(row))));
    await streamsView.collapse('testing', FOLDER);
  });

  it('compares what a stream would get', async () => {
    await streamsView.expand('stable', FOLDER);
    await streamsView.click('from testing', FOLDER);
    await compares('stable', 'testing');
    await streamsView.inline('next', 'Compare Streams', FOLDER);
    await compares('next', 'next-devel');
    await closeAll();
  });

  it('offers on a stream what can be done with it', async () => {
    assert.deepEqual(await streamsView.menu('next', FOLDER), [
      'Compare Streams',
      'Preview Promotion...',
      'Backport to Here...',
    ]);
    await streamsView.takeFromMenu('Preview Promotion...');
    await eventually(async () => assert.match(await workbench.markdownPreview(), /^Promotion of next-devel to next\n/));
    await closeAll();
    assert.deepEqual(await streamsView.menu('next-devel', FOLDER), ['Backport to Here...']);
    await streamsView.takeFromMenu('Backport to Here...');
    await quickInput.step('Pin Backport (1/5)');
    await quickInput.fill('kdump-utils');
    await quickInput.choose('Look for kdump-utils');
    await quickInput.shows(({ rows: found }) => assert.equal(found[0]?.label, KDUMP));
    await quickInput.choose(KDUMP);
    await quickInput.step(`Pin Backport: ${KDUMP} (2/5)`);
    await quickInput.choose('fast-track');
    await quickInput.step(`Pin Backport: ${KDUMP} (3/5)`);
    await quickInput.fill('https://github.com/coreos/fedora-coreos-tracker/issues/1813');
    await quickInput.accept();
    const { rows: streams } = await quickInput.shows(({ title, rows: found }) => {
      assert.equal(title, `Pin Backport: ${KDUMP} (4/5)`);
      assert.ok(found.length > 0);
    });
    assert.deepEqual(
      streams.filter(({ checked }) => checked).map(({ label }) => label),
      ['next-devel'],
    );
    await quickInput.cancel();
    await quickInput.closed();
  });

  it('follows what is committed', async () => {
    const before = repo.git('rev-parse', 'next');
    const commit = repo.git('commit-tree', 'next-devel^{tree}', '-p', 'next', '-m', 'all of next-devel');
    repo.git('update-ref', 'refs/heads/next', commit);
    await eventually(async () => {
      assert.ok(
        (await rows()).some(row => /^ {2}next 41, nothing new from next-devel, /.test(row)),
        (await rows()).join('\n'),
      );
    });
    repo.git('update-ref', 'refs/heads/next', before);
    await eventually(async () =>
      assert.ok((await rows()).some(row => row.startsWith('  next 41, ^2 from next-devel, '))),
    );
  });
});
