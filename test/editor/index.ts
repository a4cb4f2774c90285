/** What VS Code runs as `extensionTestsPath`: every bundled suite that stands beside this file. */
import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import { pictureOf } from './support/remote';

/** One test, as the launcher reads it back. */
export interface EditorTestResult {
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly error?: string;
}

/**
 * Runs the suites and resolves when every test passed.
 * From the environment: MANIFEST_LOCK_SUITE, the folder of suites beside this file (`trusted` or `restricted`);
 * TEST_RESULTS, a file for the results as JSON; TEST_GREP, a pattern of the tests to run.
 */
export async function run(): Promise<void> {
  const { MANIFEST_LOCK_SUITE: suite = 'trusted', TEST_RESULTS: out, TEST_GREP: grep } = process.env;
  const tests: EditorTestResult[] = [];
  try {
    await runSuite(join(__dirname, suite), grep, test => {
      tests.push(test);
      if (out) partFile(tests, out);
    });
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    tests.push({ title: `the ${suite} suite loads`, state: 'failed', error: reason });
  }
  // Whole or not at all: the launcher may be waiting for the file to appear.
  if (out) renameSync(partFile(tests, out), out);
  const failures = tests.filter(test => test.state === 'failed').length;
  if (failures > 0) throw new Error(`${failures} failed`);
}

/** What there is so far: all that is left of a run that hangs. */
function partFile(tests: readonly EditorTestResult[], out: string): string {
  const file = `${out}.part`;
  writeFileSync(file, JSON.stringify({ tests }));
  return file;
}

async function runSuite(
  folder: string,
  grep: string | undefined,
  report: (test: EditorTestResult) => void,
): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout: 60_000, reporter: 'spec', ...(grep ? { grep } : {}) });
  for (const name of readdirSync(folder).sort()) if (name.endsWith('.test.js')) mocha.addFile(join(folder, name));
  const pictures: Promise<unknown>[] = [];
  await new Promise<number>(resolve => {
    mocha
      .run(resolve)
      .on('pass', test => report({ title: test.fullTitle(), state: 'passed' }))
      .on('pending', test => report({ title: test.fullTitle(), state: 'skipped' }))
      .on('fail', (test, error: Error) => {
        report({ title: test.fullTitle(), state: 'failed', error: error.stack ?? String(error) });
        pictures.push(
          pictureOf(test.fullTitle()).then(
            path => path && console.log(`On the screen: ${path}`),
            (problem: Error) => console.log(`No picture: ${problem.message}`),
          ),
        );
      });
  });
  await Promise.all(pictures);
}
