// Bundles the editor suites: node scripts/build-tests.mjs [outdir]   (default: .vscode-test/suite, which F5 uses)
// test/editor/*.test.ts run in a trusted folder, test/editor/restricted/*.test.ts in one that nobody has trusted.
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ROOT, SCRATCH } from './lib/paths.mjs';
import { isMain } from './lib/process.mjs';

const SOURCES = { trusted: join(ROOT, 'test/editor'), restricted: join(ROOT, 'test/editor/restricted') };

/** @returns {Promise<string>} the folder; `index.js` in it is what VS Code runs. It has to lie in the project, for mocha. */
export async function buildTests(outdir = join(SCRATCH, 'suite')) {
  const entryPoints = [{ in: join(ROOT, 'test/editor/index.ts'), out: 'index' }];
  for (const [suite, folder] of Object.entries(SOURCES)) {
    for (const name of readdirSync(folder)) {
      if (name.endsWith('.test.ts')) entryPoints.push({ in: join(folder, name), out: `${suite}/${name.slice(0, -3)}` });
    }
  }
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  await build({
    entryPoints,
    outdir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
  return outdir;
}

if (isMain(import.meta.url)) console.log(await buildTests(process.argv[2]));
