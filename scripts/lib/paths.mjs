// Where things are in this project.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** Git-ignored: editors for the tests, the example that `npm start` opens, the bundled editor suite. */
export const SCRATCH = join(ROOT, '.vscode-test');

/**
 * The file behind one of the project's own development tools, to be run with `process.execPath`.
 * @param {'vitest/vitest.mjs' | '@vscode/vsce/vsce' | '@biomejs/biome/bin/biome' | 'typescript/bin/tsc'} name
 */
export function tool(name) {
  return join(ROOT, 'node_modules', name);
}
