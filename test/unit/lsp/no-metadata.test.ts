import { describe, expect, it } from 'vitest';
import { whyNoMetadata } from '../../../server/lsp/no-metadata';
import { availability, repository } from '../../support/availability';
import { lockfileView } from '../../support/lockfile-view';

const OPEN = 'manifest-lock.overrides.yaml';
const FAILED = ['fedora', 'fedora-updates'].map(id =>
  repository({ id, status: 'failed', error: 'host not found' }, []),
);

describe('whyNoMetadata', () => {
  it.each([
    ['nothing while it is loaded', {}, ''],
    ['that the network is off', { mode: 'offline' }, ' The network is off (manifestLock.network).'],
    [
      'what was not reached',
      { availability: [availability('x86_64', FAILED)] },
      ' Not reached: fedora and fedora-updates (see Manifest Lock: Show Output).',
    ],
  ] as const)('says %s', async (_what, options, words) => {
    const view = await lockfileView({ files: { [OPEN]: 'packages: {}\n' }, open: OPEN, ...options });
    expect(whyNoMetadata(view)).toBe(words);
  });
});
