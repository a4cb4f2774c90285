/** Reference data that stands beside the checkout on some machines only. Tests on it are skipped where it is not. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'vitest';

const SHARED = join(__dirname, '../../../shared');

export const hasShared = existsSync(join(SHARED, 'data'));

/** Absolute path of a file of the reference data. */
export function shared(path: string): string {
  return join(SHARED, path);
}

const reason = hasShared ? '' : ' (skipped: no reference data in ../shared)';

export const itShared = (name: string, run: () => void | Promise<void>, timeout?: number): void =>
  it.skipIf(!hasShared)(name + reason, run, timeout);

export const describeShared = (name: string, define: () => void): unknown =>
  describe.skipIf(!hasShared)(name + reason, define);
