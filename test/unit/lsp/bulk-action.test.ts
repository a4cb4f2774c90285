import { describe, expect, it } from 'vitest';
import { BULK_ACTIONS } from '../../../server/lsp/bulk-action';
import { availability, repository } from '../../support/availability';
import { baseLock, MANIFEST, OVERRIDES, repoFile } from '../../support/fedora';
import { lockfileView } from '../../support/lockfile-view';

const OPEN = 'manifest-lock.overrides.yaml';
const KNOWN = [
  availability('x86_64', [
    repository({ id: 'fedora-updates' }, [
      ['podman', '5:5.2.5-1.fc40', 'x86_64'],
      ['ignition', '2.20.0-1.fc40', 'x86_64'],
    ]),
  ]),
];

async function about(name: string, needle: string) {
  const files = {
    'manifest.yaml': MANIFEST,
    'fedora.repo': repoFile('https://example.org/'),
    [OPEN]: OVERRIDES,
    'manifest-lock.x86_64.json': baseLock('x86_64', { ignition: '2.20.0-1.fc40', podman: '5:5.2.2-1.fc40' }),
  };
  const view = await lockfileView({ files, open: OPEN, availability: KNOWN });
  const start = OVERRIDES.indexOf(needle);
  const bulk = BULK_ACTIONS[name];
  return [bulk?.isAbout(view, { start, end: start }), bulk?.count(view)];
}

describe('BULK_ACTIONS', () => {
  it('update what has something newer, from an entry that has', async () => {
    expect(await about('update-all', 'podman')).toEqual([true, 1]);
    expect(await about('update-all', 'ignition')).toEqual([false, 1]);
  });

  it('drop what is safe to drop, from an entry that has graduated', async () => {
    expect(await about('drop-graduated', 'ignition')).toEqual([true, 1]);
    expect(await about('drop-graduated', '# IMPORTANT')).toEqual([false, 1]);
  });

  it('go by their names', () => {
    expect(Object.entries(BULK_ACTIONS).map(([key, { name }]) => [key, name])).toEqual([
      ['update-all', 'update-all'],
      ['drop-graduated', 'drop-graduated'],
    ]);
  });
});
