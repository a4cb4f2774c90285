/** What `--dry-run` shows as a patch: git takes it, and it is what would have been written. */
import { mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OVERRIDES, REASON, type StreamsRepository, streamsRepository } from '../support/streams-repository';

let repo: StreamsRepository;
beforeEach(async () => {
  repo = await streamsRepository();
});
afterEach(() => repo.end());

const KERNEL = ['pin', 'kernel-6.11.3-200.fc40', '-r', REASON] as const;
const MARK = '\ufeff';

/** Checks and applies it in the working tree. */
function apply(patch: string): void {
  const file = join(repo.folder, '.git', 'a.patch');
  writeFileSync(file, patch);
  repo.git('apply', '--check', '--whitespace=nowarn', file);
  repo.git('apply', '--whitespace=nowarn', file);
}

const bytesAt = (path: string): Buffer => readFileSync(join(repo.folder, path));

describe('of the working tree', () => {
  it('is behind the words, and git takes all of it', async () => {
    repo.checkout('stable');
    const { status, stdout, stderr } = await repo.run(...KERNEL, '--dry-run');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^manifest-lock\.overrides\.yaml: kernel, kernel-core 6\.10\.12-200\.fc40 -> /);
    expect(stdout.slice(stdout.indexOf('\n\ndiff --git'))).toBe(`

diff --git a/${OVERRIDES} b/${OVERRIDES}
--- a/${OVERRIDES}
+++ b/${OVERRIDES}
@@ -1,6 +1,16 @@
 # This lockfile should be used to pin to a package version.
 
 packages:
+  kernel:
+    evr: 6.11.3-200.fc40
+    metadata:
+      reason: ${REASON}
+      type: pin
+  kernel-core:
+    evr: 6.11.3-200.fc40
+    metadata:
+      reason: ${REASON}
+      type: pin
   # CVE-2021-3156
   sudo:
     evr: 1.9.15-5.p5.fc40
`);
    apply(stdout);
    const applied = bytesAt(OVERRIDES);
    repo.git('checkout', '--', '.');
    await repo.run(...KERNEL);
    expect(bytesAt(OVERRIDES)).toEqual(applied);
  });

  it.each([
    ['line breaks of Windows', 'packages:\r\n  sudo:\r\n    evr: 1.9.15-5.p5.fc40\r\n'],
    ['a byte order mark', `${MARK}packages:\n  sudo:\n    evr: 1.9.15-5.p5.fc40\n`],
    ['no line break at its end', 'packages:\n  sudo:\n    evr: 1.9.15-5.p5.fc40'],
  ])('keeps %s', async (_, text) => {
    repo.checkout('stable');
    repo.commit({ [OVERRIDES]: text }, 'overrides');
    const { stdout } = await repo.run(...KERNEL, '--dry-run', '--format', 'json');
    const { targets } = JSON.parse(stdout);
    apply(targets[0].patch);
    const applied = bytesAt(OVERRIDES);
    repo.git('checkout', '--', '.');
    await repo.run(...KERNEL);
    expect(bytesAt(OVERRIDES)).toEqual(applied);
    expect(applied.toString().slice(0, 12)).toBe(text.slice(0, 12));
  });

  it('names paths from the top of the repository, and what a link leads to', async () => {
    repo.checkout('stable');
    const names = repo.git('ls-files').split('\n');
    mkdirSync(join(repo.folder, 'config files'));
    for (const name of names) renameSync(join(repo.folder, name), join(repo.folder, 'config files', name));
    renameSync(join(repo.folder, 'config files', OVERRIDES), join(repo.folder, 'shared.yaml'));
    symlinkSync('../shared.yaml', join(repo.folder, 'config files', OVERRIDES));
    repo.git('add', '--all');
    repo.git('commit', '--quiet', '-m', 'moved');
    const fresh = 'config files/manifest-lock.overrides.x86_64.yaml';
    const args = ['pin', 'kernel-6.11.3-200.fc40', 'microcode_ctl-2.1-62.fc40', '-r', REASON];
    const run = (...more: string[]) => repo.run(...args, '--repo', join(repo.folder, 'config files'), ...more);
    const { stdout } = await run('--dry-run');
    expect(stdout.match(/^\+\+\+ .*$/gm)).toEqual([`+++ b/${fresh}`, '+++ b/shared.yaml']);
    apply(stdout);
    const applied = [fresh, 'shared.yaml'].map(bytesAt);
    repo.git('checkout', '--', '.');
    repo.git('clean', '--quiet', '--force');
    await run();
    expect([fresh, 'shared.yaml'].map(bytesAt)).toEqual(applied);
  });

  it('is no part of what is said where it is written', async () => {
    const { stdout } = await repo.run(...KERNEL, '--format', 'json');
    expect(JSON.parse(stdout).targets[0]).not.toHaveProperty('patch');
  });

  it('is empty where nothing changes', async () => {
    await repo.run(...KERNEL);
    const { stdout } = await repo.run(...KERNEL, '--dry-run', '--format', 'json');
    expect(JSON.parse(stdout).targets[0]).toMatchObject({ files: [], patch: '' });
    expect((await repo.run(...KERNEL, '--dry-run')).stdout).not.toContain('diff --git');
  });
});

