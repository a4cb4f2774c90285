import { describe, expect, it } from 'vitest';
import { shownPackages } from '../../../../../client/webview/compare/model/packages';
import { countAll, type RowInput, rowsOf, sourceAdvisories } from '../../../../../client/webview/compare/model/rows';
import { DEFAULT_VIEW } from '../../../../../client/webview/compare/model/state';
import type { CompareView } from '../../../../../client/webview/messages';
import type { CompareResult } from '../../../../../server/protocol';
import { ADVISORIES, changed, compared, manyCompared, resultOf } from '../../../../support/compared';

const inputOf = (result: CompareResult = compared()): RowInput => ({
  packages: shownPackages(result, []),
  advisories: sourceAdvisories(ADVISORIES),
});
const rows = (view: Partial<CompareView> = {}, input = inputOf()) => rowsOf(input, { ...DEFAULT_VIEW, ...view });
const keys = (view: Partial<CompareView>, input = inputOf()) => rows(view, input).map(({ key }) => key);

describe('grouping', () => {
  it('has a row a source package, its own package first', () => {
    const lvm2 = rows().find(({ key }) => key === 'lvm2');
    expect(lvm2?.packages.map(({ name }) => name)).toEqual(['lvm2', 'device-mapper', 'device-mapper-libs']);
    expect(rows()).toHaveLength(16);
  });

  it('has a row a package where they stand flat', () => {
    expect(rows({ group: 'flat' })).toHaveLength(29);
    expect(keys({ group: 'flat', filter: 'lvm2' })).toEqual(['device-mapper', 'device-mapper-libs', 'lvm2']);
  });

  it('calls a source package upgraded that only gains or loses a subpackage', () => {
    const input = inputOf(
      resultOf([
        changed('a', 'a', '1-1', '2-1'),
        changed('a-new', 'a', undefined, '2-1'),
        changed('a-old', 'a', '1-1', undefined),
        changed('b', 'b', '1-1', '2-1'),
        changed('b-libs', 'b', '2-1', '1-1', { kind: 'downgraded' }),
        changed('c', 'c', undefined, '1-1'),
        changed('d', 'd', '1-1', undefined),
        changed('d-libs', 'd', undefined, '1-1'),
        changed('e', 'e', '1-1.fc40', '1-1.fc41', { nature: 'rebuild' }),
        changed('f', 'f', '1-1.fc40', '1-1.fc41', { nature: 'rebuild' }),
        changed('f-libs', 'f', undefined, '1-1.fc41'),
      ]),
    );
    expect(rows({}, input).map(({ key, kind, packages }) => [key, kind, packages[0].name])).toEqual([
      ['a', 'upgraded', 'a'],
      ['b', 'downgraded', 'b-libs'],
      ['c', 'added', 'c'],
      ['d', 'removed', 'd'],
      ['e', 'rebuilt', 'e'],
      ['f', 'upgraded', 'f'],
    ]);
  });

  it('has the gravest security advisory of a source package, and each CVE once', () => {
    const advisory = { title: '', type: 'security', severity: 'low', cves: ['CVE-2024-1'] } as const;
    const advisories = sourceAdvisories({
      bySource: {
        bash: [
          { ...advisory, id: 'FEDORA-2024-a' },
          { ...advisory, id: 'FEDORA-2024-b', severity: 'important', cves: ['CVE-2024-1', 'CVE-2024-2'] },
          { ...advisory, id: 'FEDORA-2024-c', type: 'bugfix', severity: 'critical' },
        ],
      },
      asked: [],
      problems: [],
    });
    expect(advisories.get('bash')?.security).toEqual({ severity: 'important', cves: 2 });
  });
});

describe('what is left out', () => {
  it.each([
    [{ filter: 'kernel' }, ['kernel']],
    [{ filter: 'MODULES-core' }, ['kernel']],
    [{ filter: '1.02.197' }, ['lvm2']],
    [{ filter: 'CVE-2024-9407' }, ['podman']],
    [{ filter: 'fedora-2024-213f' }, ['openssh']],
    [{ filter: 'tracker/issues/1809' }, ['podman', 'rpm-ostree']],
    [{ filter: 'lvm2 libs' }, ['lvm2']],
    [{ filter: '  ' }, undefined],
    [{ filter: 'nothing at all' }, []],
    [{ kinds: ['added'] }, ['linux-firmware', 'python3.12']],
    [{ kinds: ['rebuilt', 'downgraded'] }, ['libldac', 'podman']],
    [{ overridesOnly: true }, ['podman', 'rpm-ostree']],
    [{ securityOnly: true }, ['openssh', 'podman']],
    [{ securityOnly: true, overridesOnly: true, filter: '5.2.3' }, ['podman']],
  ] as const)('%o', (view, expected) => {
    expect(keys(view)).toEqual(expected ?? keys({}));
  });

  it('leaves those packages of a source package that the filter is about', () => {
    const [row] = rows({ filter: 'device-mapper-libs' });
    expect(row?.packages.map(({ name }) => name)).toEqual(['device-mapper-libs']);
  });

  it('counts what there would be', () => {
    expect(countAll(inputOf(), 'source')).toBe(16);
    expect(countAll(inputOf(), 'flat')).toBe(29);
  });

  it('finds one of 5,000', () => {
    const input = inputOf(manyCompared(5000));
    expect(keys({}, input)).toHaveLength(1667);
    expect(keys({ filter: '1.4242-' }, input)).toEqual(['source-01414']);
  });
});

describe('order', () => {
  it('is by name', () => {
    expect(keys({ filter: 'a' })).toEqual([...keys({ filter: 'a' })].sort());
  });

  it('is gravest first by kind', () => {
    const kinds = rows({ sort: 'kind' }).map(({ kind }) => kind);
    expect([...new Set(kinds)]).toEqual(['downgraded', 'removed', 'added', 'upgraded', 'rebuilt']);
  });

  it('has security fixes first by severity, then other advisories', () => {
    expect(keys({ sort: 'severity' }).slice(0, 4)).toEqual(['openssh', 'podman', 'kernel', 'bash']);
  });
});
