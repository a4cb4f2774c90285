import { expect, it } from 'vitest';
import { diffSides } from '../../../../server/operations/diff/diff-sides';
import { kindSection } from '../../../../server/operations/diff/kind-sections';
import { comparison } from '../../../support/comparison';
import { OVERRIDES, override, overrides, side, X86_64 } from '../../../support/sides';

const names = ({ sources, rebuilt }: ReturnType<typeof kindSection>) => ({
  sources: sources.map(({ source, packages, tellsStory }) => [
    source,
    packages.map(({ name }) => name).join(' '),
    tellsStory,
  ]),
  rebuilt: rebuilt.map(({ source }) => source),
});

it('lists packages with others of their kind, and tells the story of a source once', () => {
  expect(names(kindSection(comparison(), 'added', false))).toEqual({
    sources: [
      ['kdump-utils', 'kdump-utils', true],
      ['kernel', 'kernel-modules-extra-matched', false],
    ],
    rebuilt: [],
  });
  expect(names(kindSection(comparison(), 'upgraded', false))).toEqual({
    sources: [
      ['grub2', 'grub2-efi-aa64 grub2-pc', true],
      ['kernel', 'kernel kernel-core', true],
    ],
    rebuilt: ['acl', 'attr'],
  });
});

it('sums up nothing where every package is to have a row', () => {
  const { sources, rebuilt } = kindSection(comparison(), 'upgraded', true);
  expect([sources.map(({ source }) => source), rebuilt]).toEqual([['acl', 'attr', 'grub2', 'kernel'], []]);
});

it('sums up no rebuild that an override brings', () => {
  const from = side('a', { [X86_64]: { acl: '2.3-1.fc40.x86_64', attr: '2.5-1.fc41.x86_64' } });
  const to = side('b', {
    [X86_64]: { acl: '2.3-1.fc40.x86_64', attr: '2.5-1.fc40.x86_64' },
    [OVERRIDES]: overrides(override('acl', '2.3-1.fc41', { type: 'pin' })),
  });
  const diff = diffSides(from, to);
  expect(names(kindSection(diff, 'upgraded', false))).toEqual({ sources: [['acl', 'acl', true]], rebuilt: [] });
  // what is built for an older release goes back, and is no more than that
  expect(names(kindSection(diff, 'downgraded', false))).toEqual({ sources: [], rebuilt: ['attr'] });
});
