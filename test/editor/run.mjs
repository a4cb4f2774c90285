// The editor suites: node test/editor/run.mjs [--vsix FILE] [trusted] [restricted]
// Against the sources' build in dist/, or against a packaged extension that is installed first. TEST_GREP picks tests by title.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildTests } from '../../scripts/build-tests.mjs';
import { getVSCode } from '../../scripts/get-vscode.mjs';
import { startExampleServices } from '../../scripts/lib/example-services.mjs';
import { ROOT, SCRATCH } from '../../scripts/lib/paths.mjs';
import { isMain } from '../../scripts/lib/process.mjs';
import { makeExample } from '../../scripts/make-example.mjs';
import { runSuite } from './launch/run-suite.mjs';

const SUITES = /** @type {const} */ (['trusted', 'restricted']);

/**
 * @param {{ vsix?: string, suites?: readonly ('trusted' | 'restricted')[] }} [options]
 * @returns {Promise<import('./launch/run-suite.mjs').TestResult[]>} of all suites
 */
export async function runEditorTests({ vsix, suites = SUITES } = {}) {
  const vscode = await getVSCode('test');
  const scratch = mkdtempSync(join(tmpdir(), 'manifest-lock-editor-'));
  mkdirSync(SCRATCH, { recursive: true });
  const bundled = mkdtempSync(join(SCRATCH, 'suite-'));
  try {
    await buildTests(bundled);
    const results = [];
    for (const suite of suites) {
      console.log(
        `\nEditor suite in a ${suite} folder, ${vsix ? `installed from ${vsix}` : 'extension under development'}`,
      );
      const started = Date.now();
      const folder = join(scratch, suite);
      const services = await startExampleServices();
      const tests = await runIn(vscode, { suite, suites: bundled, folder, services, vsix }).finally(services.close);
      for (const { title, state, error } of tests) console.log(`  ${state}: ${title}${error ? `\n${error}` : ''}`);
      console.log(`  ${((Date.now() - started) / 1000).toFixed(1)} s`);
      results.push(...tests);
    }
    return results;
  } finally {
    rmSync(bundled, { recursive: true, force: true });
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function runIn(vscode, { vsix, ...launch }) {
  const { suite, folder, services } = launch;
  makeExample(folder, Date.now(), services.urls);
  const tests = await runSuite(vscode, { ...launch, ...(vsix ? { vsix: resolve(vsix) } : { extension: ROOT }) });
  if (suite !== 'restricted') return tests;
  const asked = services.koji.requests.length + services.bodhi.requests.length + services.builds.requests.length;
  const title = 'a folder that nobody has trusted asks no service';
  return [...tests, asked === 0 ? { title, state: 'passed' } : { title, state: 'failed', error: `${asked} requests` }];
}

async function main(args) {
  const at = args.indexOf('--vsix');
  const [, vsix] = at === -1 ? [] : args.splice(at, 2);
  const unknown = args.filter(name => !SUITES.includes(name));
  if (unknown.length > 0 || (at !== -1 && vsix === undefined)) {
    console.error('Usage: node test/editor/run.mjs [--vsix FILE] [trusted] [restricted]');
    return 2;
  }
  const results = await runEditorTests({ ...(vsix ? { vsix } : {}), ...(args.length > 0 ? { suites: args } : {}) });
  const count = state => results.filter(result => result.state === state).length;
  console.log(`\n${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`);
  return count('failed') === 0 ? 0 : 1;
}

if (isMain(import.meta.url)) {
  try {
    process.exit(await main(process.argv.slice(2)));
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
