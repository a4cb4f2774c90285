import { expect, it } from 'vitest';
import { parseLockfile } from '../../../server/lockfile/parse';
import { keepIgnored } from '../../../server/rules/keep-ignored';

it('tells why graduated entries are to be kept', () => {
  const text = `packages:
  # manifest-lock: ignore graduated kept until the next barrier
  ignition: {evr: 2.20.0-1.fc40}
  # manifest-lock: ignore held-back another rule
  podman: {evr: 5:5.2.5-1.fc40}
`;
  const lockfile = parseLockfile(text, 'yaml');
  const file = { path: 'manifest-lock.overrides.yaml', layer: 'overrides', arch: undefined, lockfile } as const;
  const keep = keepIgnored([file], undefined);
  expect(lockfile.entries.map(entry => keep(file, entry))).toEqual([
    '"graduated" is ignored there (kept until the next barrier)',
    undefined,
  ]);
});
