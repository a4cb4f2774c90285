/** What one version of a lockfile says of one package. */
import { decodeText } from '../../config-repo/file-text';
import { metadataText } from '../../lockfile/metadata';
import type { Entry, LockfileFormat } from '../../lockfile/model';
import { parseLockfile } from '../../lockfile/parse';
import { findJsonEntry } from './find-json-entry';

export type EntryFact =
  | {
      readonly kind: 'entry';
      /** Undefined where the entry names no usable version. */
      readonly evr: string | undefined;
      /** `metadata.type` and `reason`. */
      readonly type: string | undefined;
      readonly reason: string | undefined;
    }
  | { readonly kind: 'absent' }
  /** `why`: "does not parse (line 3)". */
  | { readonly kind: 'broken'; readonly why: string };

const ABSENT: EntryFact = { kind: 'absent' };

/** Never throws: what cannot be read is broken. */
export function entryFact(bytes: Uint8Array, format: LockfileFormat, name: string): EntryFact {
  const found = format === 'json' ? findJsonEntry(bytes, name) : undefined;
  if (found === 'absent') return ABSENT;
  if (found === undefined) return parsedFact(bytes, format, name);
  const value = Buffer.from(bytes.buffer, bytes.byteOffset + found.start, found.end - found.start).toString('latin1');
  return factIn(parseLockfile(`{"packages":{${JSON.stringify(name)}:${value}}}`, 'json').byName.get(name));
}

/** The same by the parser alone. */
export function parsedFact(bytes: Uint8Array, format: LockfileFormat, name: string): EntryFact {
  let text: string;
  try {
    text = decodeText(bytes);
  } catch (error) {
    return { kind: 'broken', why: `cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
  const { byName, syntaxProblems } = parseLockfile(text, format);
  const [problem] = syntaxProblems;
  if (!problem) return factIn(byName.get(name));
  return { kind: 'broken', why: `does not parse (line ${text.slice(0, problem.span.start).split('\n').length})` };
}

function factIn(entry: Entry | undefined): EntryFact {
  if (!entry) return ABSENT;
  const evr = entry.version?.evr;
  return { kind: 'entry', evr, type: metadataText(entry, 'type'), reason: metadataText(entry, 'reason') };
}