describe('of commits', () => {
  /** Of every stream, applied to its branch: files of the tree that comes of it. */
  async function appliedTrees(...args: readonly string[]): Promise<Record<string, string>> {
    const { stdout } = await repo.run(...args, '--dry-run', '--format', 'json');
    const trees: Record<string, string> = {};
    for (const { stream, patch } of JSON.parse(stdout).targets) {
      repo.git('checkout', '--quiet', '--detach', stream);
      apply(patch);
      repo.git('add', '--all');
      trees[stream] = repo.git('write-tree');
      repo.git('reset', '--quiet', '--hard');
    }
    repo.checkout('testing-devel');
    return trees;
  }

  const treeOf = (revision: string) => repo.git('rev-parse', `${revision}^{tree}`);

  it('is one a stream, which says where it goes', async () => {
    const before = repo.state();
    const { stdout } = await repo.run(...KERNEL, 'microcode_ctl-2.1-62.fc40', '--into', 'testing,stable', '--dry-run');
    expect(repo.state()).toEqual(before);
    expect(stdout.match(/^(?:\w+: patch of|\+\+\+) .*$/gm)).toEqual([
      'testing: patch of the commit on testing:',
      '+++ b/manifest-lock.overrides.x86_64.yaml',
      '+++ b/manifest-lock.overrides.yaml',
      'stable: patch of the commit on stable:',
      '+++ b/manifest-lock.overrides.x86_64.yaml',
      '+++ b/manifest-lock.overrides.yaml',
    ]);
    const args = [...KERNEL, 'microcode_ctl-2.1-62.fc40', '--into', 'testing,stable'];
    const trees = await appliedTrees(...args);
    expect((await repo.run(...args)).status).toBe(0);
    expect(trees).toEqual({ testing: treeOf('testing'), stable: treeOf('stable') });
  });

  it('is against what a new branch stands on', async () => {
    const args = [...KERNEL, '--into', 'stable', '--new-branches'];
    const trees = await appliedTrees(...args);
    await repo.run(...args);
    expect(trees.stable).toBe(treeOf('backport/stable/kernel-6.11.3-200.fc40'));
  });

  it('keeps a byte order mark, as the commit does; --canonical drops it, as PyYAML does', async () => {
    repo.checkout('stable');
    repo.commit({ [OVERRIDES]: `${MARK}packages:\n  sudo:\n    evr: 1.9.15-5.p5.fc40\n` }, 'marked');
    repo.checkout('testing-devel');
    const marked = repo.git('rev-parse', 'stable');
    for (const [options, first] of [
      [[], `${MARK}packages:`],
      [['--canonical'], '# This lockf'],
    ] as const) {
      repo.git('update-ref', 'refs/heads/stable', marked);
      const args = [...KERNEL, '--into', 'stable', ...options];
      const trees = await appliedTrees(...args);
      expect((await repo.run(...args)).status).toBe(0);
      expect(trees.stable).toBe(treeOf('stable'));
      expect(repo.overrides('stable').slice(0, first.length)).toBe(first);
      expect(repo.overrides('stable')).toContain('  kernel-core:\n    evr: 6.11.3-200.fc40\n');
    }
  });
});
