import { expect, it } from 'vitest';
import { diffSides } from '../../../../server/operations/diff/diff-sides';
import { changeText, overrideText } from '../../../../server/operations/streams/change-text';
import { entry, overrides, stateOf } from './stream-states';

const all = () => true;

it('is short where all basearches have the same', () => {
  const { changes } = diffSides(
    stateOf('stable', { podman: '5:5.2.4-1.fc40' }).side,
    stateOf('testing', { podman: '5:5.2.3-1.fc40', nano: '7.2-7.fc40' }).side,
  );
  expect(changes.map(change => changeText(change, all))).toEqual([
    'not locked -> 7.2-7.fc40',
    '5:5.2.4-1.fc40 -> 5:5.2.3-1.fc40',
  ]);
});

it('names basearches where they differ, of the changes that are asked for', () => {
  const lock = '{"packages": {"podman": {"evra": "5:5.2.5-1.fc40.aarch64"}}}';
  const [podman] = diffSides(
    stateOf('stable', { podman: '5:5.2.4-1.fc40' }).side,
    stateOf('testing', { podman: '5:5.2.3-1.fc40' }, { files: { 'manifest-lock.aarch64.json': lock } }).side,
  ).changes;
  expect(podman && changeText(podman, all)).toBe(
    '5:5.2.4-1.fc40 -> 5:5.2.3-1.fc40 (x86_64), 5:5.2.4-1.fc40 -> 5:5.2.5-1.fc40 (aarch64)',
  );
  expect(podman && changeText(podman, ({ kind }) => kind === 'downgraded')).toBe(
    '5:5.2.4-1.fc40 -> 5:5.2.3-1.fc40 (x86_64)',
  );
});

it('tells what becomes of an override', () => {
  const base = { grub2: '1:2.06-123.fc40', sudo: '1.9.15-2.p5.fc40' };
  const own = {
    ...overrides(entry('sudo', '1.9.15-5.p5.fc40', 'pin')),
    'manifest-lock.overrides.x86_64.yaml': `packages:\n${entry('grub2', '1:2.12-10.fc40', 'fast-track')}`,
  };
  const diff = diffSides(stateOf('stable', base, { files: own }).side, stateOf('testing', base).side);
  expect(diff.overrides.map(change => overrideText(change, diff.basearches))).toEqual([
    '1:2.12-10.fc40 -> 1:2.06-123.fc40 (x86_64)',
    '1.9.15-5.p5.fc40 -> 1.9.15-2.p5.fc40',
  ]);
});
