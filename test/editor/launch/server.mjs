// VS Code's own server, as npm's code-server ships it, on a free port of the loopback interface.
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { run, start, stop } from '../../../scripts/lib/process.mjs';
import { QUIET } from './settings.mjs';

const START_MS = 60_000;

/**
 * @typedef {object} Server
 * @property {string} host `127.0.0.1:PORT`
 * @property {string} folder scratch space of this server, removed when it stops; `server.log` is there
 * @property {() => Promise<void>} stop
 */

/**
 * @param {import('../../../scripts/get-vscode.mjs').BrowserVSCode} vscode
 * @param {{ port?: number, extensionsDir?: string, env?: Record<string, string>, settings?: Record<string, unknown> }} [options]
 *   `port`: 0 (the default) for any free one. `extensionsDir`: where extensions are installed; an empty one by default.
 *   `env`: for the extension host on top of ours. `settings`: the user's, on top of the quiet ones.
 * @returns {Promise<Server>}
 */
export async function startServer(vscode, { port = 0, extensionsDir, env = {}, settings = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'manifest-lock-vscode-'));
  const userData = join(folder, 'data');
  mkdirSync(join(userData, 'User'), { recursive: true });
  writeFileSync(join(userData, 'User/settings.json'), JSON.stringify({ ...QUIET, ...settings }, null, 2));
  const options = {
    '--host': '127.0.0.1',
    '--port': `${port}`,
    '--server-data-dir': join(folder, 'server'),
    '--user-data-dir': userData,
    '--extensions-dir': extensionsDir ?? join(folder, 'extensions'),
    '--telemetry-level': 'off',
  };
  // Without --enable-smoke-test-driver a built VS Code ignores the extensions under development that the page's address names.
  const flags = ['--without-connection-token', '--accept-server-license-terms', '--enable-smoke-test-driver'];
  const child = start(vscode.node, [vscode.main, ...flags, ...Object.entries(options).flat()], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      // No look-ups in an extension gallery; sockets in our own folder.
      EXTENSIONS_GALLERY: '{"serviceUrl":"","itemUrl":"","resourceUrlTemplate":""}',
      XDG_RUNTIME_DIR: folder,
      ...env,
    },
  });
  const logFile = join(folder, 'server.log');
  const log = createWriteStream(logFile);
  child.stderr.pipe(log, { end: false });
  const stopAll = async () => {
    await stop(child);
    await new Promise(done => log.end(done));
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const listening = await listeningPort(child, log, logFile);
    return { host: `127.0.0.1:${listening}`, folder, stop: stopAll };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

function listeningPort(child, log, logFile) {
  return new Promise((resolve, reject) => {
    const fail = how => reject(new Error(`VS Code's server ${how}:\n${readFileSync(logFile, 'utf8').slice(-2_000)}`));
    const timer = setTimeout(() => fail(`did not start within ${START_MS / 1000} s`), START_MS);
    let output = '';
    child.stdout.setEncoding('utf8').on('data', text => {
      log.write(text);
      output = (output + text).slice(-10_000);
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    });
    child.once('error', reject);
    child.once('exit', status => {
      clearTimeout(timer);
      fail(`ended with ${status}`);
    });
  });
}

/** Installs a packaged extension into an extensions folder. */
export async function installVsix(vscode, vsix, extensionsDir) {
  const data = mkdtempSync(join(tmpdir(), 'manifest-lock-install-'));
  try {
    const folders = ['--extensions-dir', extensionsDir, '--server-data-dir', data, '--user-data-dir', data];
    const { problem, output } = await run(
      vscode.node,
      [vscode.main, '--accept-server-license-terms', ...folders, '--install-extension', vsix],
      { timeoutMs: 60_000, capture: true },
    );
    if (problem) throw new Error(`${vsix} could not be installed: ${problem}\n${output}`);
    return output.trim();
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

/**
 * Address of a workbench.
 * @param {string} host of the server
 * @param {{ folder: string, openFile?: string, extension?: string, tests?: string }} what absolute paths:
 *   the folder to open, a file in it to show, the extension under development (VS Code keeps one), a test suite to run
 */
export function workbenchUrl(host, { folder, openFile, extension, tests }) {
  const remote = path => `vscode-remote://${host}${resolve(path)}`;
  const payload = [];
  if (extension !== undefined) payload.push(['extensionDevelopmentPath', remote(extension)]);
  if (tests !== undefined) payload.push(['extensionTestsPath', remote(tests)]);
  if (openFile !== undefined) payload.push(['openFile', remote(openFile)]);
  payload.push(['skipWelcome', 'true']);
  const url = new URL(`http://${host}/`);
  url.searchParams.set('folder', resolve(folder));
  url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}
