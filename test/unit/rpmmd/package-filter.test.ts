import { describe, expect, it } from 'vitest';
import { filterPackages } from '../../../server/rpmmd/package-filter';
import { packageList, packageRecord } from '../../support/package-list';

const INDEX = packageList(
  [
    'bar.baz 1-1 noarch',
    'epo 2:3.0-1 noarch',
    'foo 1.0-1 i686',
    'foo 1.0-1 x86_64',
    'foo 2.0-1 x86_64',
    'foo-2 5-1 noarch',
    'foo-libs 1.0-1 x86_64',
  ].map(packageRecord),
);
const EVERYTHING =
  'bar.baz-1-1.noarch epo-2:3.0-1.noarch foo-1.0-1.i686 foo-1.0-1.x86_64 foo-2-5-1.noarch foo-2.0-1.x86_64 foo-libs-1.0-1.x86_64';

const listed = (includepkgs: string[], excludepkgs: string[] = []) => {
  const index = filterPackages(INDEX, { includepkgs, excludepkgs });
  const names = index.namesWithPrefix('', 100);
  const found = names.flatMap(name => index.find(name)).map(({ name, evr, arch }) => `${name}-${evr}.${arch}`);
  expect(index.size).toBe(found.length);
  return found.sort().join(' ');
};

// the answers of dnf 4.14 (libdnf 0.69): dnf repoquery --setopt=includepkgs=PATTERN
describe('includepkgs as dnf reads it', () => {
  it.each([
    ['foo', 'foo-1.0-1.i686 foo-1.0-1.x86_64 foo-2.0-1.x86_64'],
    ['foo*', 'foo-1.0-1.i686 foo-1.0-1.x86_64 foo-2-5-1.noarch foo-2.0-1.x86_64 foo-libs-1.0-1.x86_64'],
    ['foo-*', 'foo-2-5-1.noarch foo-libs-1.0-1.x86_64'],
    ['foo.i686', 'foo-1.0-1.i686'],
    ['*.i686', 'foo-1.0-1.i686'],
    ['foo-1.0', 'foo-1.0-1.i686 foo-1.0-1.x86_64'],
    ['foo-1.0-1', 'foo-1.0-1.i686 foo-1.0-1.x86_64'],
    ['foo-2*', 'foo-2-5-1.noarch'],
    ['foo-2.0-1.x86_64', 'foo-2.0-1.x86_64'],
    ['foo-0:2.0-1.x86_64', 'foo-2.0-1.x86_64'],
    ['epo-3.0-1', 'epo-2:3.0-1.noarch'],
    ['epo-2:3.0-1.noarch', 'epo-2:3.0-1.noarch'],
    ['epo-3.0-1.noarch', 'epo-2:3.0-1.noarch'],
    ['epo-*', 'epo-2:3.0-1.noarch'],
    ['[ef]oo', 'foo-1.0-1.i686 foo-1.0-1.x86_64 foo-2.0-1.x86_64'],
    ['fo?', 'foo-1.0-1.i686 foo-1.0-1.x86_64 foo-2.0-1.x86_64'],
    ['FOO', ''],
    ['bar.baz', 'bar.baz-1-1.noarch'],
    ['bar*', 'bar.baz-1-1.noarch'],
    ['*', EVERYTHING],
    ['*.noarch', 'bar.baz-1-1.noarch epo-2:3.0-1.noarch foo-2-5-1.noarch'],
    ['foo-[!l]*', 'foo-2-5-1.noarch'],
    ['foo-*.x86_64', 'foo-libs-1.0-1.x86_64'],
    ['*-1.x86_64', 'foo-1.0-1.x86_64 foo-2.0-1.x86_64 foo-libs-1.0-1.x86_64'],
    ['nothing', ''],
    ['foo-1.0-1.*', 'foo-1.0-1.i686 foo-1.0-1.x86_64'],
    ['f*o-2.0-1.x86_64', 'foo-2.0-1.x86_64'],
    ['*baz-1*', 'bar.baz-1-1.noarch'],
    ['epo-3*-1', 'epo-2:3.0-1.noarch'],
    ['2:epo', ''],
    ['foo-libs-1.0-1.x86_64.rpm', ''],
    ['*1.0*', 'foo-1.0-1.i686 foo-1.0-1.x86_64 foo-libs-1.0-1.x86_64'],
    ['*lib*', 'foo-libs-1.0-1.x86_64'],
  ])('%s', (pattern, expected) => {
    expect(listed([pattern])).toBe(expected);
  });
});

describe('excludepkgs', () => {
  it('wins over includepkgs', () => {
    expect(listed(['foo*'], ['foo-libs'])).toBe('foo-1.0-1.i686 foo-1.0-1.x86_64 foo-2-5-1.noarch foo-2.0-1.x86_64');
  });

  it('that name nothing there change nothing', () => {
    expect(listed([], ['nothing', 'foo-9*'])).toBe(EVERYTHING);
  });
});

describe('a filtered index', () => {
  const index = filterPackages(INDEX, { includepkgs: [], excludepkgs: ['foo-2.0-1.x86_64', 'foo-libs'] });

  it('answers the newest of what is left', () => {
    expect([...index.newest()].map(({ name, evr, arch }) => `${name} ${evr} ${arch}`).sort()).toEqual([
      'bar.baz 1-1 noarch',
      'epo 2:3.0-1 noarch',
      'foo 1.0-1 i686',
      'foo 1.0-1 x86_64',
      'foo-2 5-1 noarch',
    ]);
    expect(index.find('foo', 'x86_64').map(({ evr }) => evr)).toEqual(['1.0-1']);
  });

  it('knows no more than what is left', () => {
    expect([index.has('foo'), index.has('foo-libs'), index.has('other')]).toEqual([true, false, false]);
    expect(index.findBySource('foo-libs')).toEqual([]);
    expect(index.findBySource('foo').map(({ evr }) => evr)).toEqual(['1.0-1', '1.0-1']);
    expect(index.namesWithPrefix('fo', 1)).toEqual(['foo']);
    expect(index.namesWithPrefix('foo-', 10)).toEqual(['foo-2']);
  });
});

it('filterPackages gives the index itself where nothing is filtered', () => {
  expect(filterPackages(INDEX, { includepkgs: [], excludepkgs: [] })).toBe(INDEX);
});
