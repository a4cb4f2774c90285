import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { writePyYaml } from '../../../server/lockfile/pyyaml-scalar';
import fc from '../../support/fast-check';
import { findPyYaml } from './pyyaml';

const AT_REASON = { column: 14, indent: 8 };
const python = findPyYaml();

describe('writePyYaml', () => {
  // literals are what PyYAML 6.0 printed for {'packages': {'p': {'metadata': {'reason': TEXT}}}}
  it.each([
    [
      'https://github.com/coreos/fedora-coreos-tracker/issues/1671',
      'https://github.com/coreos/fedora-coreos-tracker/issues/1671',
    ],
    ['5:5.2.4-1.fc40', '5:5.2.4-1.fc40'],
    ['010', "'010'"],
    ['1.10', "'1.10'"],
    ['2024-10-20', "'2024-10-20'"],
    ['12:30:45', "'12:30:45'"],
    ['yes', "'yes'"],
    ['', "''"],
    ['=', "'='"],
    ['~', "'~'"],
    ["it's", "it's"],
    ["'quoted'", "'''quoted'''"],
    ['a: b', "'a: b'"],
    ['a #b', "'a #b'"],
    ['a#b', 'a#b'],
    ['- a', "'- a'"],
    ['-a', '-a'],
    [' lead', "' lead'"],
    ['tab\there', '"tab\\there"'],
    ['é🦭', '"\\xE9\\U0001F9AD"'],
    ['two\nlines', "'two\n\n        lines'"],
  ])('%j is %s', (text, written) => {
    expect(writePyYaml(text, AT_REASON)).toBe(written);
  });

  it('folds at the first blank beyond column 80, never in a key', () => {
    const text = Array.from({ length: 12 }, () => 'wordword').join(' ');
    const folded = `${Array.from({ length: 8 }, () => 'wordword').join(' ')}\n        ${Array.from({ length: 4 }, () => 'wordword').join(' ')}`;
    expect(writePyYaml(text, AT_REASON)).toBe(folded);
    expect(writePyYaml(text, { ...AT_REASON, key: true })).toBe(text);
  });

  const reason = python ? '' : ' (skipped: no python3 with PyYAML on this machine)';
  it.skipIf(!python)(`writes any text as PyYAML does${reason}`, () => {
    const word = fc.constantFrom(
      'a',
      'word',
      ' ',
      '  ',
      ':',
      '#',
      '-',
      '?',
      "'",
      '"',
      '\\',
      '\n',
      '\t',
      'é',
      '🦭',
      '\x85',
      '\u2028',
      '\x07',
      '{',
      ']',
      ',',
      '%',
      '@',
      '!',
      '&',
      '*',
      '|',
      '0',
      '1.',
      'yes',
      '~',
      '=',
      '\xa0',
      '\ufeff',
      '\r',
      '---',
      'https://bodhi.fedoraproject.org/updates/FEDORA-2024-0123456789',
    );
    const texts = fc.sample(
      fc.oneof(
        fc.array(word, { maxLength: 60 }).map(parts => parts.join('')),
        fc.string({ unit: 'binary' }),
      ),
      { numRuns: 3000, seed: 20241024 },
    );
    const script = `import json, sys, yaml
json.dump([yaml.dump({'packages': {'p': {'metadata': {'reason': text}}}}) for text in json.load(sys.stdin)], sys.stdout)`;
    const judged: string[] = JSON.parse(
      execFileSync(python ?? '', ['-c', script], {
        input: JSON.stringify(texts),
        encoding: 'utf8',
        maxBuffer: 1 << 28,
      }),
    );
    const head = 'packages:\n  p:\n    metadata:\n      reason: ';
    expect(texts.map(text => `${head}${writePyYaml(text, { column: 14, indent: 8 })}\n`)).toEqual(judged);
  });
});
