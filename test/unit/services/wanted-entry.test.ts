import { expect, it } from 'vitest';
import { parseLockfile } from '../../../server/lockfile/parse';
import { type WantedEntry, wantedKey } from '../../../server/services/wanted-entry';

function wanted(text: string, more: Partial<WantedEntry> = {}): WantedEntry[] {
  return parseLockfile(text, 'yaml').entries.map(({ name, version }) => {
    return { name, version, basearches: ['x86_64'], update: undefined, source: undefined, ...more };
  });
}

const PODMAN = 'packages:\n  podman:\n    evr: 5:5.2.3-1.fc40\n';

it('is the same where the same is asked, wherever it stands in the file', () => {
  expect(wantedKey(wanted(`# a comment\n${PODMAN}`))).toBe(wantedKey(wanted(PODMAN)));
});

it.each([
  wanted(PODMAN.replace('5.2.3', '5.2.4')),
  wanted('packages:\n  podman:\n    evra: 5:5.2.3-1.fc40.noarch\n'),
  wanted(PODMAN.replace('podman', 'skopeo')),
  wanted(PODMAN, { basearches: ['x86_64', 's390x'] }),
  wanted(PODMAN, { update: 'FEDORA-2024-f0fd63c638' }),
  wanted(PODMAN, { source: 'podman' }),
  [],
])('differs where something else is asked: %#', (...other) => {
  expect(wantedKey(other)).not.toBe(wantedKey(wanted(PODMAN)));
});
