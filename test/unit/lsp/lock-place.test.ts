import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../server/lockfile/model';
import { inOtherStream, placeIn } from '../../../server/lsp/lock-place';
import { commitOf, layerFile } from '../../support/branches';
import { lockfileView } from '../../support/lockfile-view';

const OPEN = 'manifest-lock.overrides.yaml';
const TEXT = 'packages:\n  é: {evr: 1-1}\n';

async function opened() {
  const view = await lockfileView({ files: { [OPEN]: TEXT }, open: OPEN, encoding: 'utf-8' });
  const file = layerFile(OPEN, TEXT);
  const entry = file?.lockfile.entries[0];
  if (!file || !entry) throw new Error('no entry');
  return { view, file, entry: entry satisfies Entry };
}

describe('placeIn', () => {
  it('is the name and the entry, in the units that were negotiated', async () => {
    const { view, file, entry } = await opened();
    expect(placeIn(view, file, entry)).toEqual({
      uri: 'file:///config/manifest-lock.overrides.yaml',
      range: { start: { line: 1, character: 2 }, end: { line: 1, character: 4 } },
      entryRange: { start: { line: 1, character: 2 }, end: { line: 1, character: 16 } },
    });
  });

  it('is none in a file that is not known', async () => {
    const { view, file, entry } = await opened();
    expect(placeIn(view, { ...file, path: 'manifest-lock.s390x.json' }, entry)).toBeUndefined();
  });
});

describe('inOtherStream', () => {
  const snapshot = (label: string) => ({
    label,
    commit: commitOf(label),
    committed: 0,
    basearches: [],
    files: [],
    effective: () => new Map(),
  });

  it('is a place in the file as it is in that commit', async () => {
    const { view, file, entry } = await opened();
    const place = inOtherStream(view, snapshot('origin/testing'), file, entry);
    expect(place?.uri).toMatch(/^manifest-lock-git:\/origin\/testing%3Amanifest-lock\.overrides\.yaml\?/);
    expect(place?.range.end.character).toBe(4);
  });

  it('is none for a file on its own', async () => {
    const { view, file, entry } = await opened();
    expect(inOtherStream({ ...view, folder: undefined }, snapshot('testing'), file, entry)).toBeUndefined();
  });
});
