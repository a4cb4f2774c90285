import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Node } from '../../../server/lockfile/model';
import type { ParsedTree } from '../../../server/lockfile/nodes';
import { parseYamlFully } from '../../../server/lockfile/parse-yaml';
import { scanYaml } from '../../../server/lockfile/scan-yaml';
import fc from '../../support/fast-check';
import { describeShared } from '../../support/shared';
import { REAL_FILES } from './real-files';
import { OVERRIDES, SAMPLES } from './samples';

const YAML_SAMPLES = SAMPLES.filter(sample => sample.format === 'yaml');

/** What a typing or clumsy hand does: pieces that mean something in YAML, put anywhere, or text taken away. */
const PIECES = [
  ...[' ', '  ', '\n', '\r', '\r\n', '\t', ':', ': ', ' #', '#', "'", '"', '-', '- ', '{}', '{', '}', '[', ']', ','],
  ...['&a ', '*a', '!x ', '|', '>', '%', '@', '`', '?', '? ', '~', '<<', '=', '\\', '\u00e9', '\u2028', '\ufeff', '\0'],
  ...[
    '---\n',
    '...',
    '1.10',
    'null',
    '\n\n',
    '\n  evr: 1-1\n',
    'packages:\n',
    '  a:\n',
    "''",
    '""',
    '\u{1f600}',
    '\u0085',
  ],
];
const ENDS = [
  '\npo',
  '\n  po',
  '\n    po # x',
  '\n  po x',
  ' # x',
  '  ',
  '\r',
  ' x',
  'x',
  '.',
  '~',
  ' {}',
  ' 1',
  " 'it''s'",
  ' "a: b # c"',
  '#x',
  ':x',
  ' {} # x',
  ' \u00e9',
  ':',
];
const place = fc.double({ min: 0, max: 0.999, noNaN: true });
type Mutation = (text: string) => string;

const characters = fc.record({
  at: place,
  remove: fc.integer({ min: 0, max: 4 }),
  piece: fc.constantFrom('', ...PIECES),
});
const mutateCharacters = characters.map(
  ({ at, remove, piece }): Mutation =>
    text => {
      const offset = Math.floor(at * text.length);
      return text.slice(0, offset) + piece + text.slice(offset + remove);
    },
);

/** Changes of one whole line. */
const lines = fc.record({
  at: place,
  to: place,
  change: fc.constantFrom('drop', 'double', 'move', 'indent', 'cut', 'end'),
  end: fc.constantFrom(...ENDS),
});
const mutateLines = lines.map(
  ({ at, to, change, end }): Mutation =>
    text => {
      const all = text.split('\n');
      const index = Math.floor(at * all.length);
      const [line = ''] = all.splice(index, 1);
      if (change === 'double') all.splice(index, 0, line, line);
      if (change === 'move') all.splice(Math.floor(to * all.length), 0, line);
      if (change === 'indent') all.splice(index, 0, ' '.repeat(Math.floor(to * 5)) + line.slice(Math.floor(to * 3)));
      if (change === 'cut') all.splice(index, 0, line.slice(0, Math.floor(to * line.length)));
      if (change === 'end') all.splice(index, 0, line + end);
      return all.join('\n');
    },
);
const mutation = fc.oneof({ weight: 1, arbitrary: mutateCharacters }, { weight: 3, arbitrary: mutateLines });

/** Keys without a colon are the one thing that is read otherwise: broken for both, and the rest is as if they were not. */
function checkBareKeys(text: string, scanned: ParsedTree, parsed: ParsedTree): void {
  expect(parsed.syntaxProblems).not.toEqual([]);
  let blanked = text;
  for (const { span, message } of scanned.syntaxProblems) {
    expect(message).toBe('A colon is missing after this key.');
    blanked = blanked.slice(0, span.start) + ' '.repeat(span.end - span.start) + blanked.slice(span.end);
  }
  const rest = parseYamlFully(blanked);
  expect(rest.syntaxProblems).toEqual([]);
  expect(rest.comments).toEqual(scanned.comments);
  const bare = new Set(scanned.syntaxProblems.map(({ span }) => span.start));
  expect(membersOf(rest.root)).toEqual(membersOf(scanned.root).filter(({ start }) => !bare.has(start)));
}

/** Key, place and text of every member at any depth. */
function membersOf(node: Node | undefined): { key: string; start: number; value: string | undefined }[] {
  if (node?.kind !== 'map') return [];
  return node.members.flatMap(({ key, value }) => [
    { key: key.text, start: key.span.start, value: value?.kind === 'scalar' ? value.text : value?.kind },
    ...membersOf(value),
  ]);
}

