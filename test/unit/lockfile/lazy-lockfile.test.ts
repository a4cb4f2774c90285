import { expect, it } from 'vitest';
import { lazyLockfile } from '../../../server/lockfile/lazy-lockfile';
import { metadataText } from '../../../server/lockfile/metadata';
import { parseLockfile } from '../../../server/lockfile/parse';

const LOCK = '{"packages": {"podman": {"evra": "5:5.2.4-1.fc40.x86_64", "metadata": {"sourcerpm": "podman"}}}}';

it('has names, versions and texts without parsing, and places after', () => {
  let parsed = 0;
  const lockfile = lazyLockfile(LOCK, () => {
    parsed++;
    return parseLockfile(LOCK, 'json');
  });
  const entry = lockfile?.byName.get('podman');
  expect([entry?.version?.evr, entry?.version?.arch, entry && metadataText(entry, 'sourcerpm')]).toEqual([
    '5:5.2.4-1.fc40',
    'x86_64',
    'podman',
  ]);
  expect(parsed).toBe(0);
  const { start, end } = entry?.version?.evrSpan ?? { start: 0, end: 0 };
  expect([LOCK.slice(start, end), parsed]).toEqual(['5:5.2.4-1.fc40', 1]);
  expect([lockfile?.entries.length, parsed]).toEqual([1, 1]);
});

it('leaves to the parser what is not JSON, has no packages, or versions that are no texts', () => {
  const never = () => {
    throw new Error('it is not asked');
  };
  for (const text of ['{', '[]', '{"packages": []}', '{"packages": {"a": {"evr": 1.10}}}']) {
    expect(lazyLockfile(text, never)).toBeUndefined();
  }
});
