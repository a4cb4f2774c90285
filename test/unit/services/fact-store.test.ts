import { describe, expect, it } from 'vitest';
import { Answers, BodhiAnswers, KojiAnswers } from '../../../server/services/fact-store';

const answers = (value: unknown, at: number, key = 'a') => new Map([[key, { value, at }]]);

describe('Answers', () => {
  it('tells what an answer brings', () => {
    const known = new Answers<string, unknown>();
    expect(known.add(answers(['f40'], 5))).toBe('values');
    expect(known.add(answers(['f40'], 5))).toBe('nothing');
    expect(known.add(answers(['f40'], 6))).toBe('ages');
    expect(known.add(answers(['f40', 'coreos-pool'], 7))).toBe('values');
    expect(known.add(answers(undefined, 8))).toBe('values');
    expect(known.add(answers(undefined, 8, 'b'))).toBe('values');
    expect(known.add(new Map())).toBe('nothing');
  });

  it('keeps a newer answer, and what was handed out as it was', () => {
    const known = new Answers<string, unknown>();
    known.add(answers('new', 10));
    const before = known.known;
    expect(known.add(answers('old', 9))).toBe('nothing');
    expect(known.known).toBe(before);
    known.add(answers('newer', 11));
    expect([before.get('a'), known.known.get('a')]).toEqual([
      { value: 'new', at: 10 },
      { value: 'newer', at: 11 },
    ]);
    expect(known.latest).toBe(11);
  });
});

describe('facts', () => {
  it('are of the moment they were taken at', () => {
    const bodhi = new BodhiAnswers();
    const koji = new KojiAnswers();
    const before = { koji: koji.facts({ page: ({ id }) => `/${id}` }), bodhi: bodhi.facts() };
    bodhi.updates.add(new Map([['FEDORA-2024-f0fd63c638', { value: undefined, at: 4 }]]));
    koji.tags.add(new Map([[7, { value: ['f40'], at: 3 }]]));
    expect([before.bodhi.update('FEDORA-2024-f0fd63c638'), before.koji.tags(7)]).toEqual([undefined, undefined]);
    expect(bodhi.facts().update('FEDORA-2024-f0fd63c638')).toEqual({ value: undefined, at: 4 });
    expect(koji.facts({ page: () => '' }).tags(7)).toEqual({ value: ['f40'], at: 3 });
    expect(before.koji.page({ id: 7 })).toBe('/7');
    expect([bodhi.latest, koji.latest]).toEqual([4, 3]);
  });
});
