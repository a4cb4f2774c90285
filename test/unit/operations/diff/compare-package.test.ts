import { expect, it } from 'vitest';
import { type ArchSets, comparePackage } from '../../../../server/operations/diff/compare-package';
import { AARCH64, side, X86_64 } from '../../../support/sides';

const NONE = { added: false, removed: false };

/** `vim` on two basearches; a version of undefined: it is not there. */
function sets(before: readonly (string | undefined)[], after: readonly (string | undefined)[]): ArchSets[] {
  const packages = (version: string | undefined) => (version === undefined ? {} : { vim: `${version}.noarch` });
  const at = (versions: typeof before) =>
    side('a', { [X86_64]: packages(versions[0]), [AARCH64]: packages(versions[1]) });
  const [from, to] = [at(before), at(after)];
  return ['x86_64', 'aarch64'].map(arch => ({ arch, before: from.packages(arch), after: to.packages(arch) }));
}

function compared(before: readonly (string | undefined)[], after: readonly (string | undefined)[], ignored = NONE) {
  const found = comparePackage('vim', sets(before, after), ignored);
  if (!found || found === 'unchanged') return found;
  const { kind, nature, diverges, arches } = found;
  return [
    kind,
    nature,
    diverges,
    [...arches].map(([arch, change]) => `${arch} ${change.kind} ${change.nature}`).join(', '),
  ];
}

const GONE = undefined;

it.each([
  [['1-1', '1-1'], ['1-1', '1-1'], 'unchanged'],
  [['1-1', '0:1-1'], ['1-01', '1-1'], 'unchanged'],
  [['1-1', GONE], ['1-1', GONE], 'unchanged'],
  [
    ['1-1', '1-1'],
    ['1-2', '1-2'],
    ['upgraded', 'release', false, 'x86_64 upgraded release, aarch64 upgraded release'],
  ],
  // one and the same for RPM
  [
    ['1-1', '0:1-1'],
    ['1-2', '1-02'],
    ['upgraded', 'release', false, 'x86_64 upgraded release, aarch64 upgraded release'],
  ],
  [
    ['1-1', '1-1'],
    ['1-2', '1-1'],
    ['upgraded', 'release', true, 'x86_64 upgraded release'],
  ],
  [
    ['1-1', GONE],
    ['1-2', GONE],
    ['upgraded', 'release', false, 'x86_64 upgraded release'],
  ],
  [
    ['1-1', '1-1'],
    ['2-1', '1-2'],
    ['upgraded', 'version', true, 'x86_64 upgraded version, aarch64 upgraded release'],
  ],
  [
    ['1-1', '1-2'],
    ['1-2', '1-1'],
    ['downgraded', 'release', true, 'x86_64 upgraded release, aarch64 downgraded release'],
  ],
  [
    ['1-1', GONE],
    [GONE, '1-1'],
    ['removed', undefined, true, 'x86_64 removed undefined, aarch64 added undefined'],
  ],
  [
    ['1-1', GONE],
    ['1-2', '1-2'],
    ['added', 'release', true, 'x86_64 upgraded release, aarch64 added undefined'],
  ],
] as const)('%j to %j', (before, after, expected) => {
  expect(compared(before, after)).toEqual(expected);
});

it('ignores what a side was not asked about', () => {
  expect(compared(['1-1', '1-1'], [GONE, GONE], { added: false, removed: true })).toBeUndefined();
  expect(compared([GONE, GONE], ['1-1', '1-1'], { added: true, removed: false })).toBeUndefined();
  expect(compared([GONE, '1-1'], ['1-1', '1-1'], { added: true, removed: false })).toBe('unchanged');
  expect(compared([GONE, GONE], ['1-1', '1-1'], { added: false, removed: true })?.[0]).toBe('added');
});
