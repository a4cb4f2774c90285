import { describe, expect, it } from 'vitest';
import { overrideRows, rowOf, rowsOf } from '../../../../server/operations/diff/change-rows';
import { diffSides } from '../../../../server/operations/diff/diff-sides';
import { comparison } from '../../../support/comparison';
import { AARCH64, OVERRIDES, override, overrides, side, X86_64 } from '../../../support/sides';

const present = <T>(found: T | undefined): T => {
  if (found === undefined) throw new Error('it is not there');
  return found;
};

describe('rowsOf', () => {
  it('puts packages of a source together that change alike', () => {
    const diff = comparison();
    const kernel = present(diff.sources.find(({ source }) => source === 'kernel'));
    expect(rowsOf(diff, kernel).map(({ packages, moves }) => [packages, moves])).toEqual([
      [
        ['kernel', 'kernel-core'],
        [{ kind: 'upgraded', from: '6.8.11-300.fc40', to: '6.11.3-200.fc40', arches: undefined }],
      ],
      [
        ['kernel-modules-extra-matched'],
        [{ kind: 'added', from: undefined, to: '6.11.3-200.fc40', arches: undefined }],
      ],
    ]);
  });

  it('says why a version goes back, and tells basearches apart', () => {
    const diff = comparison();
    const row = (name: string) => rowOf(diff, present(diff.changes.find(change => change.name === name)));
    expect(row('sudo').because.map(({ side: of, provenance }) => `${of} ${provenance.type}`)).toEqual([
      'from fast-track',
    ]);
    expect(row('kdump-utils').because.map(({ side: of, provenance }) => `${of} ${provenance.type}`)).toEqual([
      'to fast-track',
    ]);
    expect(row('podman').moves).toEqual([
      { kind: 'upgraded', from: '5:5.2.3-1.fc40', to: '5:5.2.4-1.fc40', arches: ['x86_64'] },
      { kind: 'downgraded', from: '5:5.2.3-1.fc40', to: '5:5.2.2-1.fc40', arches: ['aarch64'] },
    ]);
  });

  it('says once what both sides say', () => {
    const base = { [X86_64]: { vim: '1-1.x86_64' } };
    const pinned = (evr: string) => overrides(override('vim', evr, { type: 'pin', reason: 'https://example.com/1' }));
    const diff = diffSides(
      side('a', { ...base, [OVERRIDES]: pinned('1-3') }),
      side('b', { ...base, [OVERRIDES]: pinned('1-2') }),
    );
    expect(rowOf(diff, present(diff.changes[0])).because.map(({ side: of }) => of)).toEqual(['to']);
  });

  it('names basearches where nothing changes, if others do', () => {
    const from = side('a', { [X86_64]: { vim: '1-1.x86_64' }, [AARCH64]: { vim: '1-1.aarch64' } });
    const diff = diffSides(from, side('b', { [X86_64]: { vim: '1-2.x86_64' }, [AARCH64]: { vim: '1-1.aarch64' } }));
    expect(rowOf(diff, present(diff.changes[0])).moves).toEqual([
      { kind: 'upgraded', from: '1-1', to: '1-2', arches: ['x86_64'] },
      { kind: 'unchanged', from: '1-1', to: '1-1', arches: ['aarch64'] },
    ]);
  });
});

it('puts overrides of a source together that change alike', () => {
  const rows = overrideRows(comparison().overrides);
  expect(rows.map(({ source, kind, effect, packages }) => [source, kind, effect, packages.join(' ')])).toEqual([
    ['kdump-utils', 'gained', 'added', 'kdump-utils'],
    ['kernel', 'lost', 'upgraded', 'kernel kernel-core'],
    ['libuv', 'lost', 'same', 'libuv'],
    ['sudo', 'lost', 'downgraded', 'sudo'],
    ['zlib-ng', 'gained', 'same', 'zlib'],
  ]);
});
