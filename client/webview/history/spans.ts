/** The spans of a history with their ends: what the plot and the table show. */
import type { HistoryResult, HistorySpan } from '../../../server/protocol';
import { dateText, daysBetween, daysText, originText } from './words';

export interface ShownSpan extends HistorySpan {
  readonly stream: string;
  /** `stable`, `origin/stable` */
  readonly label: string;
  /** Unix seconds: when the next span began, else the end of the time that was asked about. */
  readonly until: number;
  /** True for what stands now. */
  readonly current: boolean;
}

export interface ShownStream {
  readonly stream: string;
  readonly label: string;
  /** Its place in the history, which gives its colour and its dashes. */
  readonly index: number;
  /** Oldest first. */
  readonly spans: readonly ShownSpan[];
}

export function shownStreams({ streams, until }: Pick<HistoryResult, 'streams' | 'until'>): ShownStream[] {
  return streams.map(({ stream, label, spans }, index) => ({
    stream,
    label,
    index,
    spans: spans.map((span, i) => {
      const next = spans[i + 1];
      return { ...span, stream, label, until: next?.since ?? Math.max(until, span.since), current: next === undefined };
    }),
  }));
}

/** `2024-10-18 to 2024-11-02, 15 days`; `since 2024-10-18, 6 days so far` */
export function spanTimes({ since, until, current }: Pick<ShownSpan, 'since' | 'until' | 'current'>): string {
  const length = daysText(daysBetween(since, until));
  return current ? `since ${dateText(since)}, ${length} so far` : `${dateText(since)} to ${dateText(until)}, ${length}`;
}

/** All of a span in one sentence, for screen readers. */
export function spanSentence(span: ShownSpan): string {
  const what = span.evr === undefined ? 'not locked' : `${span.evr}, ${originText(span)}`;
  return `${span.stream}: ${what}, ${spanTimes(span)}. ${span.subject}`;
}
