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

it('counts them', () => {
  expect(overridesTitle(compared())).toBe('Overrides: 1 lost, 2 gained');
});
