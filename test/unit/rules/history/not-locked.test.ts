import { expect, it } from 'vitest';
import { notLocked } from '../../../../server/rules/not-locked';
import { describeShared } from '../../../support/shared';
import { ConfigHistory, findingsOf } from './config-history';

describeShared('not-locked in history', () => {
  let history: ConfigHistory | undefined;
  const found = (original: string) => {
    history ??= new ConfigHistory();
    return findingsOf(notLocked, history.change(original)).map(([path, { severity, package: name }]) => {
      return `${path} ${severity} ${name}`;
    });
  };

  it('finds the grub2-pc-modules that 31802d2b put into the file of aarch64, and 9414d83a took out', () => {
    expect(found('31802d2b')).toEqual(['manifest-lock.overrides.aarch64.yaml warning grub2-pc-modules']);
    expect(found('9414d83a')).toEqual([]);
  });

  it('takes new dependencies for what they are (13133a38)', () => {
    expect(found('13133a38')).toEqual(['manifest-lock.overrides.yaml hint gvisor-tap-vsock-gvforwarder']);
  });
});
