import { expect, it } from 'vitest';
import { list, versionsByArch } from '../../../server/operations/words';

it('joins words as a sentence does', () => {
  expect([list([]), list(['x86_64']), list(['x86_64', 'aarch64']), list(['x86_64', 'aarch64', 's390x'])]).toEqual([
    '',
    'x86_64',
    'x86_64 and aarch64',
    'x86_64, aarch64 and s390x',
  ]);
});

it('tells versions apart by arch only where they differ', () => {
  const versions = (...pairs: [string, string | undefined][]) => versionsByArch(new Map(pairs));
  expect(versions(['x86_64', '6.11.3-200.fc40'], ['s390x', '6.11.3-200.fc40'])).toBe('6.11.3-200.fc40');
  expect(versions(['x86_64', '6.11.3-200.fc40'], ['aarch64', '6.11.3-200.fc40'], ['s390x', undefined])).toBe(
    '6.11.3-200.fc40 (x86_64, aarch64), not locked (s390x)',
  );
});
