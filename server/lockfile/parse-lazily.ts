/** Parsing for those who want names and versions of many base locks, and seldom where they stand. */
import { lazyLockfile } from './lazy-lockfile';
import type { Lockfile, LockfileFormat } from './model';
import { parseLockfile } from './parse';

/** The same lockfile as `parseLockfile` gives. */
export function parseLazily(text: string, format: LockfileFormat): Lockfile {
  const lazy = format === 'json' ? lazyLockfile(text, () => parseLockfile(text, format)) : undefined;
  return lazy ?? parseLockfile(text, format);
}
