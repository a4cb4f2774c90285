import { beforeAll, expect, it } from 'vitest';
import { lowered } from '../../../../server/rules/lowered';
import { describeShared } from '../../../support/shared';
import { OVERRIDES } from '../support';
import { ConfigHistory, findingsOf } from './config-history';

const GRUB2: Readonly<Record<string, readonly string[]>> = {
  aarch64: ['grub2-common', 'grub2-efi-aa64', 'grub2-tools', 'grub2-tools-minimal'],
  ppc64le: ['grub2-common', 'grub2-ppc64le', 'grub2-ppc64le-modules', 'grub2-tools', 'grub2-tools-minimal'],
  x86_64: ['grub2-common', 'grub2-efi-x64', 'grub2-pc', 'grub2-pc-modules', 'grub2-tools', 'grub2-tools-minimal'],
};
const base = (arch: string) => `manifest-lock.${arch}.json`;

/** Expectations: effective sets of the commit and its parent, compared by librpm's labelCompare. */
describeShared('lowered in history', () => {
  let history: ConfigHistory;
  beforeAll(() => {
    history = new ConfigHistory();
  });

  it('reports the promotion of next that took libpcap back: fd26f210', () => {
    const found = findingsOf(lowered, history.change('fd26f210'));
    expect(found.map(([path, { message }]) => [path, message.replace(/ at .*/s, '')])).toEqual(
      ['aarch64', 'ppc64le', 's390x', 'x86_64'].map(arch => [
        base(arch),
        'libpcap is lowered to 14:1.10.4-5.fc41: it was 14:1.10.5-1.fc40',
      ]),
    );
  });

  it('reports the promotion of next that took grub2 back: c3057a7f', () => {
    const found = findingsOf(lowered, history.change('c3057a7f'));
    expect(found.map(([path, finding]) => [path, finding.package])).toEqual(
      Object.entries(GRUB2).flatMap(([arch, names]) => names.map(name => [base(arch), name])),
    );
    for (const [, { message }] of found) {
      expect(message).toContain('is lowered to 1:2.06-95.fc39: it was 1:2.06-97.fc38 at HEAD (base lock).');
    }
  });

  it('reports a base lock edited by hand: 27b186bf', () => {
    const found = findingsOf(lowered, history.change('27b186bf'));
    const kernels = ['kernel', 'kernel-core', 'kernel-modules', 'kernel-modules-core'];
    expect(found.map(([path, finding]) => [path, finding.package])).toEqual(
      ['aarch64', 'ppc64le', 's390x', 'x86_64'].flatMap(arch => kernels.map(name => [base(arch), name])),
    );
  });

  it('tells a promotion that was taken back by the file: d21f8fb2', () => {
    const found = findingsOf(lowered, history.change('d21f8fb2'));
    expect(found.map(([path, finding]) => [path, finding.package ?? finding.message.replace(/ are .*/s, '')])).toEqual([
      [base('aarch64'), '44 packages of the base lock'],
      [OVERRIDES, 'podman'],
      [OVERRIDES, 'podman-plugins'],
      [base('ppc64le'), '45 packages of the base lock'],
      [base('s390x'), '39 packages of the base lock'],
      [base('x86_64'), '45 packages of the base lock'],
    ]);
  });

  it.each([
    ['9111d895', 'a pin with a reason'],
    ['e9052c09', 'a pin with a reason on one basearch'],
    ['ad8b2a55', 'a promotion with a pin that has a reason'],
    ['7bde417b', 'what dropped-override tells'],
    ['1000cf39', 'a promotion'],
  ])('is silent on %s: %s', commit => {
    expect(findingsOf(lowered, history.change(commit))).toEqual([]);
  });
});
