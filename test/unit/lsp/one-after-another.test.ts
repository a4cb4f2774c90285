import { describe, expect, it } from 'vitest';
import { OneAfterAnother } from '../../../server/lsp/one-after-another';

/** Work whose end the test decides. */
function heldWork() {
  const ends: (() => void)[] = [];
  const work = (): Promise<void> => new Promise(resolve => ends.push(resolve));
  return { ends, work };
}

const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

describe('OneAfterAnother', () => {
  it('waits for its start', async () => {
    const { ends, work } = heldWork();
    let begin = (): void => undefined;
    const each = new OneAfterAnother(
      new Promise<void>(resolve => {
        begin = resolve;
      }),
      work,
    );
    void each.run();
    await settled();
    expect(ends).toHaveLength(0);
    begin();
    await settled();
    expect(ends).toHaveLength(1);
  });

  it('does once more, and only once, what is wanted while it is under way', async () => {
    const { ends, work } = heldWork();
    const each = new OneAfterAnother(Promise.resolve(), work);
    const first = each.run();
    await settled();
    const later = [each.run(), each.run()];
    await settled();
    expect(ends).toHaveLength(1);
    ends[0]?.();
    await first;
    await settled();
    expect(ends).toHaveLength(2);
    ends[1]?.();
    await Promise.all(later);
    await settled();
    expect(ends).toHaveLength(2);
  });
});
