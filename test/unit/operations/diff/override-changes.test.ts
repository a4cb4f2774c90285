import { expect, it } from 'vitest';
import { overrideChanges } from '../../../../server/operations/diff/override-changes';
import type { DiffSide } from '../../../../server/operations/diff/side';
import { AARCH64, OVERRIDES, override, overrides, side, X86_64 } from '../../../support/sides';

const REASON = 'https://github.com/coreos/fedora-coreos-tracker/issues/728';
const base = (packages: Readonly<Record<string, string>>) => ({ [X86_64]: packages, [AARCH64]: packages });

function changes(from: DiffSide, to: DiffSide) {
  return overrideChanges(from, to, ['x86_64', 'aarch64'], name => name).map(change => [
    ...[change.name, change.kind, change.effect, change.arches.join(' ')],
    `${change.from?.evr} ${change.from?.provenance.kind} -> ${change.to?.evr} ${change.to?.provenance.kind}`,
  ]);
}

const ALL = 'x86_64 aarch64';

it('tells what is lost, and what becomes of the version', () => {
  const had = overrides(
    override('gone', '1-2'),
    override('graduated', '1-2'),
    override('overtaken', '1-2'),
    override('sudo', '1.9.5p2-1.fc33', { type: 'fast-track', reason: REASON }),
  );
  const from = side('stable', {
    ...base({ graduated: '1-1.noarch', overtaken: '1-1.noarch', sudo: '1.9.2-1.fc33.x86_64' }),
    [OVERRIDES]: had,
  });
  const to = side('testing', base({ graduated: '1-2.noarch', overtaken: '1-3.noarch', sudo: '1.9.2-1.fc33.x86_64' }));
  expect(changes(from, to)).toEqual([
    ['gone', 'lost', 'removed', ALL, '1-2 override -> undefined undefined'],
    ['graduated', 'lost', 'same', ALL, '1-2 override -> 1-2 base'],
    ['overtaken', 'lost', 'upgraded', ALL, '1-2 override -> 1-3 base'],
    ['sudo', 'lost', 'downgraded', ALL, '1.9.5p2-1.fc33 override -> 1.9.2-1.fc33 base'],
  ]);
});

it('tells what is gained or changed: version, type, reason, update', () => {
  const locks = base({ a: '1-1.noarch', b: '1-1.noarch', c: '1-1.noarch', d: '1-1.noarch' });
  const from = side('a', {
    ...locks,
    [OVERRIDES]: overrides(
      override('a', '1-2'),
      override('b', '0:1-2', { type: 'pin' }),
      override('c', '1-2', { reason: REASON }),
    ),
  });
  const to = side('b', {
    ...locks,
    [OVERRIDES]: overrides(
      override('a', '1-3'),
      override('b', '1-2', { type: 'fast-track' }),
      override('c', '0:1-2', { reason: REASON }),
      override('d', '1-1'),
      override('e', '1-1'),
    ),
  });
  expect(changes(from, to)).toEqual([
    ['a', 'changed', 'upgraded', ALL, '1-2 override -> 1-3 override'],
    ['b', 'changed', 'same', ALL, '0:1-2 override -> 1-2 override'],
    ['d', 'gained', 'same', ALL, '1-1 base -> 1-1 override'],
    ['e', 'gained', 'added', ALL, 'undefined undefined -> 1-1 override'],
  ]);
});

it('tells basearches apart that do not fare alike', () => {
  const from = side('a', {
    [X86_64]: { vim: '9-1.x86_64' },
    [AARCH64]: { vim: '9-3.aarch64' },
    [OVERRIDES]: overrides(override('vim', '9-2')),
  });
  const to = side('b', { [X86_64]: { vim: '9-1.x86_64' }, [AARCH64]: { vim: '9-3.aarch64' } });
  expect(changes(from, to)).toEqual([
    ['vim', 'lost', 'downgraded', 'x86_64', '9-2 override -> 9-1 base'],
    ['vim', 'lost', 'upgraded', 'aarch64', '9-2 override -> 9-3 base'],
  ]);
});

it('has nothing to tell of a build or a tag, which have no overrides', () => {
  const from = side('a', { ...base({ vim: '9-1.noarch' }), [OVERRIDES]: overrides(override('vim', '9-2')) });
  const build: DiffSide = { ...side('b', base({ vim: '9-2.noarch' })), kind: 'build' };
  expect(changes(from, build)).toEqual([]);
  expect(changes(build, from)).toEqual([]);
});
