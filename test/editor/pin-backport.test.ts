import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { commands, Selection, type TextDocument, window, workspace } from 'vscode';
import type { PinApplyResult } from '../../server/protocol';
import { eventually, exampleFile } from './support/extension';
import { codeOf, hints, open, ours, positionOf } from './support/lockfiles';
import { behave, needsPage, quickInput, workbench } from './support/remote';

const FOLDER = 'pin-backport';
const PATH = 'manifest-lock.overrides.yaml';
const REASON = 'https://github.com/coreos/fedora-coreos-tracker/issues/1820';
const PODMAN = 'podman-5.2.5-1.fc40';
const STREAMS = ['testing-devel', 'testing', 'stable', 'next-devel', 'next'];
const APPLY = 'Apply: edit the working tree, commit to testing and stable';

const TESTING = `packages:
  podman:
    evr: 5:5.2.5-1.fc40
    metadata:
      reason: ${REASON}
      type: pin
`;

describe('Pin Backport', () => {
  let document: TextDocument;
  let original: string;
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, { cwd: exampleFile(FOLDER), encoding: 'utf8' }).trimEnd();
  const tips = (): string[] => STREAMS.map(stream => git('rev-parse', `refs/heads/${stream}`));
  /** All that a backport has to leave alone. */
  const surroundings = (): string[] => [
    git('status', '--porcelain'),
    git('stash', 'list'),
    git('symbolic-ref', 'HEAD'),
    git('ls-files', '--stage'),
    readFileSync(exampleFile(`${FOLDER}/${PATH}`), 'utf8'),
  ];

  before(needsPage);
  beforeEach(async () => {
    cpSync(exampleFile('fedora-coreos'), exampleFile(FOLDER), { recursive: true });
    git('config', 'user.name', 'config');
    git('config', 'user.email', 'config@localhost');
    document = await open(`${FOLDER}/${PATH}`);
    original = document.getText();
    await eventually(async () => assert.ok((await hints(document)).length > 0));
  });
  afterEach(async () => {
    await behave('koji', undefined);
    await behave('bodhi', undefined);
    await commands.executeCommand('workbench.action.closeQuickOpen');
    await commands.executeCommand('notifications.clearAll');
    await commands.executeCommand('workbench.action.files.revert');
    await commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(exampleFile(FOLDER), { recursive: true, force: true });
  });

  /** From the package under the cursor. */
  async function begin(name = 'podman:'): Promise<Thenable<PinApplyResult | undefined>[]> {
    const editor = await window.showTextDocument(document);
    const at = positionOf(document, name);
    editor.selection = new Selection(at, at);
    const running = commands.executeCommand<PinApplyResult | undefined>('manifestLock.pinBackport');
    await quickInput.shows(({ title, rows }) => {
      assert.equal(title, 'Pin Backport (1/5)');
      assert.ok(rows.length > 1);
    });
    return [running];
  }

  const step = (number: number, build = PODMAN) => quickInput.step(`Pin Backport: ${build} (${number}/5)`);

  async function toReason(build = PODMAN): Promise<void> {
    await quickInput.choose(build);
    await step(2, build);
    await quickInput.choose('pin');
    await step(3, build);
  }

  async function toStreams(): Promise<void> {
    await toReason();
    await quickInput.fill(REASON);
    await quickInput.accept();
    await quickInput.shows(({ title, rows }) => {
      assert.equal(title, `Pin Backport: ${PODMAN} (4/5)`);
      assert.equal(rows.length, STREAMS.length);
    });
  }

  async function toPreview(): Promise<void> {
    await toStreams();
    await quickInput.choose('testing');
    await quickInput.choose('stable');
    await quickInput.accept();
    await quickInput.shows(({ rows }) => assert.equal(rows[0]?.label, APPLY));
  }

  /** The documents of the preview that have come into being, by what they are of. */
  const previewed = (): Map<string, string> =>
    new Map(
      workspace.textDocuments
        .filter(({ uri }) => uri.scheme === 'manifest-lock-preview' && uri.query === 'after')
        .map(shown => [shown.uri.path, shown.getText()]),
    );

  it('carries a pin into the working tree and two other streams, from the cursor to the commits', async () => {
    const [tree, refs] = [surroundings(), tips()];
    const [running] = await begin();
    const builds = await quickInput.shows(({ rows }) => assert.ok(rows.length > 6));
    assert.deepEqual(
      builds.rows.slice(0, 5).map(({ label, description }) => `${label}: ${description}`),
      [
        'podman-5.2.5-1.fc40: Koji, fedora-updates, FEDORA-2024-0000000004 (stable)',
        'podman-5.2.4-1.fc40: Koji, fedora-coreos-pool, FEDORA-2024-0000000006 (stable), testing-devel',
        'podman-5.2.3-1.fc40: Koji, fedora-coreos-pool, FEDORA-2024-0000000007 (obsolete)',
        'podman-5.2.2-1.fc40: Koji, fedora-coreos-pool, testing',
        'podman-5.2.1-1.fc40: Koji, fedora-coreos-pool, stable',
      ],
    );
    assert.equal(builds.rows[0]?.detail, '2024-10-18, by kojibuilder');
    await toReason();
    await quickInput.accept();
    await quickInput.shows(({ message }) => assert.match(message, /^A reason is required/));
    await quickInput.fill('tracker issue 1820');
    await quickInput.accept();
    await quickInput.shows(({ message }) => assert.match(message, /must be an address/));
    await quickInput.fill(REASON);
    await quickInput.accept();
    const streams = await quickInput.shows(({ rows }) => assert.equal(rows.length, STREAMS.length));
    assert.deepEqual(
      streams.rows.map(({ label, description, detail, checked }) => [label, description, detail, checked]),
      [
        ['testing-devel', 'podman 5:5.2.4-1.fc40 -> 5:5.2.5-1.fc40, working tree (testing-devel)', 'upgrade', true],
        [
          'next-devel',
          'cannot be chosen',
          'podman-5:5.2.5-1.fc40 does not have the dist tag of this stream, .fc41.',
          false,
        ],
        ['next', 'cannot be chosen', 'podman-5:5.2.5-1.fc40 does not have the dist tag of this stream, .fc41.', false],
        [
          'testing',
          'podman 5:5.2.2-1.fc40 -> 5:5.2.5-1.fc40',
          'upgrade; skips testing-devel; leaves next behind; goes away at the next promotion from testing-devel',
          false,
        ],
        [
          'stable',
          'podman 5:5.2.1-1.fc40 -> 5:5.2.5-1.fc40',
          'upgrade; skips testing; goes away at the next promotion from testing',
          false,
        ],
      ],
    );
    await quickInput.choose('testing');
    await quickInput.choose('stable');
    await quickInput.accept();
    const plan = await step(5);
    assert.deepEqual(
      plan.rows.map(({ label, description }) => `${label} | ${description}`),
      [
        `${APPLY} | `,
        'Commit to new branches instead | ',
        `testing-devel: edited in the working tree | ${PATH}`,
        `testing: one commit on testing | ${PATH}`,
        `stable: one commit on stable | ${PATH}`,
      ],
    );
    await eventually(() => {
      const shown = previewed();
      assert.equal(shown.get(`/testing-devel/${PATH}`), edited(original));
      assert.ok(shown.get(`/testing/${PATH}`)?.endsWith(`\n${TESTING}`));
      assert.equal(
        shown.get('/testing/COMMIT_MESSAGE.txt'),
        `[testing] overrides: pin ${PODMAN}\n\nSee: ${REASON}\n\n- podman: 5:5.2.2-1.fc40 -> 5:5.2.5-1.fc40\n`,
      );
      assert.match(
        shown.get('/stable/COMMIT_MESSAGE.txt') ?? '',
        /^\[stable\] overrides: pin podman-5\.2\.5-1\.fc40\n/,
      );
      assert.match(shown.get('/stable/NOTES.txt') ?? '', /that is replaced/);
    });
    assert.deepEqual([surroundings(), tips()], [tree, refs]);
    await quickInput.choose(APPLY);
    const result = await running;
    assert.deepEqual([result?.edited, result?.failed], [true, false]);
    assert.deepEqual(
      result?.commits.map(({ branch, commit }) => [branch, commit]),
      ['testing', 'stable'].map(branch => [branch, git('rev-parse', branch)]),
    );

    // the working tree: one edit, not saved, and one step to undo
    await eventually(() => assert.equal(document.getText(), edited(original)));
    assert.deepEqual(surroundings(), tree);
    await window.showTextDocument(document);
    await commands.executeCommand('undo');
    assert.deepEqual([document.getText(), document.isDirty], [original, false]);

    // the branches: one commit each, of one file
    const [devel, testing, stable, ...others] = tips();
    assert.deepEqual([devel, ...others], [refs[0], ...refs.slice(3)]);
    assert.deepEqual(git('rev-parse', 'testing~1', 'stable~1').split('\n'), [refs[1], refs[2]]);
    for (const commit of [testing, stable]) {
      assert.equal(git('show', '--format=', '--name-status', `${commit}`), `M\t${PATH}`);
    }
    assert.equal(git('show', '--format=%s', '--no-patch', 'testing'), `[testing] overrides: pin ${PODMAN}`);
    assert.ok(`${git('show', `testing:${PATH}`)}\n`.endsWith(`\n${TESTING}`));
    const stableBefore = git('show', `stable~1:${PATH}`);
    const expected = stableBefore.replace('5:5.2.1-1.fc40', '5:5.2.5-1.fc40').replace('issues/1809', 'issues/1820');
    assert.equal(git('show', `stable:${PATH}`), expected);
    assert.notEqual(expected, stableBefore);
    // nothing of the preview is left
    assert.ok(!window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label.startsWith('Pin Backport'))));
  });

  it('goes back step by step, and keeps what was answered', async () => {
    await begin();
    await toPreview();
    await quickInput.goBack();
    const streams = await quickInput.shows(({ title, rows }) => {
      assert.equal(title, `Pin Backport: ${PODMAN} (4/5)`);
      assert.equal(rows.length, STREAMS.length);
    });
    assert.deepEqual(
      streams.rows.filter(({ checked }) => checked).map(({ label }) => label),
      ['testing-devel', 'testing', 'stable'],
    );
    await quickInput.goBack();
    assert.equal((await step(3)).value, REASON);
    await quickInput.goBack();
    await step(2);
    await quickInput.goBack();
    const first = await quickInput.shows(({ title, rows }) => {
      assert.equal(title, 'Pin Backport (1/5)');
      assert.ok(rows.length > 1);
    });
    assert.equal(first.back, false);
    await quickInput.choose('podman-5.2.3-1.fc40');
    await step(2, 'podman-5.2.3-1.fc40');
  });

  it('writes nothing when it is left, at whichever step', async () => {
    const [tree, refs] = [surroundings(), tips()];
    for (const reach of [async () => undefined, () => toReason(), toStreams, toPreview]) {
      const [running] = await begin();
      await reach();
      await quickInput.cancel();
      assert.equal(await running, undefined);
      await quickInput.closed();
      assert.deepEqual([surroundings(), tips(), document.getText()], [tree, refs, original]);
    }
  });

  it('refuses, and leaves all as it was, when a branch moved since the preview', async () => {
    const [running] = await begin();
    await toPreview();
    const moved = git('commit-tree', '-p', 'stable', '-m', 'meanwhile', 'stable^{tree}');
    git('update-ref', 'refs/heads/stable', moved);
    const [tree, refs] = [surroundings(), tips()];
    await quickInput.choose(APPLY);
    const result = await running;
    assert.deepEqual([result?.failed, result?.edited, result?.commits], [true, false, []]);
    assert.match(result?.message ?? '', /^Nothing was written: .*stable/);
    await workbench.notifies(result?.message ?? '?');
    assert.deepEqual([surroundings(), tips(), document.getText()], [tree, refs, original]);
  });

  it('commits to new branches instead when asked', async () => {
    const refs = tips();
    const [running] = await begin();
    await toPreview();
    await quickInput.choose('Commit to new branches instead');
    const plan = await quickInput.shows(({ rows }) =>
      assert.ok(rows.some(({ label }) => label === "Commit to the streams' own branches instead")),
    );
    const [apply] = plan.rows;
    await quickInput.choose(apply?.label ?? '');
    const result = await running;
    const made = result?.commits.map(({ branch }) => branch) ?? [];
    assert.equal(made.length, 2);
    assert.ok(made.every(branch => !STREAMS.includes(branch) && apply?.label.includes(branch)));
    assert.deepEqual(tips(), refs);
    assert.deepEqual(git('rev-parse', ...made.map(branch => `${branch}~1`)).split('\n'), [refs[1], refs[2]]);
  });

  it('takes what is typed: a Bodhi update, of which all packages that are locked are fast-tracked', async () => {
    const running = commands.executeCommand<PinApplyResult | undefined>('manifestLock.fastTrackUpdate');
    await quickInput.shows(({ title, rows }) => {
      assert.equal(title, 'Pin Backport (1/5)');
      assert.ok(rows.length > 0);
    });
    await quickInput.fill('FEDORA-2024-0000000001');
    await quickInput.choose('Look for FEDORA-2024-0000000001');
    const kernel = 'kernel-6.11.5-200.fc40';
    const found = await quickInput.shows(({ rows }) => assert.equal(rows[0]?.label, kernel));
    assert.match(found.rows[0]?.description ?? '', /FEDORA-2024-0000000001 \(testing\)/);
    await quickInput.choose(kernel);
    await step(2, kernel);
    // what the command is called is what it begins with
    await quickInput.accept();
    await step(3, kernel);
    await quickInput.fill(REASON);
    await quickInput.accept();
    await quickInput.shows(({ rows }) => assert.equal(rows.length, STREAMS.length));
    await quickInput.accept();
    await quickInput.shows(({ rows }) => assert.equal(rows[0]?.label, 'Apply: edit the working tree'));
    await quickInput.accept();
    assert.equal((await running)?.failed, false);
    const entry = (name: string): string =>
      `  ${name}:\n    evr: 6.11.5-200.fc40\n    metadata:\n      bodhi: https://bodhi.fedoraproject.org/updates/FEDORA-2024-0000000001\n      reason: ${REASON}\n      type: fast-track\n`;
    const added = ['kernel', 'kernel-core', 'kernel-modules', 'kernel-modules-core'].map(entry).join('');
    await eventually(() => assert.equal(document.getText(), original.replace('  podman:\n', `${added}  podman:\n`)));
  });

  it('says why a service could not be asked, and the editor goes on', async () => {
    const [running] = await begin();
    await behave('koji', { kind: 'status', status: 404 });
    // one that no test has asked for yet: what a build consists of never changes
    const build = 'podman-5.2.2-1.fc40';
    await toReason(build);
    await quickInput.fill(REASON);
    await quickInput.accept();
    // the step before, with what was answered
    await quickInput.shows(({ title, value }) => {
      assert.deepEqual([title, value], [`Pin Backport: ${build} (3/5)`, REASON]);
    });
    await workbench.notifies('/kojihub: 404 Not Found');
    await behave('koji', undefined);
    await quickInput.accept();
    await quickInput.shows(({ rows }) => assert.equal(rows.length, STREAMS.length));
    await quickInput.cancel();
    assert.equal(await running, undefined);
    assert.ok(ours(document).some(found => codeOf(found) === 'newer-available'));
  });

  /** The working tree's file with the pin moved. */
  function edited(text: string): string {
    return text.replace('5:5.2.4-1.fc40', '5:5.2.5-1.fc40').replace('issues/1809', 'issues/1820');
  }
});
