import { expect, it } from 'vitest';
import { groupOverrides, overridesTitle } from '../../../../../client/webview/compare/model/overrides';
import { compared, overrideOf } from '../../../../support/compared';

it('puts packages of a source package together that say the same, lost ones first', () => {
  const overrides = [...compared().overrides].reverse();
  expect(groupOverrides(overrides).map(({ override, names }) => [override.kind, override.name, names])).toEqual([
    ['lost', 'podman', ['podman']],
    ['gained', 'rpm-ostree', ['rpm-ostree-libs', 'rpm-ostree']],
  ]);
});

it('keeps apart what does not say the same', () => {
  const overrides = compared().overrides.map(each =>
    each.name === 'rpm-ostree-libs' ? { ...each, to: overrideOf('2024.9-1.fc40', 'pin') } : each,
  );
  expect(groupOverrides(overrides).map(({ names }) => names)).toEqual([
    ['podman'],
    ['rpm-ostree'],
    ['rpm-ostree-libs'],
  ]);
});

it('tells apart what was caught up with, of which nothing is lost', () => {
  const overrides = compared().overrides.map(each =>
    each.kind === 'lost' ? { ...each, caughtUp: true as const } : each,
  );
  expect(groupOverrides(overrides).map(({ names }) => names)).toEqual([['rpm-ostree', 'rpm-ostree-libs'], ['podman']]);
  expect(overridesTitle({ overrides })).toBe('Overrides: 2 gained, 1 caught up');
});

it('counts them', () => {
  expect(overridesTitle(compared())).toBe('Overrides: 1 lost, 2 gained');
});
