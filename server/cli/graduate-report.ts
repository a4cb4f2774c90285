/** What `graduate` says: the same as JSON and as text, of the working tree alone or of streams. */
import { printable } from '../http/printable';
import type { GraduationPlan } from '../operations/plan-graduation';
import type { RefusedStream } from '../operations/stream-commits';
import { headline, messageLines, type ReportedPlace } from './stream-report';

export type Graduated = Extract<GraduationPlan, { kind: 'plan' }>;

export interface GraduatedStream {
  readonly place: ReportedPlace;
  readonly plan: Graduated;
}

export interface GraduationReport {
  readonly streams: readonly GraduatedStream[];
  readonly refused: readonly RefusedStream[];
  readonly written: boolean;
}

/** The members of `graduate --into ... --format json`, in that order. */
export function graduationJson({ streams, refused, written }: GraduationReport): string {
  const targets = streams.map(({ place: { stream, branch, worktree, commit = null, files, message, patch }, plan }) => {
    return { stream, branch, worktree, commit, files, ...rowsOf(plan), message, ...patchMember(patch) };
  });
  return `${JSON.stringify({ targets, refused, written })}\n`;
}

/** The members of `graduate --format json`, in that order. */
export function worktreeJson({ plan, place: { patch } }: GraduatedStream, written: boolean): string {
  return `${JSON.stringify({ ...rowsOf(plan), written, ...patchMember(patch) })}\n`;
}

function patchMember(patch: string | undefined) {
  return patch === undefined ? {} : { patch };
}

function rowsOf({ dropped, stays, pins, notes }: Graduated) {
  const placed = ({ file, name, evr, message }: Graduated['stays'][number] | Graduated['pins'][number]) => {
    return { file: file.path, name, evr, message };
  };
  return {
    dropped: dropped.map(({ file, name, evr, base = null, newest }) => {
      return { file: file.path, name, evr, base, repository: newest.repository.id };
    }),
    stays: stays.map(placed),
    pins: pins.map(placed),
    notes,
  };
}

/** `messages`: with those of the commits. */
export function graduationText({ streams, written }: GraduationReport, messages: boolean): string {
  const lines = streams.flatMap(({ place, plan }) => {
    const own = [...planLines(plan, written), ...(messages ? messageLines(place) : [])];
    return [`${headline(place, written)}:`, ...own.map(line => `  ${line}`)];
  });
  return textOf(lines);
}

export function worktreeText(plan: Graduated, written: boolean): string {
  return textOf(planLines(plan, written));
}

function planLines({ dropped, stays, pins, notes }: Graduated, written: boolean): string[] {
  const lines = dropped.map(({ file, name, evr, base, newest }) => {
    const lock = base === undefined ? 'no base lock' : `base lock ${base}`;
    const goes = written ? 'is dropped' : 'would be dropped';
    return `${file.path}: ${name} ${evr} ${goes} (${newest.repository.id}, ${lock})`;
  });
  lines.push(...[...stays, ...pins].map(({ file, message }) => `${file.path}: ${message}`), ...notes);
  if (dropped.length === 0) lines.push('Nothing has graduated.');
  return lines;
}

function textOf(lines: readonly string[]): string {
  return lines.map(line => `${printable(line).trimEnd()}\n`).join('');
}
