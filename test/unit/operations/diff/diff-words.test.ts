import { describe, expect, it } from 'vitest';
import { diffSides } from '../../../../server/operations/diff/diff-sides';
import {
  emptyWords,
  isCaughtUp,
  movesWords,
  packageCounts,
  securityWords,
  sideCells,
  summaryWords,
} from '../../../../server/operations/diff/diff-words';
import { ADVISORIES, comparison } from '../../../support/comparison';
import { AARCH64, side, X86_64 } from '../../../support/sides';

const locks = { [X86_64]: { vim: '1-1.x86_64', sudo: '1-1.x86_64' }, [AARCH64]: { vim: '1-1.aarch64' } };

it('says what a side is', () => {
  expect(sideCells(side('testing', locks))).toEqual(['testing', '0369f5a6cb', '2024-10-21', 'release 40']);
  const tag = { commit: undefined, committed: undefined, releasever: undefined };
  expect(sideCells(side('tag f40', locks, tag))).toEqual(['tag f40', '', '', '']);
  expect(packageCounts(side('testing', locks))).toBe('2 packages on x86_64, 1 on aarch64');
  expect(packageCounts(side('testing', {}))).toBe('no packages are known');
});

it('sums up', () => {
  expect(summaryWords(comparison())).toBe(
    '6 packages upgraded, 2 downgraded, 2 added, 1 removed; 2 the same, on x86_64 and aarch64',
  );
  const all = diffSides(side('a', { [X86_64]: { vim: '1-1.x86_64' } }), side('b', { [X86_64]: { vim: '1-2.x86_64' } }));
  expect(summaryWords(all)).toBe('1 package upgraded, on x86_64');
  const same = diffSides(side('testing', locks), side('stable', locks));
  expect(summaryWords(same)).toBe('no package changes; 2 packages the same, on x86_64 and aarch64');
  expect(emptyWords(same)).toBe('testing and stable lock the same 2 packages on x86_64 and aarch64.');
  expect(emptyWords(diffSides(side('testing', locks), side('stable', {})))).toBe(
    'Nothing of testing and stable can be compared.',
  );
});

it('says what is of the expected kind first', () => {
  const moves = [
    { kind: 'upgraded', from: '1-1', to: '1-2', arches: ['x86_64'] },
    { kind: 'unchanged', from: '1-1', to: '1-1', arches: ['s390x'] },
    { kind: 'removed', from: '1-1', to: undefined, arches: ['aarch64', 'ppc64le'] },
  ] as const;
  expect(movesWords(moves, 'removed')).toBe(
    '1-1 on aarch64 and ppc64le; upgraded 1-1 -> 1-2 on x86_64; still 1-1 on s390x',
  );
  expect(movesWords(moves.slice(0, 1), 'upgraded', '→')).toBe('1-1 → 1-2 on x86_64');
});

describe('isCaughtUp', () => {
  it('is so for what a base lock has by now, and for a fast-track that is overtaken', () => {
    const caught = comparison().overrides.filter(isCaughtUp);
    // not so: the pin of the kernel, whose loss lets it go up
    expect(caught.map(({ name }) => name)).toEqual(['libuv']);
  });
});

describe('securityWords', () => {
  it('counts what comes and what goes', () => {
    expect(securityWords(comparison(), ADVISORIES)).toBe(
      '1 security advisory for 1 source package (2 CVEs), and downgrades lose 1 security advisory for 1 source package (1 CVE), as Bodhi has it',
    );
    expect(
      securityWords(comparison(), {
        bySource: new Map(),
        asked: ['Bodhi', 'updateinfo of fedora-updates'],
        problems: [],
      }),
    ).toBe('no security advisory between the two, as Bodhi and updateinfo of fedora-updates have it');
  });

  it('says that nobody could be asked', () => {
    expect(securityWords(comparison(), { ...ADVISORIES, asked: [] })).toBe('nothing could be asked about advisories');
  });
});
