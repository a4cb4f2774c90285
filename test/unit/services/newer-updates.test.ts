import { expect, it } from 'vitest';
import { newerUpdates } from '../../../server/services/newer-updates';
import { bodhiFacts } from '../../support/service-facts';

const OWN = { nvr: 'podman-5.2.3-1.fc40', name: 'podman' };
const update = (n: number, builds: readonly string[], more = {}) => ({
  alias: `FEDORA-2024-000000000${n}`,
  builds,
  ...more,
});

it('are live updates with a newer build of the same source package, in their order', () => {
  const bodhi = bodhiFacts([
    update(1, ['skopeo-1.16.1-1.fc40', 'podman-5.2.10-1.fc40']),
    update(2, ['podman-5.2.5-1.fc40'], { status: 'obsolete' }),
    update(3, ['podman-5.2.4-1.fc40'], { status: 'stable' }),
    update(4, ['podman-5.2.3-1.fc40'], { status: 'stable' }),
    update(5, ['podman-5.2.2-1.fc40'], { status: 'stable' }),
    update(6, ['podman-tui-6.0-1.fc40']),
  ]);
  const found = newerUpdates(bodhi, OWN)?.map(({ update: { alias }, nvr, vr }) => [alias.slice(-1), nvr, vr]);
  expect(found).toEqual([
    ['1', 'podman-5.2.10-1.fc40', '5.2.10-1.fc40'],
    ['3', 'podman-5.2.4-1.fc40', '5.2.4-1.fc40'],
  ]);
});

it('are unknown while Bodhi has not said', () => {
  expect(newerUpdates(bodhiFacts([], { newestUnknown: true }), OWN)).toBeUndefined();
  expect(newerUpdates(bodhiFacts([]), { nvr: 'podman', name: 'podman' })).toBeUndefined();
});
