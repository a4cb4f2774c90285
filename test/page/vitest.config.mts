// The pages of the panels in a real Chromium: see run.mjs beside it.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/page/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // one browser at a time
    fileParallelism: false,
  },
});
