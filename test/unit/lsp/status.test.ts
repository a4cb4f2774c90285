import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StatusReporter } from '../../../server/lsp/status';
import type { StatusParams } from '../../../server/protocol';

const status = (activity: string): StatusParams => ({
  mode: 'online',
  busy: activity !== '',
  activity,
  repositories: [],
  services: [],
});

describe('StatusReporter', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('sends the latest at most every 50 ms, and only what is new', () => {
    const sent: string[] = [];
    let current = status('a');
    const reporter = new StatusReporter(
      () => current,
      ({ activity }) => sent.push(activity),
    );
    reporter.touch();
    current = status('b');
    reporter.touch();
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(50);
    expect(sent).toEqual(['b']);
    reporter.touch();
    vi.advanceTimersByTime(50);
    expect(sent).toEqual(['b']);
    current = status('');
    reporter.touch();
    vi.advanceTimersByTime(50);
    expect(sent).toEqual(['b', '']);
  });

  it('sends nothing once it is disposed of', () => {
    const sent: StatusParams[] = [];
    const reporter = new StatusReporter(
      () => status('a'),
      current => sent.push(current),
    );
    reporter.touch();
    reporter.dispose();
    vi.advanceTimersByTime(1000);
    expect(sent).toEqual([]);
  });
});
