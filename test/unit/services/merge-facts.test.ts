import { expect, it } from 'vitest';
import type { ServiceFacts } from '../../../server/services/facts';
import { mergeFacts } from '../../../server/services/merge-facts';

const answer = <T>(value: T) => ({ value, at: 0 });

/** Knows everything of that id or name: it says who knows it. */
function knowing(who: string, what: string | number): ServiceFacts {
  const ask = (key: string | number) => (key === what ? answer(who as never) : undefined);
  return {
    koji: { rpm: ask, build: ask, packages: ask, tags: ask, signatures: ask, page: () => who },
    bodhi: { update: ask, updatesOf: ask, newest: ask },
  };
}

it('asks the first, and the second what the first does not know', () => {
  const { koji, bodhi } = mergeFacts(knowing('first', 'a'), knowing('second', 'b'));
  expect([koji?.rpm('a'), koji?.rpm('b'), koji?.rpm('c')]).toEqual([answer('first'), answer('second'), undefined]);
  for (const ask of [bodhi?.update, bodhi?.updatesOf, bodhi?.newest]) {
    expect([ask?.('a'), ask?.('b')]).toEqual([answer('first'), answer('second')]);
  }
  const numbers = mergeFacts(knowing('first', 1), knowing('second', 2)).koji;
  for (const ask of [numbers?.build, numbers?.packages, numbers?.tags, numbers?.signatures]) {
    expect([ask?.(1), ask?.(2)]).toEqual([answer('first'), answer('second')]);
  }
});

it('has a service that only one of them has', () => {
  const { koji } = knowing('first', 'a');
  const { bodhi } = knowing('second', 'b');
  expect(mergeFacts({ koji }, { bodhi })).toEqual({ koji, bodhi });
});

it('takes the newer one of two answers', () => {
  const said = (at: number) => ({ bodhi: { update: () => ({ value: undefined, at }) } }) as unknown as ServiceFacts;
  expect(mergeFacts(said(1), said(2)).bodhi?.update('a')?.at).toBe(2);
  expect(mergeFacts(said(2), said(1)).bodhi?.update('a')?.at).toBe(2);
});
