import { describe, expect, it } from 'vitest';
import { ProgressLine } from '../../../server/cli/progress-line';

function line(isTerminal: boolean) {
  const written: string[] = [];
  const stderr = { isTerminal, write: async (text: string) => written.push(text) > 0 };
  return { progress: new ProgressLine({ stderr }), written };
}

describe('ProgressLine', () => {
  it('is written over on a terminal, where something else is to be said', async () => {
    const { progress, written } = line(true);
    progress.show('Koji: builds (12)');
    progress.show('Koji: builds (12)');
    progress.show('Koji: tags (12)');
    await progress.clear();
    await progress.clear();
    expect(written).toEqual(['\r\u001b[KKoji: builds (12)', '\r\u001b[KKoji: tags (12)', '\r\u001b[K']);
  });

  it('says nothing in a file or pipe', async () => {
    const { progress, written } = line(false);
    progress.show('Koji: builds (12)');
    await progress.clear();
    expect(written).toEqual([]);
  });
});