/** How many of `runs` mutated texts the scanner read; each of them exactly as the parser does. */
function agreement(texts: readonly string[], runs: number): number {
  let read = 0;
  fc.assert(
    fc.property(fc.constantFrom(...texts), fc.array(mutation, { minLength: 1, maxLength: 2 }), (text, mutations) => {
      const mutated = mutations.reduce((current, change) => change(current), text);
      const scanned = scanYaml(mutated);
      if (scanned === undefined) return;
      read++;
      const parsed = parseYamlFully(mutated);
      if (scanned.syntaxProblems.length === 0) expect(scanned).toStrictEqual(parsed);
      else checkBareKeys(mutated, scanned, parsed);
    }),
    { numRuns: runs },
  );
  return read;
}

describe('what the scanner reads it reads as the parser does', () => {
  it.each(YAML_SAMPLES)('$name', ({ text }) => {
    const scanned = scanYaml(text);
    if (scanned) expect(scanned).toStrictEqual(parseYamlFully(text));
    // only what has braces is left to the parser
    expect(scanned === undefined).toBe(/[{"]\s*\w/.test(text.replaceAll(/: "[^"]*"/g, '')));
  });

  it('mutated own files', () => {
    expect(
      agreement([...YAML_SAMPLES.map(sample => sample.text), 'packages: {}\n', '# nothing\n'], 2500),
    ).toBeGreaterThan(800);
  });
});

describeShared('what the scanner reads it reads as the parser does: real files', () => {
  const files = REAL_FILES.filter(file => file.format === 'yaml');

  it('every file as it is; all but the lists of other tools are read', () => {
    const left: string[] = [];
    for (const { path, name } of files) {
      const text = readFileSync(path, 'utf8');
      const scanned = scanYaml(text);
      if (scanned === undefined) left.push(name);
      else expect(scanned).toStrictEqual(parseYamlFully(text));
    }
    expect(left.filter(name => !/rpms\.(?:lock|in)\.yaml$|fast-tracks\.yaml$/.test(name))).toEqual([]);
    expect(left).toHaveLength(18);
  });

  it('mutated files', () => {
    const texts = files.map(file => readFileSync(file.path, 'utf8')).filter(text => text.length < 6000);
    expect(agreement(texts, 2500)).toBeGreaterThan(800);
  });
});

describe('what the scanner leaves to the parser', () => {
  it.each([
    ['tab', 'packages:\n\ta: {}\n'],
    ['anchor', 'packages: &a\n  b:\n    evr: 1-1\n'],
    ['alias', 'packages:\n  b: *a\n'],
    ['tag', 'packages:\n  b: !!str 1\n'],
    ['flow map', 'packages: {a: {evr: 1-1}}\n'],
    ['list', 'packages:\n  - a\n'],
    ['empty list', 'packages: []\n'],
    ['second document', 'packages: {}\n---\n'],
    ['directive', '%YAML 1.2\n---\npackages: {}\n'],
    ['byte order mark', '\ufeffpackages: {}\n'],
    ['text over two lines', 'packages:\n  a:\n    evr: 1\n     2\n'],
    ['block scalar', 'packages:\n  a:\n    evr: |\n      1-1\n'],
    ['text on the next line', 'packages:\n  a:\n    evr:\n      1-1\n'],
    ['half a key that may be a value', 'packages:\n  a\n  b:\n    evr: 1-1\n'],
    ['no space after the colon', 'packages:\n  a:\n    evr:1-1\n'],
    ['nested value', 'packages:\n  a: evr: 1-1\n'],
    ['uneven indentation', 'packages:\n  a:\n    evr: 1-1\n   metadata:\n'],
    ['indentation below a value', 'packages: x\n  a:\n'],
    ['members of an empty map', 'packages: {}\n  a:\n'],
    ['indented root', '  packages: {}\n'],
    ['escape', 'packages:\n  a:\n    evr: "1\\x2d1"\n'],
    ['open quote', "packages:\n  a:\n    evr: '1-1\n"],
    ['text after a quote', 'packages:\n  a:\n    evr: "1-1"x\n'],
    ['comment right after a quote', 'packages:\n  a:\n    evr: "1-1"#x\n'],
    ['explicit key', '? packages\n: {}\n'],
    ['control character', 'packages:\n  a:\n    evr: 1\u0001\n'],
    ['lone carriage return', 'packages:\r  a:\n'],
  ])('%s', (_name, text) => expect(scanYaml(text)).toBeUndefined());

  it('but not a key that is being typed', () => {
    const scanned = scanYaml('packages:\n  a:\n    evr: 1-1\n  po # x\n  b:\n    evr: 2-1\n    meta\n');
    expect(membersOf(scanned?.root).map(({ key, value }) => [key, value])).toEqual([
      ['packages', 'map'],
      ['a', 'map'],
      ['evr', '1-1'],
      ['po', undefined],
      ['b', 'map'],
      ['evr', '2-1'],
      ['meta', undefined],
    ]);
    expect(scanned?.syntaxProblems).toEqual([
      { message: 'A colon is missing after this key.', span: { start: 30, end: 32 } },
      { message: 'A colon is missing after this key.', span: { start: 59, end: 63 } },
    ]);
  });

  it('nor the usual file', () => expect(scanYaml(OVERRIDES)).toBeDefined());
});
