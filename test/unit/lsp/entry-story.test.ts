import { describe, expect, it } from 'vitest';
import type { EntryOrigin } from '../../../server/config-repo/branches';
import { storyInWorktree, storyOf } from '../../../server/lsp/entry-story';
import { layerFiles } from '../../support/branches';
import { OVERRIDES } from '../../support/fedora';

// 2024-10-24 12:00 UTC
const NOW = Date.UTC(2024, 9, 24, 12);
const PATH = 'manifest-lock.overrides.yaml';
const ORIGIN: EntryOrigin = {
  evr: '5:5.2.3-1.fc40',
  commit: '8d4e788b5ea1f8fb1a0f8ecb5bd1dd8a0ee4ba11',
  committed: Date.UTC(2024, 5, 27, 18) / 1000,
  subject: 'overrides: pin podman',
  author: 'coreosbot',
};
const TOLD = 'coreosbot in 8d4e788b5e on 2024-06-27: overrides: pin podman';

const files = (text: string) => layerFiles({ [PATH]: text });
const podman = (text = OVERRIDES) => {
  const entry = files(text)[0]?.lockfile.byName.get('podman');
  if (!entry) throw new Error('no podman');
  return entry;
};

describe('storyOf', () => {
  it('says who, in which commit, when, and how many whole days ago', () => {
    // 118 days and 18 hours
    expect(storyOf(podman(), ORIGIN, NOW)).toEqual({ text: TOLD, days: 118 });
  });

  it('counts no days backwards where a clock is wrong', () => {
    expect(storyOf(podman(), { ...ORIGIN, committed: NOW / 1000 + 3600 }, NOW)?.days).toBe(0);
  });

  it('is of the version that stands there', () => {
    expect(storyOf(podman(), { ...ORIGIN, evr: '5:5.2.2-1.fc40' }, NOW)).toBeUndefined();
    expect(storyOf(podman(), undefined, NOW)).toBeUndefined();
  });
});

describe('storyInWorktree', () => {
  it('is that of HEAD', () => {
    expect(storyInWorktree(podman(), ORIGIN, { files: files(OVERRIDES) }, PATH, NOW)).toEqual({
      text: TOLD,
      days: 118,
    });
  });

  it.each([
    ['changed', OVERRIDES.replace('5:5.2.3', '5:5.2.2')],
    ['added', 'packages: {}\n'],
  ])('says that an entry was %s since HEAD', (_, before) => {
    const story = storyInWorktree(podman(), { ...ORIGIN, evr: '5:5.2.2-1.fc40' }, { files: files(before) }, PATH, NOW);
    expect(story).toEqual({ text: 'not committed yet', days: undefined });
  });

  it('is unknown where HEAD has the same and git does not tell since when, or there is no HEAD', () => {
    expect(storyInWorktree(podman(), undefined, { files: files(OVERRIDES) }, PATH, NOW)).toBeUndefined();
    expect(storyInWorktree(podman(), undefined, undefined, PATH, NOW)).toBeUndefined();
  });
});
