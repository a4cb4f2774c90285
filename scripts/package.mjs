// Makes manifest-lock-VERSION.vsix from a production build: npm run package
// Needs no network and asks nothing. Fails when something is missing from the package or does not
// belong in it, and says what is bigger than it should be.
import { rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { ROOT, tool } from './lib/paths.mjs';
import { isMain, run } from './lib/process.mjs';

/** Everything that must be in it; kilobytes where there is a budget. */
const CONTENTS = {
  'package.json': undefined,
  'README.md': undefined,
  'CHANGELOG.md': undefined,
  LICENSE: undefined,
  'docs/rules.md': undefined,
  'language-configuration.json': undefined,
  'media/manifest-lock.svg': undefined,
  'dist/client.js': 200,
  'dist/server.js': 700,
  'dist/cli.js': undefined,
  'dist/cli-commands.js': undefined,
  'dist/index-worker.js': undefined,
  'dist/webview/compare.js': undefined,
  'dist/webview/compare.css': undefined,
  'dist/webview/history.js': undefined,
  'dist/webview/history.css': undefined,
  'dist/webview/codicon.ttf': undefined,
};
const GRAMMARS = /^syntaxes\/[\w.-]+\.json$/;
const VSIX_BUDGET = 1_500;

const vsce = async (args, capture) =>
  await run(process.execPath, [tool('@vscode/vsce/vsce'), ...args], { cwd: ROOT, timeoutMs: 180_000, capture });

/** @returns {Promise<string>} path of the .vsix */
export async function makePackage() {
  const { version } = createRequire(import.meta.url)('../package.json');
  const vsix = join(ROOT, `manifest-lock-${version}.vsix`);
  rmSync(vsix, { force: true });
  // The build is package.json's vscode:prepublish, so that a bare `vsce package` makes the same.
  const args = [
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    vsix,
  ];
  const made = await vsce(args, false);
  if (made.problem) throw new Error(`vsce package: ${made.problem}`);
  const listed = await vsce(['ls', '--no-dependencies'], true);
  if (listed.problem) throw new Error(`vsce ls: ${listed.problem}\n${listed.output}`);
  const files = listed.output.split('\n').filter(Boolean);
  const faults = check(files);
  if (faults.length > 0) throw new Error(`The package is not as it should be:\n  ${faults.join('\n  ')}`);
  saySizes(vsix);
  return vsix;
}

function check(files) {
  const missing = Object.keys(CONTENTS).filter(file => !files.includes(file));
  if (!files.some(file => GRAMMARS.test(file))) missing.push('a grammar in syntaxes/');
  const strange = files.filter(file => !Object.hasOwn(CONTENTS, file) && !GRAMMARS.test(file));
  return [...missing.map(file => `${file} is missing`), ...strange.map(file => `${file} does not belong in it`)];
}

function saySizes(vsix) {
  const budgets = Object.entries({ ...CONTENTS, [relative(ROOT, vsix)]: VSIX_BUDGET });
  for (const [file, budget] of budgets) {
    if (budget === undefined) continue;
    const size = Math.round(statSync(join(ROOT, file)).size / 1_000);
    console.log(`${file}: ${size} KB of ${budget}${size > budget ? ', OVER BUDGET' : ''}`);
  }
}

if (isMain(import.meta.url)) {
  try {
    console.log(await makePackage());
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
