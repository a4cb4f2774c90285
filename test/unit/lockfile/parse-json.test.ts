import { describe, expect, it } from 'vitest';
import type { Node } from '../../../server/lockfile/model';
import { parseJson } from '../../../server/lockfile/parse-json';
import { shapeOf } from './shape';

const problems = (text: string): [string, string][] =>
  parseJson(text).syntaxProblems.map(({ message, span }) => [message, text.slice(span.start, span.end)]);

const lastValue = (text: string): Node | undefined => {
  const { root } = parseJson(text);
  return root?.kind === 'map' ? root.members.at(-1)?.value : undefined;
};

describe('values', () => {
  it.each([
    ['{"v": "1.10"}', '1.10', 'double', 'string'],
    ['{"v": 1.10}', '1.10', 'plain', 'number'],
    ['{"v": true}', 'true', 'plain', 'boolean'],
    ['{"v": null}', 'null', 'plain', 'null'],
    ['{"v": "a\\u002db\\n"}', 'a-b\n', 'double', 'string'],
  ] as const)('%s', (text, value, style, type) => {
    const node = lastValue(text);
    expect(node).toMatchObject({ kind: 'scalar', text: value, style, yaml11: type, yaml12: type });
    expect(text.slice(node?.span.start, node?.span.end)).toBe(text.slice(6, -1));
    expect(problems(text)).toEqual([]);
  });

  it('maps, lists and duplicates with their spans', () => {
    const text = '{ "a": [1, {}], "b": {"c": "d"}, "a": 2 }';
    const { root } = parseJson(text);
    const members = root?.kind === 'map' ? root.members : [];
    expect(members.map(({ span, superseded }) => [text.slice(span.start, span.end), superseded])).toEqual([
      ['"a": [1, {}]', true],
      ['"b": {"c": "d"}', false],
      ['"a": 2', false],
    ]);
    expect(members.map(({ value }) => text.slice(value?.span.start, value?.span.end))).toEqual([
      '[1, {}]',
      '{"c": "d"}',
      '2',
    ]);
    expect(root?.span).toEqual({ start: 0, end: text.length });
  });
});

describe('nothing', () => {
  it.each(['', ' \n', '\r\n'])('%j is no problem here', text => {
    expect(parseJson(text)).toEqual({ root: undefined, syntaxProblems: [], comments: [] });
  });
});

describe('what is not JSON', () => {
  it.each<[string, [string, string][], unknown]>([
    [
      '{"a": 1,}',
      [
        ['A key in double quotes is expected here.', '}'],
        ['A value is expected here.', '}'],
      ],
      { members: [['a', '1']] },
    ],
    [
      '{"a": 1} x',
      [
        ['JSON has no such word: text needs double quotes.', 'x'],
        ['Nothing may follow the end of the JSON value.', ''],
      ],
      { members: [['a', '1']] },
    ],
    ['{"a": }', [['A value is expected here.', '}']], { members: [['a', undefined]] }],
    ['{"a"}', [['A colon is expected here.', '}']], { members: [['a', undefined]] }],
    [
      '{"a": "b',
      [
        ['The closing quote is missing.', '"b'],
        ['A closing brace is missing.', ''],
      ],
      { members: [['a', 'b']] },
    ],
    [
      '{"a": b}',
      [
        ['JSON has no such word: text needs double quotes.', 'b'],
        ['A value is expected here.', '}'],
      ],
      { members: [['a', undefined]] },
    ],
    ["{'a': 1}", [['JSON has no such word: text needs double quotes.', "'a'"]], { members: [] }],
    ['{"a": "\\q"}', [['JSON has no such escape.', '"\\q"']], { members: [['a', '']] }],
    ['{"a": "\t"}', [['A control character must be escaped.', '"\t"']], { members: [['a', '\t']] }],
  ])('%s', (text, expected, shape) => {
    expect(problems(text)[0]).toEqual(expected[0]);
    expect(shapeOf(parseJson(text).root)).toEqual(shape);
  });

  it('comments', () => {
    const text = '// a\n{"a": 1 /* b */}';
    expect(problems(text)).toEqual([
      ['JSON has no comments.', '// a'],
      ['JSON has no comments.', '/* b */'],
    ]);
    expect(parseJson(text).comments.map(comment => comment.text)).toEqual(['a', 'b']);
  });

  it('a byte order mark', () => {
    expect(problems('\ufeff{}').length).toBeGreaterThan(0);
  });
});
