// Which VS Code the editor tests and `npm start` use, and getting it: node scripts/get-vscode.mjs [test|start]
//
//   installed  a desktop VS Code of this machine: $VSCODE_EXECUTABLE, or `code` on the PATH
//   download   the desktop VS Code that @vscode/test-electron downloads
//   npm        VS Code's server and web workbench from npm's code-server, shown by Chromium: for machines that reach only a
//              package registry, and for those without a screen. 435 MB in .vscode-test/code-server, half a minute, once.
//
// MANIFEST_LOCK_VSCODE=installed|download|npm chooses. Without it, VSCODE_EXECUTABLE means `installed`; otherwise
//   test   takes `npm`: the same VS Code on every machine, and no screen needed
//   start  takes the first of installed, download and npm that works (only npm where there is no screen)
// What is taken, and why, is always printed. A download that fails is said, and `npm` is taken in its place.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { findChromium, installSystem } from './install-system.mjs';
import { ROOT, SCRATCH } from './lib/paths.mjs';
import { isMain, run, which } from './lib/process.mjs';

/** 4.139.1 holds VS Code 1.139.1, which needs Node 22.15 or newer: hence a Node of its own. */
const CODE_SERVER = '4.139.1';
const NODE = '24.21.0';
const NODE_PACKAGE = `node-${process.platform}-${process.arch}`;
const FOLDER = join(SCRATCH, 'code-server');
const STAMP = JSON.stringify({ 'code-server': CODE_SERVER, [NODE_PACKAGE]: NODE });

/** 350 MB that no test loads. */
const UNUSED = [
  'code-server/lib/vscode/node_modules/@github',
  'code-server/lib/vscode/node_modules/@microsoft/mxc-sdk',
  'code-server/lib/vscode/node_modules/@devcontainers',
  'code-server/lib/vscode/extensions/copilot',
  'code-server/lib/vscode/extensions/mermaid-markdown-features',
  `${NODE_PACKAGE}/include`,
  `${NODE_PACKAGE}/share`,
];

/**
 * @typedef {{ kind: 'desktop', executable: string }} DesktopVSCode
 * @typedef {{ kind: 'browser', node: string, main: string, chromium: string }} BrowserVSCode
 *   `main` is the server's script, to be run by `node`; `chromium` shows its page
 * @typedef {DesktopVSCode | BrowserVSCode} VSCode
 */

/** Whether a desktop program could open a window here. */
export function hasScreen() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/**
 * @param {'test' | 'start'} purpose
 * @returns {Promise<VSCode>} rejects, with what to do in words, where none is to be had
 */
export async function getVSCode(purpose) {
  const { choice, why } = choose(purpose);
  console.log(`VS Code: ${choice} (${why})`);
  if (choice === 'installed') {
    const executable = which(process.env.VSCODE_EXECUTABLE || 'code');
    if (executable === undefined) {
      throw new Error(
        `No VS Code to run at ${process.env.VSCODE_EXECUTABLE || '`code` on the PATH'}. Set VSCODE_EXECUTABLE or MANIFEST_LOCK_VSCODE=npm.`,
      );
    }
    return { kind: 'desktop', executable };
  }
  if (choice === 'download') {
    try {
      return { kind: 'desktop', executable: await downloadAndUnzipVSCode({ cachePath: SCRATCH, timeout: 15_000 }) };
    } catch (error) {
      console.log(`VS Code could not be downloaded (${error.message}): taking the browser edition from npm instead`);
    }
  }
  return await getFromNpm();
}

function choose(purpose) {
  const asked = process.env.MANIFEST_LOCK_VSCODE;
  if (asked) {
    if (!['installed', 'download', 'npm'].includes(asked)) {
      throw new Error(`MANIFEST_LOCK_VSCODE is '${asked}'; it may be installed, download or npm`);
    }
    return { choice: asked, why: 'MANIFEST_LOCK_VSCODE' };
  }
  if (process.env.VSCODE_EXECUTABLE)
    return { choice: 'installed', why: `VSCODE_EXECUTABLE=${process.env.VSCODE_EXECUTABLE}` };
  if (purpose === 'test')
    return { choice: 'npm', why: 'the default for tests; MANIFEST_LOCK_VSCODE=installed|download|npm chooses' };
  if (!hasScreen()) return { choice: 'npm', why: 'no screen here' };
  if (which('code')) return { choice: 'installed', why: `${which('code')} on the PATH` };
  return { choice: 'download', why: 'no `code` on the PATH' };
}

