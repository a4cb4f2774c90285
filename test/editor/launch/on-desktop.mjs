// A suite in a desktop VS Code. Without a screen it runs under xvfb-run.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hasScreen } from '../../../scripts/get-vscode.mjs';
import { run, start, stop, which } from '../../../scripts/lib/process.mjs';
import { until } from './until.mjs';

/**
 * Resolves when the suite has ended well, whatever its tests say; the results are in its file.
 * @param {import('../../../scripts/get-vscode.mjs').DesktopVSCode} vscode
 * @param {import('./run-suite.mjs').Launch} launch
 */
export async function runOnDesktop(vscode, launch) {
  const userData = join(launch.scratch, 'data');
  const profile = [`--user-data-dir=${userData}`, `--extensions-dir=${launch.extensionsDir}`];
  mkdirSync(join(userData, 'User'), { recursive: true });
  writeFileSync(join(userData, 'User/settings.json'), JSON.stringify(launch.settings, null, 2));
  if (launch.vsix) {
    const args = [...profile, ...rootFlags(), '--install-extension', launch.vsix];
    const { problem, output } = await run(commandLine(vscode), args, { timeoutMs: 120_000, capture: true });
    if (problem) throw new Error(`${launch.vsix} could not be installed: ${problem}\n${output}`);
  }
  const args = [
    launch.folder,
    ...profile,
    ...rootFlags(),
    `--extensionDevelopmentPath=${launch.extension}`,
    ...(launch.tests ? [`--extensionTestsPath=${launch.tests}`] : []),
    '--new-window',
    '--skip-welcome',
    '--skip-release-notes',
    '--disable-updates',
    '--disable-gpu',
  ];
  const env = { ...process.env, ...launch.env };
  const screen = withScreen(vscode.executable, args);
  if (launch.tests) {
    const { problem } = await run(...screen, { env, timeoutMs: launch.timeoutMs });
    if (problem) throw new Error(problem);
    return;
  }
  const child = start(...screen, { env, stdio: ['ignore', 'inherit', 'inherit'] });
  try {
    await until(launch.done, launch.timeoutMs);
  } finally {
    await stop(child);
  }
}

/** Electron refuses to run as root inside its sandbox. */
export function rootFlags() {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/** The `code` command beside a VS Code's main program: only that one installs extensions. */
function commandLine({ executable }) {
  const beside = join(dirname(executable), 'bin', 'code');
  return existsSync(beside) ? beside : executable;
}

/** @returns {[string, string[]]} */
function withScreen(command, args) {
  if (hasScreen()) return [command, args];
  const xvfb = which('xvfb-run');
  if (xvfb === undefined)
    throw new Error('a desktop VS Code needs a screen: set DISPLAY, install xvfb, or use MANIFEST_LOCK_VSCODE=npm');
  return [xvfb, ['-a', command, ...args]];
}
