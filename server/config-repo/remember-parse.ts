/** Parsing once what several branches have alike: base locks and overrides often differ on few of them. */
import type { Lockfile, LockfileFormat } from '../lockfile/model';
import { BoundedMap } from './bounded-map';
import type { ParseLockfile } from './load-lockfiles';

/** Four basearches and the overrides of half a dozen trees. */
const DEFAULT_LIMIT = 64;

/** `parse`, which gives the same value again for a text of the same format; the `limit` texts used last are kept. */
export function rememberParse(parse: ParseLockfile, limit = DEFAULT_LIMIT): ParseLockfile {
  const known: Readonly<Record<LockfileFormat, BoundedMap<string, Lockfile>>> = {
    yaml: new BoundedMap(limit),
    json: new BoundedMap(limit),
  };
  return (text, format, path) => known[format].get(text, () => parse(text, format, path));
}
