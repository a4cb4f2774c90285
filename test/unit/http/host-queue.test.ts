import { expect, it } from 'vitest';
import { HostQueue } from '../../../server/http/host-queue';

function work() {
  let finish = (): void => undefined;
  const done = new Promise<void>(resolve => {
    finish = resolve;
  });
  const state = {
    started: false,
    finish,
    run: () => {
      state.started = true;
      return done;
    },
  };
  return state;
}

it('runs so many of one host at a time, in order, and other hosts beside', async () => {
  const queue = new HostQueue(1);
  const [first, second, third, other] = [work(), work(), work(), work()];
  const all = [first, second, third].map(({ run }) => queue.run('a', undefined, run));
  all.push(queue.run('b', undefined, other.run));
  await Promise.resolve();
  expect([first, second, third, other].map(({ started }) => started)).toEqual([true, false, false, true]);
  first.finish();
  await all[0];
  await Promise.resolve();
  expect([second.started, third.started]).toEqual([true, false]);
  for (const each of [second, third, other]) each.finish();
  await Promise.all(all);
});

it('lets go of what is cancelled while it waits, and goes on after a failure', async () => {
  const queue = new HostQueue(1);
  const first = work();
  const running = queue.run('a', undefined, first.run);
  const controller = new AbortController();
  const cancelled = queue.run('a', controller.signal, () => Promise.resolve('never'));
  const failing = queue.run('a', undefined, () => Promise.reject(new Error('broken')));
  const last = queue.run('a', undefined, () => Promise.resolve('last'));
  controller.abort(new Error('enough'));
  await expect(cancelled).rejects.toThrow('enough');
  first.finish();
  await running;
  await expect(failing).rejects.toThrow('broken');
  expect(await last).toBe('last');
});

it('does not let wait what is cancelled already', async () => {
  const queue = new HostQueue(1);
  const first = work();
  const running = queue.run('a', undefined, first.run);
  const late = queue.run('a', AbortSignal.abort(new Error('too late')), () => Promise.resolve('never'));
  await expect(late).rejects.toThrow('too late');
  first.finish();
  await running;
});
