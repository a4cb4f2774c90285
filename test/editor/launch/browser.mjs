// Chromium showing the workbench, through playwright-core.
import { chromium } from 'playwright-core';

/** Also what keeps Chromium from calling out by itself. */
export function chromiumFlags() {
  const flags = [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  // Chromium refuses to run as root inside its sandbox.
  return process.getuid?.() === 0 ? [...flags, '--no-sandbox'] : flags;
}

/** @param {import('../../../scripts/get-vscode.mjs').BrowserVSCode} vscode */
export async function startBrowser(vscode) {
  return await chromium.launch({
    executablePath: vscode.chromium,
    headless: true,
    args: chromiumFlags(),
    timeout: 60_000,
  });
}
