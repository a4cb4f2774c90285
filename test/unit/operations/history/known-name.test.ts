import { expect, it } from 'vitest';
import { effectiveSets } from '../../../../server/lockfile/layers';
import { isKnown, unknownName } from '../../../../server/operations/history/known-name';
import { layerFiles } from '../../../support/branches';
import { BASE, day } from './support';

const PACKAGES = {
  kernel: { evra: '1-1.x86_64' },
  'kernel-core': { evra: '1-1.x86_64', metadata: { sourcerpm: 'kernel' } },
  podman: { evra: '5:5.2.4-1.x86_64', metadata: { sourcerpm: 'podman' } },
  zincati: { evra: '0.0.29-1.x86_64', metadata: { sourcerpm: 'rust-zincati' } },
};
const SOURCE = {
  ...{ stream: 'stable', label: 'stable', basearches: ['x86_64'] },
  effective: effectiveSets(
    layerFiles({
      [BASE]: JSON.stringify({ packages: PACKAGES }),
      'manifest-lock.overrides.yaml': 'packages:\n  zincati:\n    evr: 0.0.30-1\n',
    }),
  ),
};

const say = (name: string) => unknownName(name, [SOURCE], day('04-24'));

it('says what may have been meant', () => {
  expect(say('pdoman')).toBe('no stream locks pdoman, nor has one since 2024-04-24; is it podman?');
  expect(say('kern')).toBe('no stream locks kern, nor has one since 2024-04-24; is it kernel or kernel-core?');
  expect(say('qwertz')).toBe('no stream locks qwertz, nor has one since 2024-04-24');
});

it('knows source packages', () => {
  expect(say('rust-zincati')).toBe(
    'no stream locks rust-zincati, nor has one since 2024-04-24: it is a source package, of zincati',
  );
});

it('takes for known what is locked now, and what was', () => {
  const row = { stream: 'stable', label: 'stable', versions: new Map() };
  const span = { since: 0, commit: 'c', subject: 's', evr: '1-1', type: undefined, reason: undefined } as const;
  const none = { name: 'x', basearches: ['x86_64'], rows: [row] };
  const streams = (provenance: 'base' | undefined) => ({
    streams: [{ stream: 'stable', label: 'stable', spans: [{ ...span, provenance }] }],
  });
  expect(isKnown(none, streams(undefined))).toBe(false);
  expect(isKnown(none, streams('base'))).toBe(true);
  const locked = new Map([['x86_64', { evr: '1-1', provenance: 'base', type: undefined } as const]]);
  expect(isKnown({ ...none, rows: [{ ...row, versions: locked }] }, { streams: [] })).toBe(true);
});
