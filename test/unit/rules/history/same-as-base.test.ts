import { expect, it } from 'vitest';
import { sameAsBase } from '../../../../server/rules/same-as-base';
import { describeShared } from '../../../support/shared';
import { ConfigHistory, findingsOf } from './config-history';

describeShared('same-as-base in history', () => {
  let history: ConfigHistory | undefined;
  const found = (original: string) => {
    history ??= new ConfigHistory();
    return findingsOf(sameAsBase, history.change(original)).map(([path, { package: name }]) => `${path} ${name}`);
  };

  it('finds the rpm-ostree that 5056cb37 fast-tracked to what the base locks had', () => {
    expect(found('5056cb37')).toEqual([
      'manifest-lock.overrides.yaml rpm-ostree',
      'manifest-lock.overrides.yaml rpm-ostree-libs',
    ]);
  });

  it('finds nothing in a promotion, which brings overrides and base locks (7db341d5)', () => {
    expect(found('7db341d5')).toEqual([]);
  });
});
