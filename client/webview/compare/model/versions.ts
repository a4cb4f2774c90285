/** What differs between two EVRs, for the eye. */

export interface VersionParts {
  readonly before: string;
  /** The part that differs; empty where nothing does. */
  readonly changed: string;
  readonly after: string;
}

/** `5:5.2.4-1.fc40` and `5:5.2.5-1.fc40`: `5:5.2.` `4` `-1.fc40`. A number or a word differs as a whole: `39` and `40`, not `9`. */
export function differingParts(from: string, to: string): { readonly from: VersionParts; readonly to: VersionParts } {
  const a = tokens(from);
  const b = tokens(to);
  const shortest = Math.min(a.length, b.length);
  let start = 0;
  while (start < shortest && a[start] === b[start]) start++;
  let end = 0;
  while (end < shortest - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return { from: cut(a, start, end), to: cut(b, start, end) };
}

function tokens(evr: string): readonly string[] {
  return evr.match(/[a-z]+|\d+|[^a-z\d]/gi) ?? [];
}

function cut(all: readonly string[], start: number, end: number): VersionParts {
  const until = all.length - end;
  return {
    before: all.slice(0, start).join(''),
    changed: all.slice(start, until).join(''),
    after: all.slice(until).join(''),
  };
}
