/** primary.xml: the packages of a repository. */
import { FastPrimaryReader } from './primary-fast';
import type { PackageSink, PrimaryCounts } from './primary-fields';
import { StrictPrimaryReader } from './primary-strict';

/** Where the packages of a document go; `restart` says to forget them, as the document is read once more. */
export interface PrimaryTarget {
  readonly add: PackageSink;
  restart(): void;
}

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
  const counts = await readFast(open(), target.add);
  if (counts) return counts;
  target.restart();
  const strict = new StrictPrimaryReader(target.add, what);
  for await (const chunk of open()) strict.push(chunk);
  return strict.end();
}

async function readFast(chunks: AsyncIterable<Uint8Array>, sink: PackageSink): Promise<PrimaryCounts | undefined> {
  const fast = new FastPrimaryReader(sink);
  for await (const chunk of chunks) if (!fast.push(chunk)) return undefined;
  return fast.end();
}
