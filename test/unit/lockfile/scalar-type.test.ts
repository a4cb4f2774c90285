import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { ScalarType } from '../../../server/lockfile/model';
import { tagType, yaml11Type, yaml12Type } from '../../../server/lockfile/scalar-type';
import fc from '../../support/fast-check';
import { findPyYaml } from './pyyaml';

/** Text, what PyYAML 6 takes it for, what serde_yaml 0.9 does. */
const CASES: readonly (readonly [string, ScalarType, ScalarType])[] = [
  ['5.2.5-1.fc40', 'string', 'string'],
  ['1:2.3-4.fc40', 'string', 'string'],
  ['1.10', 'number', 'number'],
  ['1.', 'number', 'number'],
  ['.5', 'number', 'number'],
  ['-.5', 'string', 'number'],
  ['1e5', 'string', 'number'],
  ['1.0e5', 'string', 'number'],
  ['1.0e+5', 'number', 'number'],
  ['1e400', 'string', 'string'],
  ['1_000', 'number', 'string'],
  ['10', 'number', 'number'],
  ['0', 'number', 'number'],
  ['-0', 'number', 'number'],
  ['+1', 'number', 'number'],
  ['010', 'number', 'string'],
  ['08', 'string', 'string'],
  ['08.1', 'number', 'number'],
  ['0x1F', 'number', 'number'],
  ['0x', 'string', 'string'],
  ['0o17', 'string', 'number'],
  ['0b101', 'number', 'number'],
  ['1:30', 'number', 'string'],
  ['12:30:45', 'number', 'string'],
  ['1:60', 'string', 'string'],
  ['1:30.5', 'number', 'string'],
  ['2024-10-20', 'date', 'string'],
  ['2024-1-2', 'string', 'string'],
  ['2024-10-20T10:11:12Z', 'date', 'string'],
  ['2024-10-20 10:11:12.5 +01:00', 'date', 'string'],
  ['20241020', 'number', 'number'],
  ['yes', 'boolean', 'string'],
  ['Off', 'boolean', 'string'],
  ['y', 'string', 'string'],
  ['N', 'string', 'string'],
  ['true', 'boolean', 'boolean'],
  ['tRUE', 'string', 'string'],
  ['~', 'null', 'null'],
  ['null', 'null', 'null'],
  ['', 'null', 'null'],
  ['nil', 'string', 'string'],
  ['=', 'null', 'string'],
  ['<<', 'null', 'string'],
  ['.inf', 'number', 'number'],
  ['-.INF', 'number', 'number'],
  ['.NaN', 'number', 'number'],
  ['.', 'string', 'string'],
  ['-', 'string', 'string'],
  ['1.2.3', 'string', 'string'],
  ['podman', 'string', 'string'],
];

describe('types of plain scalars', () => {
  it.each(CASES)('%j: PyYAML %s, serde_yaml %s', (text, yaml11, yaml12) => {
    expect(yaml11Type(text)).toBe(yaml11);
    expect(yaml12Type(text)).toBe(yaml12);
  });
});

it('types of tags', () => {
  expect(tagType('tag:yaml.org,2002:str')).toBe('string');
  expect(tagType('!')).toBe('string');
  expect(tagType('tag:yaml.org,2002:float')).toBe('number');
  expect(tagType('tag:yaml.org,2002:bool')).toBe('boolean');
  expect(tagType('tag:yaml.org,2002:null')).toBe('null');
  expect(tagType('tag:yaml.org,2002:timestamp')).toBe('date');
  expect(tagType('!secret')).toBeUndefined();
});

const JUDGE = `
import json, sys, yaml
names = {'str': 'string', 'int': 'number', 'float': 'number', 'bool': 'boolean', 'null': 'null', 'timestamp': 'date',
         'value': 'null', 'merge': 'null'}
loader = yaml.SafeLoader('')
for text in json.load(sys.stdin):
    print(names[loader.resolve(yaml.ScalarNode, text, (True, False)).rsplit(':', 1)[1]])
`;
const python = findPyYaml();

describe.skipIf(python === undefined)(`PyYAML itself${python ? '' : ' (skipped: no python3 with yaml)'}`, () => {
  it('gives the same types', () => {
    const pieces = [
      ...'0123456789',
      '-',
      '+',
      '.',
      ':',
      '_',
      'e',
      'E',
      'x',
      'b',
      'o',
      'T',
      'Z',
      ' ',
      '2024-10-20',
      'nan',
    ];
    const words = fc.constantFrom(...pieces, 'inf', 'yes', 'No', 'ON', 'true', '~', 'null', '=', '<<', 'fc40');
    const texts = fc.sample(fc.array(words, { maxLength: 7 }), { numRuns: 20_000, seed: 1 }).map(list => list.join(''));
    const all = [...CASES.map(([text]) => text), ...texts];
    const { stdout } = spawnSync(python ?? '', ['-c', JUDGE], { input: JSON.stringify(all), encoding: 'utf8' });
    const judged = stdout.trimEnd().split('\n');
    expect(judged).toHaveLength(all.length);
    const wrong = all.filter((text, i) => yaml11Type(text) !== judged[i]);
    expect(wrong).toEqual([]);
    expect(new Set(judged)).toEqual(new Set(['string', 'number', 'boolean', 'null', 'date']));
  });
});
