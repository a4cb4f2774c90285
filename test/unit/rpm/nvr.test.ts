import { expect, it } from 'vitest';
import { splitNvr } from '../../../server/rpm/nvr';

it('splits at the last two dashes', () => {
  expect(splitNvr('rust-coreos-installer-0.22.1-1.fc40')).toEqual({
    name: 'rust-coreos-installer',
    vr: '0.22.1-1.fc40',
  });
  expect(splitNvr('podman-5.2.5')).toBeUndefined();
});
