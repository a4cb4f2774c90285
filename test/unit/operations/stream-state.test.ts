import { expect, it } from 'vitest';
import { StreamState } from '../../../server/operations/stream-state';
import { changeOf, pinOf, planFor, targetOf } from './stream-support';

const OVERRIDES = 'packages:\n  kernel:\n    evr: 6.10.13-200.fc40\n    metadata:\n      type: fast-track\n';

it('has the versions before and after', async () => {
  const change = await changeOf(
    'stable',
    { locked: { kernel: '6.10.12-200.fc40', bash: '5.2.26-3.fc40' }, overrides: OVERRIDES },
    [pinOf('kernel-6.11.4-201.fc40')],
  );
  const state = new StreamState(change);
  const of = (name: string) =>
    [state.before, state.after].map(one => [one.evr('s390x', name), one.type('s390x', name)]);
  expect(of('kernel')).toEqual([
    ['6.10.13-200.fc40', 'fast-track'],
    ['6.11.4-201.fc40', 'pin'],
  ]);
  expect(of('bash')).toEqual([
    ['5.2.26-3.fc40', undefined],
    ['5.2.26-3.fc40', undefined],
  ]);
  expect(of('sudo')).toEqual([
    [undefined, undefined],
    [undefined, undefined],
  ]);
  expect(state.entries.map(({ name }) => name)).toEqual(['kernel']);
  expect([state.knows('s390x'), state.knows('aarch64')]).toEqual([true, false]);
});

it('has a file that the plan makes', async () => {
  const target = await targetOf('stable', { locked: { kernel: '6.10.12-200.fc40', 'grub2.x86_64': '2.06-1.fc40' } });
  const files = target.files.filter(({ layer }) => layer === 'base');
  const { build, ...item } = pinOf('grub2-2.12-10.fc40');
  const rpms = build.rpms.filter(({ arch }) => arch === 'x86_64');
  const plan = planFor({ ...target, files }, [{ ...item, build: { ...build, rpms } }]);
  const state = new StreamState({ target: { ...target, files }, plan });
  expect([state.before.evr('x86_64', 'grub2'), state.after.evr('x86_64', 'grub2')]).toEqual([
    '2.06-1.fc40',
    '2.12-10.fc40',
  ]);
  expect(state.after.evr('s390x', 'grub2')).toBeUndefined();
});

it('stays as it is without a plan, or with one that is refused', async () => {
  const target = await targetOf('stable', { locked: { kernel: '6.10.12-200.fc40' } });
  for (const plan of [undefined, { kind: 'refused', message: 'no' } as const]) {
    const state = new StreamState({ target, plan });
    expect([state.after.evr('x86_64', 'kernel'), state.entries]).toEqual(['6.10.12-200.fc40', []]);
  }
});

it('knows by its newest build what no base lock says', async () => {
  const target = await targetOf('rawhide', { overrides: OVERRIDES });
  const locked = new Map([['x86_64', new Map([['bash', '5.2.32-1.fc42']])]]);
  const state = new StreamState({ target, plan: undefined, locked });
  expect([state.knows('x86_64'), state.knows('s390x')]).toEqual([true, false]);
  expect([state.before.evr('x86_64', 'bash'), state.before.evr('s390x', 'bash')]).toEqual(['5.2.32-1.fc42', undefined]);
  expect(state.before.evr('x86_64', 'kernel')).toBe('6.10.13-200.fc40');
});
