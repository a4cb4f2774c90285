import { expect, it } from 'vitest';
import { type BodyLimits, readBody } from '../../../server/http/body';

let clock = 0;
const limits: BodyLimits = {
  url: 'http://h/x',
  maxBytes: 1_000_000,
  announced: undefined,
  minRate: 1000,
  window: 30_000,
  now: () => clock,
};

/** So many bytes every so many milliseconds. */
async function* trickle(bytes: number, every: number, times: number): AsyncGenerator<Buffer> {
  for (let i = 0; i < times; i++) {
    clock += every;
    yield Buffer.alloc(bytes, i + 1);
  }
}

it('puts the pieces together, announced or not', async () => {
  for (const announced of [undefined, 150_000]) {
    const body = await readBody(trickle(50_000, 1, 3), { ...limits, announced });
    expect(body.length).toBe(150_000);
    expect([body[0], body[50_000], body[149_999]]).toEqual([1, 2, 3]);
  }
});

it('gives up on a server that trickles', async () => {
  await expect(readBody(trickle(9_000, 10_000, 100), limits)).rejects.toMatchObject({
    kind: 'timeout',
    message: 'http://h/x: less than 1000 bytes a second for 30 s',
  });
});

it('has patience with one that is merely slow', async () => {
  expect((await readBody(trickle(11_000, 10_000, 20), limits)).length).toBe(220_000);
});
