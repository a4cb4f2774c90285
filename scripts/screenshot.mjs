// Pictures of what a user sees, from the example in the browser edition: node scripts/screenshot.mjs OUTDIR
// Builds nothing: run `npm run build` first. What cannot be shown is said, and makes the exit status 1.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openWorkbench } from '../test/editor/launch/drive.mjs';
import { RESTRICTED } from '../test/editor/launch/settings.mjs';
import { getVSCode } from './get-vscode.mjs';
import { ROOT } from './lib/paths.mjs';
import { makeExample } from './make-example.mjs';

const OVERRIDES = 'fedora-coreos/manifest-lock.overrides.yaml';
const MISTAKES = 'mistakes/manifest-lock.overrides.yaml';

/** @type {Record<string, (workbench: import('../test/editor/launch/drive.mjs').Workbench) => Promise<unknown>>} */
const SCENES = {
  'inlay-hint': async workbench => await workbench.inlayHints(),
  hover: async workbench => await workbench.hover('podman:', 'podman'),
  'quick-fix': async workbench => {
    await workbench.token('podman:', 'podman').click();
    return await workbench.quickFixes();
  },
  'completion-evr': async workbench => {
    await workbench.line('podman:').click();
    await workbench.page.keyboard.press('ArrowDown');
    await workbench.page.keyboard.press('End');
    return await workbench.completions();
  },
  'quick-fix-mistakes': async workbench => {
    await workbench.quickOpen(MISTAKES);
    await workbench.squiggle('error');
    await workbench.token('metdata:', 'metdata').click();
    return await workbench.quickFixes();
  },
  problems: async workbench => await workbench.problems(),
  'status-bar': async workbench => await workbench.statusBar(),
  palette: async workbench => await workbench.paletteEntries('Manifest Lock'),
};

async function takePictures(outdir, vscode, folder, scenes, settings) {
  const what = { folder, openFile: join(folder, OVERRIDES), extension: ROOT };
  const workbench = await openWorkbench(vscode, what, { settings });
  const failed = [];
  try {
    await workbench.editorShows(OVERRIDES);
    for (const [name, scene] of Object.entries(scenes)) {
      try {
        console.log(`${name}: ${JSON.stringify(await scene(workbench), null, 2)}`);
      } catch (error) {
        failed.push(name);
        console.log(`${name}: NOT SHOWN: ${error.message.split('\n')[0]}`);
      }
      console.log(await workbench.screenshot(outdir, name));
      await workbench.escape();
    }
  } finally {
    await workbench.close();
  }
  return failed;
}

const outdir = process.argv[2];
if (outdir === undefined) {
  console.error('Usage: node scripts/screenshot.mjs OUTDIR');
  process.exit(2);
}
const scratch = mkdtempSync(join(tmpdir(), 'manifest-lock-pictures-'));
try {
  const folder = join(scratch, 'example');
  makeExample(folder);
  const vscode = await getVSCode('test');
  if (vscode.kind !== 'browser') throw new Error('Pictures are taken of the browser edition: MANIFEST_LOCK_VSCODE=npm');
  const restricted = {
    'restricted-mode': async workbench => {
      await workbench.quickOpen(MISTAKES);
      await workbench.squiggle('error');
      return await workbench.statusBar();
    },
  };
  const failed = [
    ...(await takePictures(resolve(outdir), vscode, folder, SCENES, {
      'workbench.colorTheme': 'Default Light Modern',
    })),
    ...(await takePictures(resolve(outdir), vscode, folder, restricted, RESTRICTED)),
  ];
  if (failed.length > 0) console.log(`Not shown: ${failed.join(', ')}`);
  process.exitCode = failed.length > 0 ? 1 : 0;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
