// Runs one bundled suite in a VS Code and gives back its results. The same in desktop VS Code and in the browser edition.
//
// VS Code trusts every folder while `extensionTestsPath` is set. A suite for restricted mode is therefore started by a tiny
// extension of its own, as any extension starts, and the results file says when it is done.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInBrowser } from './in-browser.mjs';
import { runOnDesktop } from './on-desktop.mjs';
import { startRemote } from './remote.mjs';
import { QUIET, RESTRICTED } from './settings.mjs';

/**
 * @typedef {{ title: string, state: 'passed' | 'failed' | 'skipped', error?: string }} TestResult
 *
 * @typedef {object} Launch what both kinds of VS Code are given; all paths absolute
 * @property {string} folder to open
 * @property {string} scratch of this launch, removed afterwards
 * @property {string} extensionsDir where extensions are installed
 * @property {string} extension under development
 * @property {string | undefined} vsix to install first
 * @property {string | undefined} tests `extensionTestsPath`; undefined when an extension starts the suite
 * @property {Record<string, unknown>} settings
 * @property {Record<string, string>} env for the extension host
 * @property {Awaited<ReturnType<typeof startRemote>>} remote what the suite can have done
 * @property {() => boolean} done whether the results are there
 * @property {number} timeoutMs
 */

/**
 * @param {import('../../../scripts/get-vscode.mjs').VSCode} vscode
 * @param {object} options
 * @param {'trusted' | 'restricted'} options.suite
 * @param {string} options.suites folder that scripts/build-tests.mjs bundled into
 * @param {string} options.folder to open; the suite may write there
 * @param {import('../../../scripts/lib/example-services.mjs').RunningServices} options.services that the folder's repositories ask
 * @param {string} [options.extension] folder of the extension under development
 * @param {string} [options.vsix] in place of `extension`: the packaged one, installed
 * @param {Record<string, unknown>} [options.settings]
 * @param {number} [options.timeoutMs]
 * @returns {Promise<TestResult[]>} at least one; a suite that did not come to its end is a failed test of that name
 */
export async function runSuite(vscode, options) {
  const { suite, suites, folder, services, extension, vsix, settings = {}, timeoutMs = 600_000 } = options;
  const scratch = mkdtempSync(join(tmpdir(), 'manifest-lock-suite-'));
  const results = join(scratch, 'results.json');
  const restricted = suite === 'restricted';
  const remote = await startRemote({ koji: services.koji, bodhi: services.bodhi });
  const extensionsDir = join(scratch, 'extensions');
  // The page's address names one extension under development; beside ours, the starter is an installed one.
  const starter = extension ? join(extensionsDir, 'manifest-lock-tests.suite-starter-0.0.0') : join(scratch, 'starter');
  mkdirSync(extensionsDir);
  if (restricted || vsix) writeStarter(starter, restricted ? join(suites, 'index.js') : undefined);
  /** @type {Launch} */
  const launch = {
    folder,
    scratch,
    extensionsDir,
    // VS Code runs tests only with some extension under development.
    extension: extension ?? starter,
    vsix,
    tests: restricted ? undefined : join(suites, 'index.js'),
    settings: { ...QUIET, ...(restricted ? RESTRICTED : {}), ...settings },
    env: {
      MANIFEST_LOCK_SUITE: suite,
      MANIFEST_LOCK_PACKAGED: vsix ? '1' : '',
      MANIFEST_LOCK_REMOTE: remote.url,
      TEST_RESULTS: results,
      // whatever a test forgot: nothing listens there, and stand-ins are asked by http
      https_proxy: 'http://127.0.0.1:1',
      HTTPS_PROXY: 'http://127.0.0.1:1',
    },
    remote,
    done: () => existsSync(results),
    timeoutMs,
  };
  try {
    let problem;
    try {
      await (vscode.kind === 'browser' ? runInBrowser(vscode, launch) : runOnDesktop(vscode, launch));
    } catch (error) {
      problem = error.message;
    }
    const written = [results, `${results}.part`].find(file => existsSync(file));
    const tests = written ? JSON.parse(readFileSync(written, 'utf8')).tests : [];
    // A failed test makes VS Code exit with an error, which is nothing new; without a failed test it is.
    const explained = launch.done() && tests.some(test => test.state === 'failed');
    if (problem !== undefined && !explained) tests.push(failure(suite, problem));
    else if (tests.length === 0) tests.push(failure(suite, 'no test ran'));
    return tests;
  } finally {
    await remote.close();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

function failure(suite, error) {
  return { title: `the ${suite} suite runs to its end`, state: 'failed', error };
}

/** An extension that does nothing, or that runs the suite as soon as the window is up. */
function writeStarter(folder, index) {
  mkdirSync(folder);
  const manifest = {
    name: 'suite-starter',
    publisher: 'manifest-lock-tests',
    version: '0.0.0',
    engines: { vscode: '^1.101.0' },
    ...(index
      ? {
          main: './main.js',
          activationEvents: ['onStartupFinished'],
          capabilities: { untrustedWorkspaces: { supported: true } },
        }
      : {}),
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  if (index)
    writeFileSync(join(folder, 'main.js'), `exports.activate = () => void require(${JSON.stringify(index)}).run();\n`);
}
