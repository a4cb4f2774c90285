import { describe, expect, it } from 'vitest';
import type { Member, Node, ScalarNode } from '../../../server/lockfile/model';
import { parseYaml, parseYamlFully } from '../../../server/lockfile/parse-yaml';

/** The values of the root map's members. */
function valuesOf(text: string): Map<string, Node | undefined> {
  const { root } = parseYamlFully(text);
  return new Map(root?.kind === 'map' ? root.members.map(({ key, value }) => [key.text, value]) : []);
}

const scalar = (text: string): ScalarNode => {
  const value = valuesOf(text).get('v');
  if (value?.kind !== 'scalar') throw new Error(`no scalar: ${text}`);
  return value;
};

describe('scalars', () => {
  it.each([
    ['v: 1.10', '1.10', 'plain', 'number', 'number', '1.10'],
    ["v: '1.10' # c", '1.10', 'single', 'string', 'string', "'1.10'"],
    ['v: "1\\x2e10"', '1.10', 'double', 'string', 'string', '"1\\x2e10"'],
    ['v: |\n  1\n  2\nw: 1', '1\n2\n', 'block', 'string', 'string', '|\n  1\n  2'],
    ['v: 1\n  2', '1 2', 'plain', 'string', 'string', '1\n  2'],
    ['v: !!str 1.10', '1.10', 'plain', 'string', 'string', '1.10'],
    ['v: !!int "1"', '1', 'double', 'number', 'number', '"1"'],
    ['v: &a 010', '010', 'plain', 'number', 'string', '010'],
    ['v: on\r\n', 'on', 'plain', 'boolean', 'string', 'on'],
    ['{v: 2024-10-20}', '2024-10-20', 'plain', 'date', 'string', '2024-10-20'],
    ['\ufeffv: ~', '~', 'plain', 'null', 'null', '~'],
  ] as const)('%j', (source, text, style, yaml11, yaml12, span) => {
    const node = scalar(source);
    expect(node).toMatchObject({ text, style, yaml11, yaml12 });
    expect(source.slice(node.span.start, node.span.end)).toBe(span);
    expect(parseYamlFully(source).syntaxProblems).toEqual([]);
  });
});

describe('members', () => {
  const spans = (text: string): [string, string, boolean][] => {
    const { root } = parseYamlFully(text);
    const members: readonly Member[] = root?.kind === 'map' ? root.members : [];
    return members.map(({ key, span, superseded }) => [key.text, text.slice(span.start, span.end), superseded]);
  };

  it.each<[string, [string, string, boolean][]]>([
    [
      'a:  # c\nb: 1 # d\n',
      [
        ['a', 'a:', false],
        ['b', 'b: 1', false],
      ],
    ],
    [
      'a: 1\nb: 2\na: 3\n',
      [
        ['a', 'a: 1', true],
        ['b', 'b: 2', false],
        ['a', 'a: 3', false],
      ],
    ],
    ['"a" : {}\n', [['a', '"a" : {}', false]]],
    [
      '{a, b: , c: 1}',
      [
        ['a', 'a', false],
        ['b', 'b:', false],
        ['c', 'c: 1', false],
      ],
    ],
    ['? a\n: b\n', [['a', 'a\n: b', false]]],
    [': x\n', [['', ': x', false]]],
    ['a:\n- 1\n- b: 2\n', [['a', 'a:\n- 1\n- b: 2', false]]],
  ])('%j', (text, expected) => expect(spans(text)).toEqual(expected));

  it('a list starts at its first dash', () => {
    const text = 'a:\n  - x\n  - y # c\nb: [1, 2]\n';
    const source = [...valuesOf(text).values()].map(node => text.slice(node?.span.start, node?.span.end));
    expect(source).toEqual(['- x\n  - y', '[1, 2]']);
  });
});

describe('aliases', () => {
  it('know their target, the last one of that name', () => {
    const values = valuesOf('a: &x 1\nb: *x\nc: &x 2\nd: *x\n');
    expect(values.get('b')).toMatchObject({ kind: 'alias', name: 'x', target: { text: '1' } });
    expect(values.get('d')).toMatchObject({ kind: 'alias', name: 'x', target: { text: '2' } });
  });

  it('have no target inside of it', () => {
    expect(valuesOf('a: &x [*x]\n').get('a')).toMatchObject({ items: [{ kind: 'alias', target: undefined }] });
  });
});

describe('comments', () => {
  it('are found wherever they stand', () => {
    const text =
      '# a\n---\n## b \nx: # c\n  - 1 # d\n  # e\ny: | # f\n  # no\nz: {a: 1, # g\n  b: 2}\n? k # h\n: v\n# i\n...\n# j\n';
    const { comments, syntaxProblems } = parseYamlFully(text);
    expect(syntaxProblems).toEqual([]);
    expect(comments.map(comment => comment.text)).toEqual(['a', '# b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']);
    expect(comments.map(({ span }) => text.slice(span.start, span.end))[1]).toBe('## b ');
  });

  it('end before a carriage return', () => {
    expect(parseYamlFully('a: 1 # c\r\n').comments).toEqual([{ span: { start: 5, end: 8 }, text: 'c' }]);
  });
});

describe('what the readers of lockfiles refuse is a problem', () => {
  it.each([
    ['two documents', 'a: 1\n---\nb: 2\n', 'A lockfile is a single YAML document.', '---'],
    ['control character', 'a: x\u0001y\n', 'Character U+0001 is not allowed in YAML.', '\u0001'],
    ['line break of YAML 1.1', 'a: x\u2028y\n', 'Character U+2028 ends the line for PyYAML and rpm-ostree.', '\u2028'],
    ['alias of nothing', 'a: *b\nc: &b 1\n', 'No anchor &b stands above this alias.', '*b'],
    ['foreign tag', 'a: !secret x\n', 'Tag !secret is unknown to the readers of lockfiles.', 'x'],
    ['missing key', 'a: 1\n: x\n', 'A key is missing.', ':'],
    ['key that is no text', '[1]: x\n', 'A key must be text.', '[1]'],
    ['open brace', 'a: {b: 1\n', 'must be sufficiently indented and end with a }', ''],
    ['open quote', 'a: "b\n', 'Missing closing "quote', ''],
    ['tab', 'a:\n\tb: 1\n', 'Tabs are not allowed as indentation', '\t'],
    ['reserved character', 'a: @b\n', 'Plain value cannot start with reserved character @', '@'],
  ])('%s', (_name, text, message, source) => {
    const [problem] = parseYaml(text).syntaxProblems;
    expect(problem?.message).toContain(message);
    expect(text.slice(problem?.span.start, problem?.span.end)).toBe(source);
  });
});
