import { describe, expect, it } from 'vitest';
import { YamlFile } from '../../../server/config-repo/yaml-reader';

/** The value of the top-level key `v`, with the problems it makes. */
function read<T>(text: string, get: (value: YamlFile['root']) => T): { result: T; problems: string[] } {
  const file = new YamlFile('f.yaml', text);
  const member = file.root.members().find(({ key }) => key.value === 'v');
  const result = get(member?.value ?? file.root);
  return { result, problems: file.problems.map(problem => problem.message) };
}

describe('YamlValue', () => {
  it('reads strings, lists and aliases with their places', () => {
    const text = 'a: &list [x, "y z"]\nv: *list\n';
    const { result, problems } = read(text, value => value.strings());
    expect(result.map(({ value, span }) => [value, text.slice(span.start, span.end)])).toEqual([
      ['x', 'x'],
      ['y z', '"y z"'],
    ]);
    expect(problems).toEqual([]);
  });

  it.each([
    ['v: 41', 41, '41'],
    ['v: "41"', '41', '41'],
    ['v: true', true, 'true'],
    ['v: stable', 'stable', 'stable'],
    ['v: 0o10', 8, '0o10'],
  ])('takes %s for a variable', (text, value, source) => {
    expect(read(text, found => found.variable())).toMatchObject({ result: { value, text: source }, problems: [] });
  });

  it.each(['v: 1.5', 'v: -1', 'v: [a]', 'v: {a: b}'])('does not take %s for one', text => {
    expect(read(text, found => found.variable()).problems).toEqual([
      "'v' must be a string, an unsigned integer or a boolean.",
    ]);
  });

  it.each([
    ['v: x', "'v' must be a list."],
    ['v: [1]', "'v' must be a string."],
    ['v: [[x]]', "'v' must be a string."],
    ['v: {x: y}', "'v' must be a list."],
  ])('%s is not a list of strings', (text, message) => {
    expect(read(text, found => found.strings()).problems).toEqual([message]);
  });

  it('reports syntax errors and reads on', () => {
    const { result, problems } = read('v: [a, b]\nw: "open\n', value => value.strings().map(item => item.value));
    expect(result).toEqual(['a', 'b']);
    expect(problems).toEqual(['Missing closing "quote.']);
  });

  it('reports a file that is no map', () => {
    expect(read('- a\n- b\n', value => value.what).problems).toEqual(['The file must be a map.']);
  });

  it('reports an alias that leads nowhere once, whatever was wanted there', () => {
    expect(read('v: [*.yaml, b]\n', value => value.strings().map(item => item.value))).toEqual({
      result: ['b'],
      problems: ["No anchor '&.yaml' stands before this alias. Text that begins with '*' is written in quotes."],
    });
    expect(read('v: *x\n', value => value.isNull).result).toBe(false);
  });

  it('bounds what it reads', () => {
    const large = `v: ${'x'.repeat(8 * 1024 * 1024)}`;
    const { problems, root } = new YamlFile('f.yaml', large);
    expect([root.isNull, problems.map(({ message }) => message)]).toEqual([
      true,
      ['It is too large to be read: 8388611 characters, at most 8388608.'],
    ]);
    expect(read(`v: ${'['.repeat(100_000)}`, value => value.isNull).problems).toContain(
      'Nested too deeply to be read.',
    );
    const repeated = read(`v:\n${'  a: 1\n'.repeat(200_000)}`, value => value.members().length);
    expect(repeated).toEqual({ result: 200_000, problems: ['The key a is there twice.'] });
  });

  it('reports a key that is there twice, a key that is no text, and a second document', () => {
    expect(read('"v": a\n"v": b\n', value => value.text).problems).toEqual(['The key "v" is there twice.']);
    expect(read('v: {[a]: b}\n', value => value.members()).problems).toEqual(["'v' has a key that is no text."]);
    expect(read('v: a\n---\nv: b\n', value => value.text)).toEqual({
      result: 'a',
      problems: ['A second document begins here: only the first one is read.'],
    });
  });
});
