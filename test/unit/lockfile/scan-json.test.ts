import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseJsonFully } from '../../../server/lockfile/parse-json';
import { scanJson } from '../../../server/lockfile/scan-json';
import fc from '../../support/fast-check';
import { describeShared } from '../../support/shared';
import { REAL_FILES } from './real-files';
import { SAMPLES } from './samples';

const JSON_SAMPLES = SAMPLES.filter(sample => sample.format === 'json').map(({ text }) => text);

/** Pieces that mean something in JSON, or nearly. */
const PIECES = [
  ...['', ' ', '\n', '\r\n', '\t', '\u00a0', '\ufeff', '\u2028', '\0', '\u0001', '\u{1f600}', 'é', '\ud800'],
  ...[
    '"',
    '\\',
    '\\"',
    '\\u0041',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    ',,',
    '{}',
    '[]',
    '[1, "a", {"b": null}]',
    '// x',
    '/* x */',
  ],
  ...[
    '0',
    '01',
    '-',
    '-0',
    '1.5e3',
    '1.',
    '.5',
    '1e',
    '+1',
    'NaN',
    'true',
    'True',
    'null',
    'nul',
    '"a": "b",',
    '"evr": "1-1"',
  ],
];
// anywhere alike: what stands at the ends is soon broken
const at = fc.noBias(fc.nat(9999)).map(n => n / 10_000);
const mutation = fc.oneof(
  fc.record({ at, remove: fc.integer({ min: 0, max: 4 }), piece: fc.constantFrom(...PIECES) }),
  // what is typed into a version
  fc.record({ at, remove: fc.constant(0), piece: fc.constantFrom('x', '7', '.', 'fc40') }),
);

/** How many of `runs` mutated texts the scanner read; each of them exactly as the parser does, and none that it finds fault with. */
function agreement(texts: readonly string[], runs: number): number {
  let read = 0;
  fc.assert(
    fc.property(fc.constantFrom(...texts), fc.array(mutation, { minLength: 1, maxLength: 2 }), (text, mutations) => {
      const mutated = mutations.reduce((current, { at, remove, piece }) => {
        const offset = Math.floor(at * current.length);
        return current.slice(0, offset) + piece + current.slice(offset + remove);
      }, text);
      const scanned = scanJson(mutated);
      const parsed = parseJsonFully(mutated);
      if (scanned) {
        read++;
        expect(scanned).toStrictEqual(parsed);
      } else if (parsed.syntaxProblems.length === 0 && parsed.root !== undefined) {
        // faultless and left: only for an escape or a blank that JSON does not know
        expect(mutated).toMatch(/[\\\u00a0\ufeff\u2028]/);
      }
    }),
    { numRuns: runs },
  );
  return read;
}

describe('what the scanner reads it reads as the parser does', () => {
  it.each(JSON_SAMPLES.map((text, index) => [index, text] as const))('own file %i', (_, text) => {
    const parsed = parseJsonFully(text);
    const scanned = scanJson(text);
    if (scanned) expect(scanned).toStrictEqual(parsed);
    expect(scanned !== undefined).toBe(parsed.syntaxProblems.length === 0 && !text.includes('\\'));
  });

  it('mutated own files', () => {
    const small = ['{}', '[]', '"a"', '1', 'null', ' {"packages": {}} ', '[[], [{}], {"a": [1, 2.5, -3e-7]}]'];
    expect(agreement([...JSON_SAMPLES, ...small], 4000)).toBeGreaterThan(500);
  });
});

describeShared('what the scanner reads it reads as the parser does: real files', () => {
  const files = REAL_FILES.filter(file => file.format === 'json');

  it('every file as it is; none but the faulty is left', () => {
    const left = files.filter(({ path }) => {
      const text = readFileSync(path, 'utf8');
      const scanned = scanJson(text);
      const parsed = parseJsonFully(text);
      if (scanned) expect(scanned).toStrictEqual(parsed);
      return scanned === undefined && parsed.syntaxProblems.length === 0;
    });
    expect(left.map(({ name }) => name)).toEqual([]);
  });

  it('mutated files', () => {
    const texts = files.map(file => readFileSync(file.path, 'utf8')).filter(text => text.length < 6000);
    expect(agreement(texts, 2000)).toBeGreaterThan(200);
  });
});

describe('what the scanner leaves to the parser', () => {
  it.each([
    ['nothing', ' \n'],
    ['a second value', '{} {}'],
    ['a comma too many', '{"a": 1,}'],
    ['a comma too few', '{"a": 1 "b": 2}'],
    ['no colon', '{"a" 1}'],
    ['no value', '{"a": }'],
    ['an open map', '{"a": 1'],
    ['an open string', '{"a": "b'],
    ['a string over two lines', '{"a": "b\nc"}'],
    ['an escape', '{"a": "\\u0041"}'],
    ['a comment', '{} // x'],
    ['a word', '{"a": tru}'],
    ['a key without quotes', '{a: 1}'],
    ['a leading zero', '{"a": 01}'],
    ['a byte order mark', '\ufeff{}'],
    ['too many levels', `${'['.repeat(129)}${']'.repeat(129)}`],
  ])('%s', (_name, text) => expect(scanJson(text)).toBeUndefined());

  it('but not as many levels as are allowed', () => {
    const deep = `${'['.repeat(128)}${']'.repeat(128)}`;
    expect(scanJson(deep)).toStrictEqual(parseJsonFully(deep));
    expect(parseJsonFully(deep).syntaxProblems).toEqual([]);
  });
});
