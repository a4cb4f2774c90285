/** primary.xml: the packages of a repository. */
import { FastPrimaryReader } from './primary-fast';
import type { PrimaryCounts, PrimaryTarget } from './primary-fields';

/**
 * Reads a primary.xml given in pieces. `open` is called once, and a second time for a document in a form the fast
 * reader does not know. `what` names the file in errors. Rejects with MetadataError for a document that is not
 * well-formed, has a DTD or foreign entities, is cut off, or has a package without name, arch, version, checksum or location.
 */
export async function readPrimary(
  open: () => AsyncIterable<Uint8Array>,
  target: PrimaryTarget,
  what = 'primary.xml',
): Promise<PrimaryCounts> {
  const counts = await readFast(open(), target);
  if (counts) return counts;
  target.restart();
  const { StrictPrimaryReader } = await import('./primary-strict');
  const strict = new StrictPrimaryReader(target.add, what);
  for await (const chunk of open()) strict.push(chunk);
  return strict.end();
}

async function readFast(chunks: AsyncIterable<Uint8Array>, target: PrimaryTarget): Promise<PrimaryCounts | undefined> {
  const fast = new FastPrimaryReader(target);
  for await (const chunk of chunks) if (!fast.push(chunk)) return undefined;
  return fast.end();
}
