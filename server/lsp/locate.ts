/** What stands at an offset of a lockfile. */
import type { Entry, Lockfile, Member, Span } from '../lockfile/model';

/** `part` says where in the entry: on its name, on its version, on one of its metadata, or elsewhere in it. */
export interface Place {
  readonly entry: Entry;
  readonly part: 'name' | 'version' | 'metadata' | 'entry';
  /** Set on metadata. */
  readonly member: Member | undefined;
  /** The key or value under the cursor. */
  readonly span: Span;
}

const contains = (span: Span, offset: number): boolean => span.start <= offset && offset <= span.end;

/** The entry whose member reaches over the offset, its ends included. Of two that touch, the one that begins there. */
export function entryAt(lockfile: Lockfile, offset: number): Entry | undefined {
  return lockfile.entries.findLast(entry => contains(entry.member.span, offset));
}

/** Entries that have any text in the span, in file order; an empty span is a cursor. */
export function entriesIn(lockfile: Lockfile, span: Span): Entry[] {
  return lockfile.entries.filter(({ member }) => member.span.start <= span.end && span.start <= member.span.end);
}

export function placeAt(lockfile: Lockfile, offset: number): Place | undefined {
  const entry = entryAt(lockfile, offset);
  if (!entry) return undefined;
  const { key } = entry.member;
  if (contains(key.span, offset)) return { entry, part: 'name', member: undefined, span: key.span };
  const scalar = entry.version?.scalar;
  if (scalar && contains(scalar.span, offset)) return { entry, part: 'version', member: undefined, span: scalar.span };
  for (const member of entry.metadata.values()) {
    if (contains(member.span, offset))
      return { entry, part: 'metadata', member, span: member.value?.span ?? member.span };
  }
  return { entry, part: 'entry', member: undefined, span: key.span };
}
