// Builds, makes the example and opens it in a real VS Code with the extension running: npm start [-- --smoke]
//
// scripts/get-vscode.mjs says which VS Code. The browser edition serves a page: its address is printed, and where there is a screen
// Chromium opens it. Closing the window, or Ctrl-C, ends everything: also the stand-ins for Koji, Bodhi and the build service, which
// run in this process and say what examples/services/ has.
// --smoke  without a window: proves in the browser edition that the workbench opens, the extension runs and the example's
//          problems appear, and exits 0; otherwise 1.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromiumFlags } from '../test/editor/launch/browser.mjs';
import { openWorkbench } from '../test/editor/launch/drive.mjs';
import { rootFlags } from '../test/editor/launch/on-desktop.mjs';
import { startServer, workbenchUrl } from '../test/editor/launch/server.mjs';
import { QUIET } from '../test/editor/launch/settings.mjs';
import { until } from '../test/editor/launch/until.mjs';
import { getVSCode, hasScreen } from './get-vscode.mjs';
import { startExampleServices } from './lib/example-services.mjs';
import { ROOT, SCRATCH } from './lib/paths.mjs';
import { run, start, stop } from './lib/process.mjs';
import { makeExample } from './make-example.mjs';

const smoke = process.argv.includes('--smoke');
const example = join(SCRATCH, smoke ? 'example-smoke' : 'example');
const SHOWCASE = 'fedora-coreos/manifest-lock.overrides.yaml';
const MISTAKES = 'mistakes/manifest-lock.overrides.yaml';

async function main() {
  const { problem } = await run(process.execPath, [join(ROOT, 'esbuild.mjs')], { cwd: ROOT, timeoutMs: 120_000 });
  if (problem) throw new Error(`The build failed: ${problem}`);
  mkdirSync(SCRATCH, { recursive: true });
  const services = await startExampleServices();
  try {
    makeExample(example, Date.now(), services.urls);
    console.log(`Example: ${example} (made anew at every start)`);
    const { koji, bodhi, builds } = services.urls;
    console.log(`Example data in place of Koji, Bodhi and the build service: ${koji}, ${bodhi}, ${builds}`);
    const vscode = await getVSCode(smoke ? 'test' : 'start');
    if (smoke) await proveThatItWorks(vscode, services);
    else await (vscode.kind === 'desktop' ? openDesktop(vscode) : openBrowser(vscode));
  } finally {
    await services.close();
  }
}

/** A profile of its own, in which the example needs no question about trust. */
async function openDesktop(vscode) {
  const profile = join(SCRATCH, 'profile');
  mkdirSync(join(profile, 'data/User'), { recursive: true });
  writeFileSync(join(profile, 'data/User/settings.json'), JSON.stringify({ ...QUIET, 'git.enabled': true }, null, 2));
  const args = [
    '--new-window',
    '--wait',
    '--skip-welcome',
    '--skip-release-notes',
    `--user-data-dir=${join(profile, 'data')}`,
    `--extensions-dir=${join(profile, 'extensions')}`,
    `--extensionDevelopmentPath=${ROOT}`,
    ...rootFlags(),
    example,
    join(example, SHOWCASE),
  ];
  const child = start(vscode.executable, args, { stdio: 'inherit' });
  const status = await new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve));
  await stop(child);
  if (status !== 0) throw new Error(`VS Code ended with ${status}`);
}

async function openBrowser(vscode) {
  const server = await startServer(vscode, { settings: { 'git.enabled': true } });
  const url = workbenchUrl(server.host, { folder: example, openFile: join(example, SHOWCASE), extension: ROOT });
  console.log(`\nVS Code with Manifest Lock: ${url}\n\nCtrl-C ends it.`);
  const ends = [new Promise(resolve => process.once('SIGINT', resolve).once('SIGTERM', resolve))];
  if (hasScreen()) {
    const args = [
      ...chromiumFlags(),
      '--no-default-browser-check',
      `--user-data-dir=${join(server.folder, 'chromium')}`,
    ];
    const window = start(vscode.chromium, [...args, `--app=${url}`], { stdio: 'ignore' });
    ends.push(new Promise((resolve, reject) => window.once('error', reject).once('exit', resolve)));
  }
  try {
    await Promise.race(ends);
  } finally {
    await server.stop();
  }
}

async function proveThatItWorks(vscode, { koji, bodhi }) {
  if (vscode.kind !== 'browser') throw new Error('--smoke drives the browser edition: MANIFEST_LOCK_VSCODE=npm');
  const what = { folder: example, openFile: join(example, SHOWCASE), extension: ROOT };
  const workbench = await openWorkbench(vscode, what);
  try {
    await workbench.editorShows(SHOWCASE);
    console.log('The workbench shows the example');
    await workbench.quickOpen(MISTAKES);
    await workbench.squiggle('error');
    const problems = await workbench.problems();
    if (!problems.some(row => row.includes('manifest-lock'))) {
      throw new Error(`No problem is from manifest-lock:\n${problems.join('\n')}`);
    }
    console.log(`The extension runs and reports problems, the first of them:\n  ${problems.slice(0, 4).join('\n  ')}`);
    await until(() => koji.requests.length > 0 && bodhi.requests.length > 0, 30_000);
    console.log('It asks the stand-ins for Koji and Bodhi');
  } catch (error) {
    console.log(`What was on the screen: ${await workbench.screenshot(SCRATCH, 'smoke-failure')}`);
    throw error;
  } finally {
    await workbench.close();
  }
}

try {
  await main();
  process.exit(0);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
