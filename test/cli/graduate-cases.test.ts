/** The reference data's cases of `graduate`, given to the built command line: the very bytes that the project's tool writes. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { cli } from '../support/cli';
import { graduateManifest } from '../support/graduate-cases';
import { type OverrideCase, overrideCases } from '../support/override-cases';
import { itShared } from '../support/shared';

const COMMON = 'manifest-lock.overrides.yaml';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'manifest-lock-cases-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bytes = (path: string): string | undefined => (existsSync(path) ? readFileSync(path, 'latin1') : undefined);

/** How our run differs from the tool's; undefined where it does not. */
async function difference({ id, folder: repo, files, expected }: OverrideCase): Promise<unknown> {
  const copy = join(folder, id);
  cpSync(repo, copy, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    if (name.endsWith('.repo')) writeFileSync(join(copy, name), text.replaceAll('@REPOS@', join(copy, 'repos')));
  }
  writeFileSync(join(copy, 'manifest.yaml'), graduateManifest(files['manifest.yaml'] ?? ''));
  const cache = join(copy, 'cache');
  const { status, stderr } = await cli(['graduate', '--eager', '--canonical', '--repo', copy, '--cache', cache]);
  if ((status !== 0) !== (expected.exit !== 0)) return { status, stderr };
  const overrides = bytes(join(copy, COMMON));
  const wanted = bytes(join(repo, status === 0 ? '../expected.overrides.yaml' : COMMON));
  return overrides === wanted ? undefined : { overrides, wanted };
}

/** Where we differ from the tool on purpose, by case, and why: not once. */
const DELIBERATE: Readonly<Record<string, unknown>> = {};

itShared(
  'graduate --eager --canonical writes the very bytes, and refuses where the tool fails',
  async () => {
    const cases = overrideCases('graduate');
    expect(cases).toHaveLength(63);
    const found: Record<string, unknown> = {};
    const queue = cases.values();
    const work = async (): Promise<void> => {
      for (const one of queue) {
        const said = await difference(one);
        if (said !== undefined) found[one.id] = said;
      }
    };
    await Promise.all([work(), work()]);
    expect(found).toEqual(DELIBERATE);
  },
  180_000,
);