/** @returns {Promise<BrowserVSCode>} */
async function getFromNpm() {
  await installSystem(['editor']);
  const chromium = findChromium();
  if (chromium === undefined)
    throw new Error(
      'The browser edition of VS Code needs Chromium or Chrome: install one, or set CHROMIUM to its path. (npm test: MANIFEST_LOCK_SKIP_EDITOR=1 leaves out what needs it.)',
    );
  await installCodeServer();
  const modules = join(FOLDER, 'node_modules');
  return {
    kind: 'browser',
    node: join(modules, NODE_PACKAGE, 'bin/node'),
    main: join(modules, 'code-server/lib/vscode/out/server-main.js'),
    chromium,
  };
}

/** The one native module that shows: it writes what extensions log to output channels. */
async function compileLogger(modules) {
  const folder = join(modules, 'code-server/lib/vscode/node_modules/@vscode/spdlog');
  const node = join(modules, NODE_PACKAGE);
  try {
    await npm(['rebuild'], folder, join(node, 'bin'), { npm_config_nodedir: node });
    rmSync(join(folder, 'build/Release/obj.target'), { recursive: true, force: true });
  } catch (error) {
    console.log(`Output channels will be empty in this VS Code: its logger could not be compiled (${error.message})`);
  }
}

function isInstalled(folder) {
  const stamp = join(folder, 'installed.json');
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === STAMP;
}

/** Installs beside and renames at the end, so that neither an interrupted run nor a second one at the same time leaves a half. */
async function installCodeServer() {
  if (isInstalled(FOLDER)) return;
  mkdirSync(SCRATCH, { recursive: true });
  removeAbandoned();
  console.log(`Installing VS Code's browser edition (code-server ${CODE_SERVER}, Node ${NODE}) from npm: 435 MB, once`);
  const building = `${FOLDER}.${process.pid}`;
  mkdirSync(building);
  try {
    writeFileSync(join(building, 'package.json'), '{"private":true,"name":"vscode-for-tests","version":"0.0.0"}\n');
    // Without scripts: code-server's compile native modules for two minutes, none of which an editor test needs.
    await npm(
      ['install', '--ignore-scripts', '--save-exact', `${NODE_PACKAGE}@${NODE}`, `code-server@${CODE_SERVER}`],
      building,
    );
    const node = join(building, 'node_modules', NODE_PACKAGE, 'bin');
    // Its dependencies are pinned by a shrinkwrap of its own; `npm ci` refuses that one, as an entry is missing from it.
    await npm(
      ['install', '--ignore-scripts', '--omit=dev'],
      join(building, 'node_modules/code-server/lib/vscode'),
      node,
    );
    await compileLogger(join(building, 'node_modules'));
    for (const path of UNUSED) rmSync(join(building, 'node_modules', path), { recursive: true, force: true });
    writeFileSync(join(building, 'installed.json'), STAMP);
    if (isInstalled(FOLDER)) return;
    rmSync(FOLDER, { recursive: true, force: true });
    renameSync(building, FOLDER);
  } catch (error) {
    if (!isInstalled(FOLDER)) throw error;
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}

/** Folders that installs left which were ended before they could clean up. */
function removeAbandoned() {
  for (const name of readdirSync(SCRATCH)) {
    const pid = /^code-server\.(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(SCRATCH, name), { recursive: true, force: true });
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

async function npm(args, cwd, nodeFolder = dirname(process.execPath), extraEnv = {}) {
  const env = { ...process.env, ...extraEnv, PATH: [nodeFolder, process.env.PATH].join(delimiter) };
  // Left by an `npm run` around us, and meant for the project's own folder.
  delete env.npm_config_local_prefix;
  delete env.INIT_CWD;
  const all = [...args, '--no-audit', '--no-fund', '--loglevel=error', '--engine-strict=false'];
  const { problem, output } = await run('npm', all, { cwd, env, timeoutMs: 600_000, capture: true });
  if (problem) throw new Error(`npm ${args.join(' ')}: ${problem}\n${output.trim().split('\n').slice(-20).join('\n')}`);
}

if (isMain(import.meta.url)) {
  try {
    const found = await getVSCode(process.argv[2] === 'start' ? 'start' : 'test');
    console.log(
      found.kind === 'desktop' ? found.executable : `${found.main.replace(`${ROOT}/`, '')}, shown by ${found.chromium}`,
    );
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
