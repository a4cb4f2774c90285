// Pictures of what a user sees, from the example in the browser edition: node scripts/screenshot.mjs OUTDIR
// Builds nothing: run `npm run build` first. What cannot be shown is said, and makes the exit status 1.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openWorkbench } from '../test/editor/launch/drive.mjs';
import { RESTRICTED } from '../test/editor/launch/settings.mjs';
import { getVSCode } from './get-vscode.mjs';
import { startExampleServices } from './lib/example-services.mjs';
import { ROOT } from './lib/paths.mjs';
import { makeExample } from './make-example.mjs';

const OVERRIDES = 'fedora-coreos/manifest-lock.overrides.yaml';
const MISTAKES = 'mistakes/manifest-lock.overrides.yaml';
const REASON = 'https://github.com/coreos/fedora-coreos-tracker/issues/1820';
const STEP_MS = 30_000;

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
    await workbench.goTo(38, 6);
    return await workbench.quickFixes();
  },
  'hover-mistake': async workbench => {
    await workbench.goTo(96, 4);
    await workbench.page.keyboard.press('Control+k');
    await workbench.page.keyboard.press('Control+i');
    const hover = await workbench.shown('.monaco-resizable-hover:visible');
    return await hover.innerText();
  },
  problems: async workbench => await workbench.problems(),
  'status-bar': async workbench => {
    const state = workbench.page.locator('.statusbar-item[aria-label*="Bodhi asked"]');
    await state.waitFor();
    await state.click();
    await workbench.shown('.monaco-hover:visible');
    return await workbench.statusBar();
  },
  palette: async workbench => await workbench.paletteEntries('Manifest Lock'),
};

/** One after the other: each step begins where the one before ended. */
const BACKPORT = {
  'pin-1-build': async workbench => {
    await workbench.inlayHints();
    await workbench.token('podman:', 'podman').click();
    await workbench.command('Manifest Lock: Pin Backport...');
    return await stepOf(workbench, ({ rows }) => rows.length > 1);
  },
  'pin-2-type': async workbench => {
    await workbench.quickInput.choose('podman-5.2.5-1.fc40');
    return await stepOf(workbench, ({ title }) => title.includes('(2/5)'));
  },
  'pin-3-reason': async workbench => {
    await workbench.quickInput.choose('pin');
    await stepOf(workbench, ({ title }) => title.includes('(3/5)'));
    await workbench.quickInput.accept();
    return await stepOf(workbench, ({ message }) => message.includes('required'));
  },
  'pin-4-streams': async workbench => {
    await workbench.quickInput.fill(REASON);
    await workbench.quickInput.accept();
    await stepOf(workbench, ({ title, rows }) => title.includes('(4/5)') && rows.length > 1);
    await workbench.quickInput.choose('testing');
    await workbench.quickInput.choose('stable');
    return await stepOf(workbench, () => true);
  },
  'pin-5-preview': async workbench => {
    await workbench.quickInput.accept();
    const state = await stepOf(workbench, ({ title, rows }) => title.includes('(5/5)') && rows.length > 1);
    await workbench.page.locator('.multiDiffEntry .view-line').nth(3).waitFor();
    await workbench.shown('.quick-input-widget:visible');
    return state;
  },
  'pin-6-applied': async workbench => {
    await workbench.quickInput.choose('Apply: ');
    await workbench.editorShows(OVERRIDES);
    await workbench.line('5:5.2.5-1.fc40').waitFor();
    await workbench.command('Notifications: Show Notifications');
    return await workbench.notifications();
  },
};

const OVERRIDES_VIEW = {
  'overrides-by-stream': async workbench => {
    await workbench.overrides.open();
    return await treeWith(workbench, 'karma');
  },
  'overrides-menu': async workbench => await workbench.overrides.menu('kdump-utils'),
  'overrides-by-package': async workbench => {
    await workbench.overrides.action('Group Overrides by Package');
    await treeWith(workbench, '  podman ');
    await workbench.overrides.expand('podman');
    return await treeWith(workbench, '    stable');
  },
};

/** What a step shows, once it is as it should be. */
async function stepOf({ quickInput }, isDone) {
  let state;
  const look = async () => {
    state = await quickInput.state();
    return state !== undefined && !state.busy && isDone(state);
  };
  await untilIt(look);
  return state;
}

async function treeWith({ overrides }, text) {
  let rows = [];
  await untilIt(async () => {
    rows = await overrides.texts();
    return rows.some(row => row.includes(text));
  });
  return rows;
}

async function untilIt(holds) {
  for (const end = Date.now() + STEP_MS; Date.now() < end; await delay(100)) if (await holds()) return;
  throw new Error(`not within ${STEP_MS / 1000} s`);
}

/** `between`: what is done after each picture. */
async function takePictures(outdir, vscode, folder, scenes, settings, between = workbench => workbench.escape()) {
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
      await between(workbench);
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
const services = await startExampleServices();
try {
  const folder = join(scratch, 'example');
  makeExample(folder, Date.now(), services.urls);
  const vscode = await getVSCode('test');
  if (vscode.kind !== 'browser') throw new Error('Pictures are taken of the browser edition: MANIFEST_LOCK_VSCODE=npm');
  const restricted = {
    'restricted-mode': async workbench => {
      await workbench.quickOpen(MISTAKES);
      await workbench.squiggle('error');
      return await workbench.statusBar();
    },
  };
  const light = { 'workbench.colorTheme': 'Default Light Modern' };
  const stay = async () => undefined;
  const failed = [
    ...(await takePictures(resolve(outdir), vscode, folder, SCENES, light)),
    ...(await takePictures(resolve(outdir), vscode, folder, OVERRIDES_VIEW, light)),
    ...(await takePictures(resolve(outdir), vscode, folder, BACKPORT, light, stay)),
    ...(await takePictures(resolve(outdir), vscode, folder, restricted, RESTRICTED)),
  ];
  if (failed.length > 0) console.log(`Not shown: ${failed.join(', ')}`);
  process.exitCode = failed.length > 0 ? 1 : 0;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await services.close();
  rmSync(scratch, { recursive: true, force: true });
}
