// A suite in VS Code's browser edition: server, headless Chromium, page.
import { join } from 'node:path';
import { format } from 'node:util';
import { SCRATCH } from '../../../scripts/lib/paths.mjs';
import { startBrowser } from './browser.mjs';
import { STEP_MS, Workbench } from './drive.mjs';
import { installVsix, startServer, workbenchUrl } from './server.mjs';
import { until } from './until.mjs';

/** High enough for what a page would show only after scrolling. */
const VIEWPORT = { width: 1280, height: 1400 };

/** What the workbench itself reports on its console at every start. */
const NOISE =
  /^(Resolv(ing|ed) connection token|Creating a socket|\[AgentHost|\[AccountPolicyGate|\[reconnection-grace-time|Updating additional builtin|Ignoring fetching additional|Auto updating|ComputeTargetPlatform|Started local extension host|Extension host \()/;

/**
 * Resolves when the suite has ended well, whatever its tests say; the results are in its file.
 * @param {import('../../../scripts/get-vscode.mjs').BrowserVSCode} vscode
 * @param {import('./run-suite.mjs').Launch} launch
 */
export async function runInBrowser(vscode, launch) {
  if (launch.vsix) await installVsix(vscode, launch.vsix, launch.extensionsDir);
  const server = await startServer(vscode, { ...launch, env: { ...launch.env, MANIFEST_LOCK_PAGE: '1' } });
  try {
    const browser = await startBrowser(vscode);
    try {
      const page = await browser.newPage({ viewport: VIEWPORT });
      page.setDefaultTimeout(STEP_MS);
      const workbench = new Workbench(server, browser, page);
      const { quickInput, overrides, streams, compare, history } = workbench;
      Object.assign(launch.remote.objects, { workbench, quickInput, overrides, streams, compare, history });
      await runInPage(page, server, launch);
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

async function runInPage(page, server, launch) {
  await page.exposeFunction('codeAutomationLog', (type, args) => {
    const line = format(...args);
    if ((type === 'info' || type === 'log') && !NOISE.test(line)) console.log(line);
  });
  let exitCode;
  await page.exposeFunction('codeAutomationExit', code => {
    exitCode = code;
  });
  let crashed = false;
  page.on('crash', () => {
    crashed = true;
  });
  try {
    await page.goto(workbenchUrl(server.host, launch));
    await until(() => crashed || exitCode !== undefined || (!launch.tests && launch.done()), launch.timeoutMs);
    if (crashed) throw new Error('the page crashed');
    if (exitCode) throw new Error(`VS Code ended with ${exitCode}`);
  } catch (error) {
    const picture = join(SCRATCH, `failure-${process.pid}.png`);
    await page.screenshot({ path: picture, timeout: 10_000 }).then(
      () => console.log(`What was on the screen: ${picture}`),
      () => console.log('No screenshot could be taken'),
    );
    throw error;
  }
}
