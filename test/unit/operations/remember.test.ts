import { describe, expect, it } from 'vitest';
import { remembering } from '../../../server/operations/remember';
import type { PackageIndex } from '../../../server/rpmmd/package-index';
import { availability, repository } from '../../support/availability';
import { scopeOf } from './support';

const PATH = 'manifest-lock.overrides.yaml';

/** An index that counts what it is asked. */
function counting(): { index: PackageIndex; asked: string[] } {
  const { index } = repository({ id: 'fedora' }, [
    ['glibc', '2.39-22.fc40', 'i686'],
    ['glibc', '2.39-22.fc40', 'x86_64'],
  ]);
  if (!index) throw new Error('no index');
  const asked: string[] = [];
  return {
    asked,
    index: {
      ...index,
      find: (name, arch) => {
        asked.push(`find ${name}`);
        return index.find(name, arch);
      },
      findBySource: source => {
        asked.push(`source ${source}`);
        return index.findBySource(source);
      },
    },
  };
}

describe('remembering', () => {
  it('gives the same answers and asks once', () => {
    const { index, asked } = counting();
    const known = { ...availability('x86_64', [{ ...repository({ id: 'fedora' }, []), index }]) };
    const scope = remembering(scopeOf(PATH, { [PATH]: 'packages: {}\n' }, [known]));
    const remembered = scope.availability('x86_64')?.repositories[0]?.index;
    for (let i = 0; i < 3; i++) {
      expect(remembered?.find('glibc')).toEqual(index.find('glibc'));
      expect(remembered?.find('glibc', 'i686')).toEqual(index.find('glibc', 'i686'));
      expect(remembered?.findBySource('glibc')).toEqual(index.findBySource('glibc'));
      expect(remembered?.find('none')).toEqual([]);
    }
    // each round asks the index itself, twice by name and once by source
    expect(asked.filter(question => question === 'find glibc')).toHaveLength(1 + 3 * 2);
    expect(asked.filter(question => question === 'source glibc')).toHaveLength(1 + 3);
    expect(asked.filter(question => question === 'find none')).toHaveLength(1);
    expect(scope.availability('aarch64')).toBeUndefined();
    expect(scope.availability('x86_64')).toBe(scope.availability('x86_64'));
  });
});
