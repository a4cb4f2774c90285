import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { holdSignals, type SignalSource } from '../../../server/cli/hold-signals';

class FakeProcess extends EventEmitter implements SignalSource {
  readonly pid = 7;
  readonly killed: [number, NodeJS.Signals][] = [];
  kill(pid: number, signal: NodeJS.Signals): void {
    this.killed.push([pid, signal]);
  }
}

describe('holdSignals', () => {
  it('ends the process with the first signal that came, once the work is done and nobody listens any more', async () => {
    const source = new FakeProcess();
    const result = await holdSignals(source, async () => {
      source.emit('SIGINT', 'SIGINT');
      source.emit('SIGTERM', 'SIGTERM');
      await Promise.resolve();
      expect(source.killed).toEqual([]);
      return 'done';
    });
    expect(result).toBe('done');
    expect(source.killed).toEqual([[7, 'SIGINT']]);
    expect(source.eventNames()).toEqual([]);
  });

  it('lets work that can still stop know', async () => {
    const source = new FakeProcess();
    const work = holdSignals(source, async check => {
      check();
      source.emit('SIGTERM', 'SIGTERM');
      check();
    });
    await expect(work).rejects.toThrow('interrupted (SIGTERM): nothing is written');
    expect(source.killed).toEqual([[7, 'SIGTERM']]);
    expect(source.eventNames()).toEqual([]);
  });

  it('raises nothing where no signal came', async () => {
    const source = new FakeProcess();
    await expect(holdSignals(source, () => Promise.reject(new Error('disk')))).rejects.toThrow('disk');
    expect(source.killed).toEqual([]);
    expect(source.eventNames()).toEqual([]);
  });
});
