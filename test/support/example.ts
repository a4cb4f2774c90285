/** The example in a folder of its own, with a metadata cache beside it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type Example, makeExample } from '../../scripts/make-example.mjs';
import { type CliOptions, type CliResult, cli } from './cli';

export interface ExampleForTests extends Example {
  /** Runs the command line in the tidy config repository, with the cache of this example. */
  run(args: readonly string[], options?: CliOptions): Promise<CliResult>;
}

/** Made before the tests of the file, removed after them. */
export function useExample(): ExampleForTests {
  let folder = '';
  let example: Example | undefined;
  const made = (): Example => {
    if (!example) throw new Error('the example is made before the first test, not earlier');
    return example;
  };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'manifest-lock-cli-'));
    example = makeExample(join(folder, 'example'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return {
    get configRepo() {
      return made().configRepo;
    },
    get mistakes() {
      return made().mistakes;
    },
    get syntaxError() {
      return made().syntaxError;
    },
    get repositories() {
      return made().repositories;
    },
    run: (args, options) => cli([...args, '--cache', join(folder, 'cache')], { cwd: made().configRepo, ...options }),
  };
}
