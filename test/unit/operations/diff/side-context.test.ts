import { describe, expect, it } from 'vitest';
import { notAsked, wordsOf } from '../../../../server/operations/diff/side-context';
import { repository } from '../../git/support';
import { contextOf } from './side-support';

describe('notAsked', () => {
  it('says why', async () => {
    const context = await contextOf(repository().folder, { noServices: 'The workspace is not trusted.' });
    expect(notAsked('Koji', context)).toBe('Koji is not asked: The workspace is not trusted');
    const { noServices: _, ...unexplained } = context;
    expect(notAsked('Koji', unexplained)).toBe('Koji is not asked');
    const services = { koji: undefined, bodhi: undefined, builds: undefined };
    expect(notAsked('Koji', { ...context, services })).toBe('Koji is off');
  });
});

describe('wordsOf', () => {
  it('gives the words of an error, but for one of being called off', () => {
    expect(wordsOf(new Error('no such object'), {})).toBe('no such object');
    expect(wordsOf('no object', { signal: new AbortController().signal })).toBe('no object');
    const signal = AbortSignal.abort(new Error('called off'));
    expect(() => wordsOf(new Error('closed'), { signal })).toThrow('called off');
  });
});
