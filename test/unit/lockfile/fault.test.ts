import { expect, it } from 'vitest';
import { faultOf } from '../../../server/lockfile/fault';
import { parseLockfile } from '../../../server/lockfile/parse';

it.each([
  ['{"packages": {}}', undefined],
  ['{"packages": {"bash": null}}', undefined],
  ['{"metadata": {}}', /^has no packages$/],
  ['{"packages": []}', /^has no packages$/],
  ['', /^has no packages$/],
  ['{\n"packages": {\n', /^has a syntax error: .*[^.] \(line 3\)$/],
] as const)('%j', (text, fault) => {
  const found = faultOf(parseLockfile(text, 'json'));
  if (fault === undefined) expect(found).toBeUndefined();
  else expect(found).toMatch(fault);
});

it('follows an alias', () => {
  expect(faultOf(parseLockfile('metadata: &map {a: {evr: 1-1}}\npackages: *map\n', 'yaml'))).toBeUndefined();
});
