import { describe, expect, it } from 'vitest';
import { evaluateCondition, parseCondition, type Variable } from '../../../server/config-repo/condition';

const VARIABLES = new Map<string, Variable>([
  ['releasever', 35],
  ['basearch', 'x86_64'],
  ['mystr', ''],
  ['mytrue', true],
  ['myfalse', false],
  ['version', '35'],
]);

function outcome(text: string): boolean | string {
  const parsed = parseCondition(text);
  if ('error' in parsed) return parsed.error;
  const result = evaluateCondition(parsed.value, VARIABLES);
  return 'error' in result ? result.error : result.value;
}

describe("conditions, from rpm-ostree's own tests", () => {
  it.each([
    ['basearch == "x86_64"', true],
    ['basearch == "s390x"', false],
    ['basearch != "s390x"', true],
    ['releasever < 35', false],
    ['releasever > 35', false],
    ['releasever <= 35', true],
    ['releasever == 35', true],
    ['releasever != 35', false],
    ['releasever >= 35', true],
    ['releasever < 36', true],
    ['releasever > 9', true],
    ['myfalse == false', true],
    ['mytrue == true', true],
    ['myfalse != false', false],
    ['mytrue != true', false],
    ['mystr == ""', true],
    ['version == "35"', true],
    ['  releasever   ==   35  ', true],
    ['mytrue==true', true],
  ])('%s is %s', (text, expected) => {
    expect(outcome(text)).toBe(expected);
  });

  it.each([
    ['garbage', /^Invalid condition 'garbage'/],
    ['mytrue', /^Invalid condition/],
    ['mytrue garbage true', /expected one of ==, !=, >, >=, <, <= but got garbage/],
    ['mytrue == garbage', /^Invalid condition/],
    ['mystr == unquoted', /^Invalid condition/],
    ['releasever == -1', /^Invalid condition/],
    ['releasever == 9.8', /^Invalid condition/],
    ['releasever = 35', /but got =/],
    ['releasever == 99999999999999999999', /64 bits/],
    ['mystr > 8', /Variable 'mystr' is a string \(""\), but 8 is a number/],
    ['mytrue <= 5', /Variable 'mytrue' is a boolean/],
    ['basearch > "asd"', /Operator > compares numbers only/],
    ['mytrue >= false', /Operator >= compares numbers only/],
    ['enoent > "asd"', /^Undefined variable 'enoent'\.$/],
    ['version == 35', /Variable 'version' is a string \("35"\), but 35 is a number/],
  ])('%s is refused', (text, message) => {
    expect(outcome(text)).toMatch(message);
  });
});
