/** What silences findings: comments in the file, and the ignore list of `.manifest-lock.yaml`. */
import type { IgnoredFinding } from '../config-repo/repo-settings';
import type { Comment, Entry, Lockfile, Span } from '../lockfile/model';
import { lineStart } from '../lockfile/places';
import { globMatcher } from '../rpmmd/fnmatch';
import { commentLinesAbove } from './support';

/** What no comment and no list silences: a file that no reader can use, and a defect of ours. */
export const NEVER_SILENCED: ReadonlySet<string> = new Set(['syntax', 'internal-error']);

/** `# manifest-lock: ignore CODE[,CODE...] reason`, as far as it is that. */
export interface IgnoreComment {
  readonly comment: Comment;
  /** From `manifest-lock` to `ignore`. */
  readonly head: Span;
  /** False where that is written in another way than `manifest-lock: ignore`. */
  readonly wellFormed: boolean;
  readonly codes: readonly { readonly code: string; readonly span: Span }[];
  /** Empty where there is none: then it silences nothing. */
  readonly reason: string;
}

/** Where a finding stands, and what it is about. */
interface Place {
  readonly span: Span;
  readonly package?: string;
}

const HEAD = /^#\s*(manifest-lock(?:\s*:\s*|[\s-]+)(?:ignor\w*|disable|suppress))(?![\w.])[\s:]*/i;
const WELL_FORMED = /^manifest-lock:\s*ignore$/;
const CODES = /^[\w-]+(?:\s*,\s*[\w-]+)*(?![\w/.-]|:\/)/;

/** The comments of a YAML file that are meant to silence something. JSON has no comments. */
export function ignoreComments({ format, text, comments }: Lockfile): IgnoreComment[] {
  if (format !== 'yaml') return [];
  return comments.map(comment => ignoreComment(text, comment)).filter(found => found !== undefined);
}

function ignoreComment(text: string, comment: Comment): IgnoreComment | undefined {
  if (!comment.text.toLowerCase().startsWith('manifest-lock')) return undefined;
  const { start, end } = comment.span;
  const source = text.slice(start, end);
  const match = HEAD.exec(source);
  const head = match?.[1];
  if (!match || head === undefined) return undefined;
  const from = start + source.indexOf(head);
  const rest = source.slice(match[0].length);
  const list = CODES.exec(rest)?.[0] ?? '';
  const codes = [...list.matchAll(/[\w-]+/g)].map(({ 0: code, index }) => {
    const at = start + match[0].length + index;
    return { code, span: { start: at, end: at + code.length } };
  });
  return {
    comment,
    head: { start: from, end: from + head.length },
    wellFormed: WELL_FORMED.test(head),
    codes,
    reason: rest
      .slice(list.length)
      .replace(/^[\s:-]+/, '')
      .trim(),
  };
}

/** Answers for one file why a finding is silenced: the reason given there. */
export class Ignores {
  readonly #lockfile: Lockfile;
  /** By the start of the comment's line. */
  readonly #byLine = new Map<number, IgnoreComment>();
  readonly #lists: readonly ((code: string, name: string | undefined) => string | undefined)[];

  /** `path` as the list names it: relative to the repository's root. */
  constructor(lockfile: Lockfile, path: string, lists: readonly IgnoredFinding[]) {
    this.#lockfile = lockfile;
    for (const found of ignoreComments(lockfile)) {
      if (found.wellFormed && found.reason !== '') {
        this.#byLine.set(lineStart(lockfile.text, found.comment.span.start), found);
      }
    }
    this.#lists = lists.filter(({ files }) => matchesAny(files, path)).map(listed);
  }

  /** The reason why a finding of the rule `code` is not to be told; undefined where it is. */
  reasonFor(code: string, place: Place): string | undefined {
    if (NEVER_SILENCED.has(code)) return undefined;
    for (const list of this.#lists) {
      const reason = list(code, place.package);
      if (reason !== undefined) return reason;
    }
    return this.#byLine.size === 0 ? undefined : this.#inComments(code, place.span);
  }

  /** On the lines of the finding, above them, or at the key of the entry it stands in. */
  #inComments(code: string, { start, end }: Span): string | undefined {
    const { text } = this.#lockfile;
    const entry = this.#entryAt(start);
    const lines = [...commentLinesAbove(text, start), ...linesOf(text, start, end)];
    if (entry)
      lines.push(...commentLinesAbove(text, entry.member.span.start), lineStart(text, entry.member.span.start));
    for (const line of lines) {
      const found = this.#byLine.get(line);
      if (found?.codes.some(one => one.code === code)) return found.reason;
    }
    return undefined;
  }

  #entryAt(offset: number): Entry | undefined {
    return this.#lockfile.entries.find(({ member: { span } }) => span.start <= offset && offset <= span.end);
  }
}

function matchesAny(patterns: readonly string[] | undefined, text: string | undefined): boolean {
  return patterns === undefined || (text !== undefined && patterns.some(pattern => globMatcher(pattern)(text)));
}

function listed({ rule, packages, reason }: IgnoredFinding) {
  return (code: string, name: string | undefined) => {
    return code === rule && matchesAny(packages, name) ? reason : undefined;
  };
}

/** Starts of the lines that the span touches. */
function linesOf(text: string, start: number, end: number): number[] {
  const lines = [lineStart(text, start)];
  for (let next = text.indexOf('\n', start); next >= 0 && next < end - 1; next = text.indexOf('\n', next + 1)) {
    lines.push(next + 1);
  }
  return lines;
}
