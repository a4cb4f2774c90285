import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ShownWatch } from '../../../server/lsp/shown-watch';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('tells once after each time that it was asked, however often something changes', () => {
  let told = 0;
  const watch = new ShownWatch(() => told++);
  watch.touch();
  vi.runAllTimers();
  expect(told).toBe(0);
  watch.shown();
  watch.touch();
  watch.touch();
  expect(told).toBe(0);
  vi.runAllTimers();
  expect(told).toBe(1);
  watch.touch();
  vi.runAllTimers();
  expect(told).toBe(1);
});

it('is silent when it is over', () => {
  let told = 0;
  const watch = new ShownWatch(() => told++);
  watch.shown();
  watch.touch();
  watch.dispose();
  vi.runAllTimers();
  expect(told).toBe(0);
});
