import { expect, it } from 'vitest';
import { advisoryRow, compareResult } from '../../../../server/lsp/streams/compare-result';
import { diffSides } from '../../../../server/operations/diff/diff-sides';
import { entry, OVERRIDES, overrides, stateOf } from '../../operations/streams/stream-states';

const REASON = 'https://github.com/coreos/fedora-coreos-tracker/issues/1809';

it('is plain JSON: what is not known is left out', () => {
  const own = overrides(entry('podman', '5:5.2.5-1.fc40', 'pin', { reason: REASON }));
  const before = stateOf('stable', { podman: '5:5.2.4-1.fc40', nano: '7.2-7.fc40' }, { files: own });
  const after = stateOf('testing', { podman: '5:5.2.4-1.fc40' }, { worktree: true });
  const result = compareResult(diffSides(before.side, after.side));
  expect(JSON.parse(JSON.stringify(result))).toStrictEqual(result);
  expect([result.from, result.to]).toEqual([
    {
      ...{ spec: 'stable', kind: 'ref', label: 'stable', stream: 'stable', releasever: '40' },
      ...{ commit: before.commit?.id, committed: 1729468800 },
    },
    {
      ...{ spec: 'worktree', kind: 'worktree', label: 'working tree', stream: 'testing', releasever: '40' },
      ...{ commit: after.commit?.id, committed: 1729468800 },
    },
  ]);
  const from = { evr: '5:5.2.5-1.fc40', provenance: 'override', type: 'pin', reason: REASON, file: OVERRIDES };
  const lower = { kind: 'downgraded', from };
  const base = (arch: string) => ({ evr: '5:5.2.4-1.fc40', provenance: 'base', file: `manifest-lock.${arch}.json` });
  expect(result.changes).toEqual([
    {
      ...{ name: 'nano', source: 'nano', kind: 'removed', diverges: false },
      arches: Object.fromEntries(
        ['x86_64', 'aarch64'].map(arch => [
          arch,
          { kind: 'removed', from: { evr: '7.2-7.fc40', provenance: 'base', file: `manifest-lock.${arch}.json` } },
        ]),
      ),
    },
    {
      ...{ name: 'podman', source: 'podman', kind: 'downgraded', nature: 'version', diverges: false },
      arches: { x86_64: { ...lower, to: base('x86_64') }, aarch64: { ...lower, to: base('aarch64') } },
    },
  ]);
  expect(result.overrides).toEqual([
    {
      ...{ name: 'podman', source: 'podman', kind: 'lost', arches: ['x86_64', 'aarch64'], effect: 'downgraded' },
      ...{ from, to: base('x86_64') },
    },
  ]);
});

it('says of a lost override that the other side has its version without one', () => {
  const own = overrides(entry('podman', '5:5.2.5-1.fc40', 'fast-track'));
  const before = stateOf('stable', { podman: '5:5.2.4-1.fc40' }, { files: own });
  const after = stateOf('testing', { podman: '5:5.2.5-1.fc40' });
  expect(compareResult(diffSides(before.side, after.side)).overrides).toMatchObject([
    { name: 'podman', kind: 'lost', effect: 'same', caughtUp: true },
  ]);
});

it('leaves out of an advisory what nobody says', () => {
  const plain = { id: 'FEDORA-2024-1', title: 'podman', type: 'security', severity: 'none', cves: [] } as const;
  const unknown = { issued: undefined, url: undefined, status: undefined };
  expect(advisoryRow({ ...plain, ...unknown })).toStrictEqual(plain);
  const known = {
    issued: 1729468800000,
    url: 'https://bodhi.fedoraproject.org/updates/FEDORA-2024-1',
    status: 'stable',
  };
  expect(advisoryRow({ ...plain, ...known })).toStrictEqual({ ...plain, ...known });
});
