import { expect, it } from 'vitest';
import { makeMap, makeMember, spanOf, yamlScalar } from '../../../server/lockfile/nodes';

const key = (start: number, text: string) => yamlScalar(start, start + text.length, text, 'plain');

it('a member ends with its value, else where its colon does', () => {
  expect(makeMember(key(0, 'a'), key(3, 'bc'), 2).span).toEqual({ start: 0, end: 5 });
  expect(makeMember(key(0, 'a'), undefined, 2).span).toEqual({ start: 0, end: 2 });
});

it('all but the last of equal keys are superseded', () => {
  const members = ['a', 'b', 'a', 'a'].map((name, i) => makeMember(key(i * 2, name), undefined, i * 2 + 2));
  const { members: marked } = makeMap({ start: 0, end: 8 }, members);
  expect(marked.map(member => member.superseded)).toEqual([true, false, true, false]);
});

it('a span reaches from the first to the last', () => {
  expect(spanOf([key(2, 'a'), key(7, 'bc')], 0)).toEqual({ start: 2, end: 9 });
  expect(spanOf([], 4)).toEqual({ start: 4, end: 4 });
});

it('quotes and tags make a type', () => {
  expect(yamlScalar(0, 4, '1.10', 'plain')).toMatchObject({ yaml11: 'number', yaml12: 'number' });
  expect(yamlScalar(0, 6, '1.10', 'single')).toMatchObject({ yaml11: 'string', yaml12: 'string' });
  expect(yamlScalar(0, 4, '1.10', 'plain', 'string')).toMatchObject({ yaml11: 'string', yaml12: 'string' });
});
