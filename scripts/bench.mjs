// Runs the benchmarks one after another: npm run bench [-- NAME...]   (parts of the file names; default: all)
// Each test/bench/NAME.bench.ts is bundled beside a production build of the entry points and run by a Node of its own with
// --expose-gc. It measures when it is imported, or in the async function that it exports as default.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { ROOT, SCRATCH } from './lib/paths.mjs';
import { run } from './lib/process.mjs';

const FOLDER = join(ROOT, 'test/bench');
const LIMIT_MS = 1_800_000;

const wanted = process.argv.slice(2);
const names = readdirSync(FOLDER)
  .filter(name => name.endsWith('.bench.ts') && (wanted.length === 0 || wanted.some(part => name.includes(part))))
  .sort();
if (names.length === 0) {
  console.error(`No benchmark in test/bench/ is named like ${wanted.join(', ') || '*.bench.ts'}`);
  process.exit(2);
}

mkdirSync(SCRATCH, { recursive: true });
const scratch = mkdtempSync(join(SCRATCH, 'bench-'));
// where a package has it: the server reads ../package.json
const dist = join(scratch, 'dist');
try {
  cpSync(join(ROOT, 'package.json'), join(scratch, 'package.json'));
  const built = await run(process.execPath, [join(ROOT, 'esbuild.mjs'), '--production', `--outdir=${dist}`], {
    cwd: ROOT,
    timeoutMs: 120_000,
  });
  if (built.problem) throw new Error(`The build failed: ${built.problem}`);
  for (const name of names) {
    console.log(`\n== ${basename(name, '.bench.ts')}`);
    const outfile = join(dist, `${basename(name, '.ts')}.cjs`);
    const problem =
      (await bundle(name, outfile)) ??
      (await run(process.execPath, ['--expose-gc', outfile], { cwd: ROOT, timeoutMs: LIMIT_MS })).problem;
    if (problem) {
      console.error(`${name}: ${problem}`);
      process.exitCode = 1;
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** @returns {Promise<string | undefined>} why it could not be bundled */
async function bundle(name, outfile) {
  try {
    await build({
      stdin: {
        contents: `import * as bench from './${name}'; void bench.default?.();`,
        resolveDir: FOLDER,
        sourcefile: 'run.ts',
      },
      outfile,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      sourcemap: 'inline',
      mainFields: ['module', 'main'],
      logLevel: 'warning',
      logOverride: { 'import-is-undefined': 'silent' },
    });
    return undefined;
  } catch (error) {
    return error.message;
  }
}
