import { expect, it } from 'vitest';
import { effectWords } from '../../../server/operations/effect-words';
import type { Compared, StreamEffect } from '../../../server/operations/stream-effects';

const of = (name: string, other: string | undefined): Compared => ({ name, basearch: 'x86_64', own: '2-1', other });
const KERNEL = [of('kernel', '6.11.3-200.fc40'), of('kernel-core', '6.11.3-200.fc40')];
const move = { packages: ['a', 'b', 'c', 'd'], arches: ['x86_64', 's390x'] };

it.each<[StreamEffect, string]>([
  [{ kind: 'upgrade', ...move, allPackages: true, allArches: true }, 'upgrade'],
  [{ kind: 'downgrade', ...move, allPackages: true, allArches: false }, 'downgrade on x86_64 and s390x'],
  [{ kind: 'downgrade', ...move, allPackages: false, allArches: true }, 'downgrade of a, b and 2 more'],
  [{ kind: 'same', ...move, allPackages: true, allArches: true }, 'stays at its version'],
  [{ kind: 'skips', streams: ['testing'], packages: KERNEL }, 'skips testing (6.11.3-200.fc40 there)'],
  [
    { kind: 'skips', streams: ['next-devel', 'testing-devel'], packages: [...KERNEL, of('podman', '5.2.3-1.fc40')] },
    'skips next-devel and testing-devel (kernel and kernel-core 6.11.3-200.fc40, podman 5.2.3-1.fc40 there)',
  ],
  [
    { kind: 'behind', stream: 'stable', packages: ['a', 'b', 'c', 'd'].map(name => of(name, `${name}-1`)) },
    'falls behind stable (a a-1, b b-1, 2 other versions there)',
  ],
  [{ kind: 'leaves-behind', stream: 'next', packages: KERNEL }, 'leaves next behind (6.11.3-200.fc40 there)'],
  [
    { kind: 'lost', stream: 'testing', packages: [of('kernel', undefined)] },
    'goes away at the next promotion from testing (not locked there)',
  ],
  [
    { kind: 'redundant', stream: 'testing', packages: KERNEL },
    'comes with the next promotion from testing anyway (6.11.3-200.fc40 there)',
  ],
  [{ kind: 'closed', stream: 'next-devel' }, 'next-devel is closed'],
])('%o', (effect, words) => {
  expect(effectWords(effect)).toBe(words);
});
