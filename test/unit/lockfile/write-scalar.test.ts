import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { isPlainSafe, writeScalar } from '../../../server/lockfile/write-scalar';
import fc from '../../support/fast-check';
import { findPyYaml } from './pyyaml';

const JUDGE = 'import json, sys, yaml; print(json.dumps([yaml.safe_load(text) for text in json.load(sys.stdin)]))';
const python = findPyYaml();

const block = { format: 'yaml', flow: false } as const;
const flow = { format: 'yaml', flow: true } as const;

describe('plain where all readers see the text', () => {
  it.each([
    '5.2.5-1.fc40',
    '1:2~rc1^2-3.fc40.noarch',
    'https://a.b/c#d',
    'a: b'.replace(' ', ''),
    '-a',
    '0ad',
    'x,y',
    'ä',
  ])('%s', text => expect(writeScalar(text, 'plain', block)).toBe(text));
});

describe('quoted where one of them does not', () => {
  it.each([
    '1.10',
    '010',
    '1:30',
    '2024-10-20',
    'yes',
    'null',
    '~',
    '=',
    '<<',
    '0o17',
    '1e5',
    '08',
    '+09.5',
    '1e999',
    '',
    ' a',
    'a ',
    '- a',
    '-',
    '?',
    ':',
  ])('%j', text => expect(writeScalar(text, 'plain', block)).toBe(`'${text}'`));
  it.each([
    'a: b',
    'a #b',
    'a:',
    '#a',
    '&a',
    '*a',
    '!a',
    '|',
    '>',
    '%a',
    '@a',
    '`a',
    '[a',
    '{a',
    ',a',
    '"a',
    '---',
    '...',
  ])('%j', text => expect(writeScalar(text, 'plain', block)).toBe(`'${text}'`));
  it.each(['a,b', 'a[b', 'a}', '-a'])('%j in braces', text => {
    expect(isPlainSafe(text, false)).toBe(true);
    expect(writeScalar(text, 'plain', flow)).toBe(`'${text}'`);
  });
});

describe('quotes stay what they are', () => {
  it.each([
    ["it's", 'plain', "it's"],
    ["'a", 'plain', "'''a'"],
    ["it's", 'single', "'it''s'"],
    ['a"b\\', 'double', '"a\\"b\\\\"'],
    ['a\nb', 'single', '"a\\nb"'],
    ['\u2028\u007f\ufeff', 'plain', '"\\u2028\\u007f\\ufeff"'],
    ['a', 'block', 'a'],
  ] as const)('%j, %s', (text, style, expected) => expect(writeScalar(text, style, block)).toBe(expected));

  it('JSON knows one kind', () => {
    expect(writeScalar('a"é', 'plain', { format: 'json', flow: true })).toBe('"a\\"é"');
  });
});

const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(...' :#-?,[]{}&*!|>\'"%@`~=<.\\0123ab\n\té\u2028') }),
  fc.string({ unit: 'grapheme' }),
  fc.stringMatching(/^[-0-9:.eTynox~]{0,6}$/),
);
const style = fc.constantFrom('plain', 'single', 'double', 'block' as const);
const KINDS = [
  { name: 'in a block', context: block, wrap: (scalar: string) => `k: ${scalar}\n`, key: false },
  { name: 'in braces', context: flow, wrap: (scalar: string) => `{k: ${scalar}}`, key: false },
  { name: 'as a key', context: block, wrap: (scalar: string) => `${scalar}: k\n`, key: true },
];

describe('another YAML reader reads the text back', () => {
  it.each(KINDS)('yaml, $name', ({ context, wrap, key }) => {
    fc.assert(
      fc.property(text, style, (value, wanted) => {
        const read: unknown = parse(wrap(writeScalar(value, wanted, context)));
        expect(read).toStrictEqual(key ? { [value]: 'k' } : { k: value });
      }),
      { numRuns: 1000 },
    );
  });

  it.skipIf(python === undefined).each(KINDS)('PyYAML, $name', ({ context, wrap, key }) => {
    const samples = fc.sample(fc.tuple(text, style), { numRuns: 3000, seed: 2 });
    const documents = samples.map(([value, wanted]) => wrap(writeScalar(value, wanted, context)));
    const { stdout } = spawnSync(python ?? '', ['-c', JUDGE], { input: JSON.stringify(documents), encoding: 'utf8' });
    expect(JSON.parse(stdout)).toStrictEqual(samples.map(([value]) => (key ? { [value]: 'k' } : { k: value })));
  });
});
