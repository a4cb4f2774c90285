import { describe, expect, it } from 'vitest';
import { parseCachedRepository, parseCachedUpdateinfo } from '../../../server/rpmmd/cached-repository';

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

describe('parseCachedUpdateinfo', () => {
  const { primary, ...place } = GOOD;
  const ADVISORIES = { ...place, updateinfo: primary };

  it('reads what was written, also of a repository without advisories', () => {
    expect(parseCachedUpdateinfo(JSON.stringify(ADVISORIES))).toEqual(ADVISORIES);
    const none = { ...place, updateinfo: null };
    expect(parseCachedUpdateinfo(JSON.stringify(none))).toEqual(none);
  });

  it.each([
    ['no JSON', '{'],
    ['the state of packages', JSON.stringify(GOOD)],
    ['a checksum that is a path', JSON.stringify({ ...place, updateinfo: { checksum: 'sha256:../../x' } })],
    ['another format', JSON.stringify({ ...ADVISORIES, format: 2 })],
  ])('does not take %s', (_, text) => {
    expect(parseCachedUpdateinfo(text)).toBeUndefined();
  });
});
