import { expect, it } from 'vitest';
import type { Builds } from '../../../../server/builds/builds';
import { NextDevel } from '../../../../server/lsp/streams/next-devel';
import type { ComparedRepository } from '../../../../server/lsp/streams/repository';
import { POLICIES } from '../../operations/streams/stream-states';

function repository(enabled: () => Promise<boolean | undefined>, streams = POLICIES): ComparedRepository {
  const builds = {
    url: 'http://127.0.0.1:1',
    nextDevelEnabled: () => enabled().then(value => ({ value, at: 0 })),
  } satisfies Pick<Builds, 'url' | 'nextDevelEnabled'>;
  return { services: { builds }, config: { settings: { streams } } } as unknown as ComparedRepository;
}

const settled = () => new Promise(resolve => setImmediate(resolve));

it('does not wait, and tells when it is known otherwise', async () => {
  const nextDevel = new NextDevel();
  let told = 0;
  const late = () => void told++;
  let enabled = true;
  const asked = repository(() => Promise.resolve(enabled));
  expect(nextDevel.known(asked, late)).toBeUndefined();
  await settled();
  expect([nextDevel.known(asked, late), told]).toEqual([true, 1]);
  await settled();
  expect(told).toBe(1);
  enabled = false;
  nextDevel.known(asked, late);
  await settled();
  expect([nextDevel.known(asked, late), told]).toEqual([false, 2]);
});

it('is not known where the service fails, nobody may be asked, or there is no such stream', async () => {
  const nextDevel = new NextDevel();
  let asked = 0;
  const failing = repository(() => {
    asked++;
    return Promise.reject(new Error('503'));
  });
  const late = () => expect.unreachable();
  expect(nextDevel.known(failing, late)).toBeUndefined();
  await settled();
  expect([nextDevel.known(failing, late), asked]).toEqual([undefined, 2]);
  expect(nextDevel.known({ ...failing, services: undefined }, late)).toBeUndefined();
  const others = repository(() => expect.unreachable(), new Map());
  expect(nextDevel.known(others, late)).toBeUndefined();
  expect(asked).toBe(2);
});
