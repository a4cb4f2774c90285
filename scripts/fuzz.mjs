// Runs the property tests with one random seed after another, until one fails: npm run fuzz [-- MINUTES]   (default: 10)
import { randomInt } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './lib/paths.mjs';
import { run } from './lib/process.mjs';

const minutes = Number(process.argv[2] ?? 10);
if (!(minutes > 0)) {
  console.error('usage: npm run fuzz [-- MINUTES]');
  process.exit(2);
}
const end = Date.now() + minutes * 60_000;
const files = readdirSync(join(ROOT, 'test/unit'), { recursive: true })
  .filter(name => name.endsWith('.test.ts'))
  .map(name => join('test/unit', name))
  .filter(name => readFileSync(join(ROOT, name), 'utf8').includes("/support/fast-check'"));
for (let round = 1; Date.now() < end; round++) {
  const seed = randomInt(2 ** 31);
  console.log(`\n== round ${round}, FUZZ_SEED=${seed}`);
  const { problem } = await run(process.execPath, [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', ...files], {
    cwd: ROOT,
    env: { ...process.env, FUZZ_SEED: String(seed) },
    timeoutMs: 600_000,
  });
  if (problem) {
    console.error(`Failed; again with FUZZ_SEED=${seed} npx vitest run ${files.join(' ')}`);
    process.exit(1);
  }
}
