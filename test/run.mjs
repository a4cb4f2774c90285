// All tests: npm test
//
// Builds, lints, type-checks; unit, protocol and command-line tests; the editor suites in a real VS Code against the extension under
// development and against the installed package; what `npm start` opens. Asks nothing; every step is bounded in time.
// The last line is `N passed, N failed` (and `, N skipped`): tests, and steps that failed as a whole. Exit status 0 or 1.
//
// MANIFEST_LOCK_SKIP_EDITOR=1  leaves out everything that needs a VS Code
// MANIFEST_LOCK_NO_INSTALL=1   installs no system packages (scripts/install-system.mjs)
// MANIFEST_LOCK_VSCODE, VSCODE_EXECUTABLE, CHROMIUM   which VS Code (scripts/get-vscode.mjs)
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { findChromium, installSystem } from '../scripts/install-system.mjs';
import { ROOT, tool } from '../scripts/lib/paths.mjs';
import { run } from '../scripts/lib/process.mjs';
import { makePackage } from '../scripts/package.mjs';
import { runEditorTests } from './editor/run.mjs';

const MINUTE = 60_000;
const scratch = mkdtempSync(join(tmpdir(), 'manifest-lock-test-'));
const total = { passed: 0, skipped: 0, /** @type {string[]} */ failed: [] };

/** Runs one step; what it throws is one failure of that name. */
async function step(name, work) {
  console.log(`\n=== ${name}`);
  const started = Date.now();
  let ok = true;
  try {
    await work();
  } catch (error) {
    ok = false;
    total.failed.push(name);
    console.log(error.message);
  }
  console.log(`=== ${name}: ${ok ? 'done' : 'FAILED'} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  return ok;
}

async function node(args, timeoutMs) {
  const { problem } = await run(process.execPath, args, { cwd: ROOT, timeoutMs });
  if (problem) throw new Error(problem);
}

/** @param {readonly { title: string, state: 'passed' | 'failed' | 'skipped' }[]} tests */
function count(where, tests) {
  for (const { title, state } of tests) {
    if (state === 'failed') total.failed.push(`${where}: ${title}`);
    else total[state] += 1;
  }
}

/** @param {string} config file, relative to the project's folder */
async function vitest(config) {
  const report = join(scratch, 'vitest.json');
  rmSync(report, { force: true });
  const args = ['run', `--config=${config}`, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { problem } = await run(process.execPath, [tool('vitest/vitest.mjs'), ...args], {
    cwd: ROOT,
    timeoutMs: 30 * MINUTE,
  });
  if (!existsSync(report)) throw new Error(problem ?? 'vitest wrote no report');
  const before = total.failed.length;
  const files = JSON.parse(readFileSync(report, 'utf8')).testResults;
  const states = { passed: 'passed', failed: 'failed' };
  for (const file of files) {
    const name = relative(ROOT, file.name);
    const tests = file.assertionResults.map(test => ({
      title: test.fullName,
      state: states[test.status] ?? 'skipped',
    }));
    count(name, tests);
    // A file that could not be loaded, or whose hooks failed, has no failed test to show for it.
    if (file.status === 'failed' && !tests.some(test => test.state === 'failed'))
      total.failed.push(`${name}: ${file.message}`);
  }
  if (files.length === 0) throw new Error('vitest found no test');
  if (problem && total.failed.length === before) throw new Error(problem);
}

async function pages() {
  await installSystem(['editor']);
  if (findChromium() === undefined) {
    console.log('SKIPPED: there is no Chromium (CHROMIUM names one); the pages of the panels are not tested');
    total.skipped += 1;
    return;
  }
  await vitest('test/page/vitest.config.mts');
}

async function all() {
  await step("Debian's packages", async () => {
    const missing = await installSystem(['judges']);
    if (missing.length > 0) console.log('Tests that need them are skipped and say so.');
  });
  const built = await step('build', () => node([join(ROOT, 'esbuild.mjs')], 2 * MINUTE));
  await step('lint and format', () =>
    node([tool('@biomejs/biome/bin/biome'), 'ci', ...(process.stdout.isTTY ? [] : ['--colors=off'])], 2 * MINUTE),
  );
  await step('types', () => node([tool('typescript/bin/tsc'), '-b'], 5 * MINUTE));
  await step('unit, protocol and command-line tests', () => vitest('vitest.config.mts'));
  if (built) await step('pages of the panels, in a Chromium', pages);
  if (process.env.MANIFEST_LOCK_SKIP_EDITOR) {
    console.log('\nMANIFEST_LOCK_SKIP_EDITOR is set: no editor test is run');
    total.skipped += 1;
    return;
  }
  if (!built) {
    console.log('\nNothing was built: no editor test can run');
    return;
  }
  await step('editor, extension under development', async () => count('editor', await runEditorTests()));
  await step('npm start', async () => {
    await node([join(ROOT, 'scripts/start.mjs'), '--smoke'], 5 * MINUTE);
    total.passed += 1;
  });
  await step('editor, installed package', async () => {
    const vsix = await makePackage();
    count('editor with the package', await runEditorTests({ vsix }));
  });
}

try {
  await all();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
if (total.failed.length > 0) console.log(`\nFailed:\n${total.failed.map(name => `  ${name}`).join('\n')}`);
console.log(
  `\n${total.passed} passed, ${total.failed.length} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`,
);
process.exit(total.failed.length === 0 ? 0 : 1);
