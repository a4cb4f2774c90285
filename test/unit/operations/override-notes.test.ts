import { describe, expect, it } from 'vitest';
import type { OverrideItem, OverrideTarget } from '../../../server/operations/override-request';
import { planOverrides } from '../../../server/operations/plan-overrides';
import { ALL, ARCHES, build, COMMON, everywhere, pin, streamOf } from './override-samples';

const UPDATE = 'https://bodhi.fedoraproject.org/updates/FEDORA-2024-b55eba6a0e';

function notes(target: OverrideTarget, ...items: readonly OverrideItem[]): readonly string[] {
  const plan = planOverrides(target, items);
  if (plan.kind === 'refused') throw new Error(plan.message);
  return plan.notes;
}

describe('overrideNotes', () => {
  it('tells what goes back, where, from what to what', () => {
    const locks = everywhere({ kernel: '6.9.5-200.fc40', 'kernel-core': '6.9.5-200.fc40', sudo: '1:1-1.fc40' });
    const kernel = build(
      'kernel-6.8.11-300.fc40',
      `kernel 6.8.11-300.fc40 ${ALL}`,
      `kernel-core 6.8.11-300.fc40 ${ALL}`,
    );
    expect(notes(streamOf(locks), pin(kernel))).toEqual([
      'kernel and kernel-core go back from 6.9.5-200.fc40 to 6.8.11-300.fc40 on every arch.',
    ]);
    const older = { ...locks, s390x: { kernel: '6.8.10-300.fc40.s390x' } };
    expect(notes(streamOf(older), pin(kernel))).toEqual([
      'kernel and kernel-core go back from 6.9.5-200.fc40 to 6.8.11-300.fc40 on x86_64, aarch64 and ppc64le.',
    ]);
    expect(notes(streamOf(locks), pin(build('sudo-2-1.fc40', `sudo 2-1.fc40 ${ALL}`)))).toEqual([
      'sudo goes back from 1:1-1.fc40 to 2-1.fc40 on every arch.',
    ]);
  });

  it('names what stays: packages not built, siblings not in the build, builds of nothing that is locked', () => {
    const locks = everywhere({ crun: '1.16-1.fc40', 'crun-wasm': '1.16-1.fc40' });
    const three = build('crun-1.18-1.fc40', 'crun 1.18-1.fc40 x86_64 aarch64 ppc64le');
    expect(notes(streamOf(locks), pin(three), pin(build('htop-3-1.fc40', `htop 3-1.fc40 ${ALL}`)))).toEqual([
      'htop-3-1.fc40 is left out: no lock has a package of it.',
      'crun is locked on s390x, too, but crun-1.18-1.fc40 has no such package there: it stays at 1.16-1.fc40.',
      'crun-wasm stays as it is on x86_64, aarch64 and ppc64le: locked from crun, too, but not in crun-1.18-1.fc40.',
      'crun is not built alike for every arch: it goes into the overrides of x86_64, aarch64 and ppc64le.',
    ]);
  });

  it('tells a build that another one covers', () => {
    const target = streamOf(everywhere({ bash: '5-1.fc40' }));
    const builds = ['5-2.fc40', '5-3.fc40'].map(evr => pin(build(`bash-${evr}`, `bash ${evr} ${ALL}`)));
    expect(notes(target, ...builds)).toEqual([
      'bash-5-2.fc40 is left out: another build brings all that is locked of it.',
    ]);
  });

  it('tells a pin of what is locked anyway, and a fast-track that is a pin', () => {
    const target = streamOf(everywhere({ ostree: '2024.8-1.fc40' }));
    const same = build('ostree-2024.8-1.fc40', `ostree 2024.8-1.fc40 ${ALL}`);
    expect(notes(target, pin(same))).toEqual([
      'ostree is locked at 2024.8-1.fc40 already on every arch: the pin holds it there.',
    ]);
    const older = build('ostree-2024.7-1.fc40', `ostree 2024.7-1.fc40 ${ALL}`);
    expect(notes(target, { build: older, type: 'fast-track', bodhi: UPDATE })).toEqual([
      'ostree goes back from 2024.8-1.fc40 to 2024.7-1.fc40 on every arch.',
      'ostree 2024.7-1.fc40 is not newer than what is locked on every arch without overrides (2024.8-1.fc40): a fast-track of it will be dropped at once, only a pin holds it.',
    ]);
  });

  it('tells whose override is replaced', () => {
    const text = `packages:
  ostree:
    evr: 2024.7-3.fc40
    metadata:
      reason: https://github.com/ostreedev/ostree/issues/3193
      type: pin
`;
    const target = streamOf(everywhere({ ostree: '2024.7-1.fc40' }), { [COMMON]: text });
    const newer = build('ostree-2024.8-1.fc40', `ostree 2024.8-1.fc40 ${ALL}`);
    expect(notes(target, pin(newer))).toEqual([
      'ostree was overridden on every arch as a pin for https://github.com/ostreedev/ostree/issues/3193: that is replaced.',
    ]);
    expect(notes(target, pin(newer, 'https://github.com/ostreedev/ostree/issues/3193'))).toEqual([]);
  });

  it('does not list more names than one can read', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const target = streamOf(everywhere(Object.fromEntries(names.map(name => [name, '2-1.fc40']))));
    const old = build('a-1-1.fc40', ...names.map(name => `${name} 1-1.fc40 ${ARCHES.join(' ')}`));
    expect(notes(target, pin(old))).toEqual(['a, b, c and 3 more go back from 2-1.fc40 to 1-1.fc40 on every arch.']);
  });
});
