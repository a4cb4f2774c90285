import { describe, expect, it } from 'vitest';
import { parseCachedRepository } from '../../../server/rpmmd/cached-repository';

const GOOD = {
  format: 1,
  repository: 'fedora x86_64',
  baseUrl: 'https://h/',
  absent: [],
  validators: { etag: '"x"' },
  revision: '1',
  timestamp: 1,
  primary: { checksum: 'sha256:00ff', size: 3 },
  checkedAt: 5,
};

describe('parseCachedRepository', () => {
  it('reads what was written', () => {
    expect(parseCachedRepository(JSON.stringify(GOOD))).toEqual(GOOD);
  });

  it.each([
    ['no JSON', '{'],
    ['nothing', ''],
    ['null', 'null'],
    ['another format', JSON.stringify({ ...GOOD, format: 2 })],
    ['a checksum that is a path', JSON.stringify({ ...GOOD, primary: { checksum: 'sha256:../../x' } })],
    ['a missing time', JSON.stringify({ ...GOOD, checkedAt: undefined })],
    ['odd validators', JSON.stringify({ ...GOOD, validators: { etag: 1 } })],
  ])('does not take %s', (_, text) => {
    expect(parseCachedRepository(text)).toBeUndefined();
  });
});
