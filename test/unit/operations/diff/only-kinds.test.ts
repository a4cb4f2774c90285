import { expect, it } from 'vitest';
import { diffSides } from '../../../../server/operations/diff/diff-sides';
import { failing, onlyKinds } from '../../../../server/operations/diff/only-kinds';
import { comparison } from '../../../support/comparison';
import { OVERRIDES, override, overrides, side, X86_64 } from '../../../support/sides';

it('keeps the packages that change so on any basearch, and the summary of the whole', () => {
  const whole = comparison();
  const names = (diff: typeof whole) => diff.changes.map(({ name }) => name);
  const upgraded = onlyKinds(whole, ['upgraded']);
  // podman goes up on one basearch and down on the other
  expect(names(upgraded)).toEqual(['acl', 'attr', 'grub2-efi-aa64', 'grub2-pc', 'kernel', 'kernel-core', 'podman']);
  expect(upgraded.sources.find(({ source }) => source === 'kernel')?.packages.map(({ name }) => name)).toEqual([
    'kernel',
    'kernel-core',
  ]);
  expect(upgraded.overrides).toEqual([]);
  expect(upgraded.summary).toEqual(whole.summary);
  expect(names(onlyKinds(whole, ['added', 'removed']))).toEqual([
    'fuse',
    'kdump-utils',
    'kernel-modules-extra-matched',
  ]);
});

it('fails for what changes so on any basearch', () => {
  expect([...failing(comparison(), ['downgraded', 'removed', 'upgraded'])]).toEqual([
    ['downgraded', ['podman', 'sudo']],
    ['removed', ['fuse']],
    ['upgraded', ['acl', 'attr', 'grub2-efi-aa64', 'grub2-pc', 'kernel', 'kernel-core', 'podman']],
  ]);
});

it('fails for a lost override unless its base lock has caught up, or a fast-track is overtaken', () => {
  const had = overrides(
    override('down', '1-2', { type: 'fast-track' }),
    override('gone', '1-2', { type: 'fast-track' }),
    override('held', '1-2', { type: 'pin' }),
    override('overtaken', '1-2', { type: 'fast-track' }),
    override('caught', '1-2', { type: 'pin' }),
  );
  const base = { down: '1-1.noarch', held: '1-3.noarch', overtaken: '1-3.noarch', caught: '1-2.noarch' };
  const diff = diffSides(side('a', { [X86_64]: base, [OVERRIDES]: had }), side('b', { [X86_64]: base }));
  expect([...failing(diff, ['override-lost'])]).toEqual([['override-lost', ['down', 'gone', 'held']]]);
  expect(failing(diffSides(diff.to, diff.to), ['override-lost', 'downgraded']).size).toBe(0);
});
