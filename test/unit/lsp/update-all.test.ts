import { describe, expect, it } from 'vitest';
import { planUpdateAllPins } from '../../../server/lsp/update-all';
import { availability, repository } from '../../support/availability';
import { MANIFEST, OVERRIDES, repoFile } from '../../support/fedora';
import { lockfileView, type ViewOptions } from '../../support/lockfile-view';

const OPEN = 'manifest-lock.overrides.yaml';
const NEWER = [
  availability('x86_64', [
    repository({ id: 'fedora-updates' }, [
      ['podman', '5:5.2.5-1.fc40', 'x86_64'],
      ['ignition', '2.21.0-1.fc40', 'x86_64'],
    ]),
  ]),
];

async function plan(text: string, options: Partial<ViewOptions> = {}, includePins = false) {
  const files = { 'manifest.yaml': MANIFEST, 'fedora.repo': repoFile('https://example.org/'), [OPEN]: text };
  return planUpdateAllPins(await lockfileView({ files, open: OPEN, ...options }), includePins);
}

describe('planUpdateAllPins', () => {
  it('moves what has something newer in one set of edits', async () => {
    const { edits, result } = await plan(OVERRIDES, { availability: NEWER });
    expect(edits).toMatchObject([{ path: OPEN, edits: [{ newText: '2.21.0-1.fc40' }, { newText: '5:5.2.5-1.fc40' }] }]);
    expect(result.message).toBe('Updated 2 packages.');
  });

  it('leaves pins alone unless asked', async () => {
    const pinned = OVERRIDES.replaceAll('fast-track', 'pin');
    const { result } = await plan(pinned, { availability: NEWER });
    expect(result).toEqual({
      changed: [],
      message: 'The repositories have nothing newer. Left alone: ignition is a pin. podman is a pin.',
    });
    expect((await plan(pinned, { availability: NEWER }, true)).result.changed).toHaveLength(2);
  });

  it.each([
    ['packages: {}\n', {}, 'There are no packages in this file.'],
    [OVERRIDES, {}, 'No package metadata for x86_64 yet.'],
    [OVERRIDES, { mode: 'offline' }, 'No package metadata for x86_64 yet. The network is off (manifestLock.network).'],
    [
      OVERRIDES,
      {
        availability: [
          availability('x86_64', [repository({ id: 'fedora', status: 'failed', error: 'host not found' }, [])]),
        ],
      },
      'No package metadata for x86_64 yet. Not reached: fedora (see Manifest Lock: Show Output).',
    ],
    [OVERRIDES, { mode: 'restricted' }, 'The workspace is not trusted: no repository is read.'],
  ] as const)('says why nothing moves', async (text, options, message) => {
    expect((await plan(text, options)).result).toEqual({ changed: [], message });
  });
});
