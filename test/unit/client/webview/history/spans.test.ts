import { describe, expect, it } from 'vitest';
import { shownStreams, spanSentence, spanTimes } from '../../../../../client/webview/history/spans';
import { PODMAN } from './podman';

const stream = (name: string) => shownStreams(PODMAN).find(found => found.stream === name);

describe('spans', () => {
  it('end where the next one begins, the last one now', () => {
    const spans = stream('testing')?.spans ?? [];
    expect(spans.map(({ until, current }) => [until, current])).toEqual([
      [1_725_916_136, false],
      [1_728_318_077, false],
      [1_728_330_787, false],
      [1_729_771_200, true],
    ]);
  });

  it('say their times', () => {
    const [first] = stream('testing')?.spans ?? [];
    const last = stream('testing')?.spans.at(-1);
    expect(first && spanTimes(first)).toBe('2024-08-26 to 2024-09-09, 14 days');
    expect(last && spanTimes(last)).toBe('since 2024-10-07, 17 days so far');
  });

  it('say everything to a screen reader', () => {
    const [pin, gone] = stream('rawhide')?.spans ?? [];
    expect(pin && spanSentence(pin)).toBe(
      'rawhide: 5:5.2.2-1.fc42, pin, 2024-09-13 to 2024-09-16, 3 days. overrides: pin',
    );
    expect(gone && spanSentence(gone)).toBe(
      'rawhide: not locked, since 2024-09-16, 38 days so far. overrides: Remove the pins',
    );
  });

  it('never end before they began, though a clock was wrong', () => {
    const span = { since: 200, commit: 'c', subject: 's', evr: '1-1' };
    const [shown] = shownStreams({ streams: [{ stream: 'a', label: 'a', spans: [span] }], until: 100 });
    expect(shown?.spans[0]?.until).toBe(200);
  });
});
