import { describe, expect, it } from 'vitest';
import { defaultCacheFolder } from '../../../server/cli/cache-folder';

describe('defaultCacheFolder', () => {
  it.each([
    ['linux', {}, '/home/u/.cache/manifest-lock'],
    ['linux', { XDG_CACHE_HOME: '/var/cache/u' }, '/var/cache/u/manifest-lock'],
    // the specification: relative paths are ignored
    ['linux', { XDG_CACHE_HOME: 'cache' }, '/home/u/.cache/manifest-lock'],
    ['linux', { XDG_CACHE_HOME: '' }, '/home/u/.cache/manifest-lock'],
    ['darwin', { XDG_CACHE_HOME: '/x' }, '/home/u/Library/Caches/manifest-lock'],
    ['win32', { LOCALAPPDATA: '/home/u/Local' }, '/home/u/Local/manifest-lock/Cache'],
    ['win32', {}, '/home/u/AppData/Local/manifest-lock/Cache'],
  ] as const)('on %s with %j: %s', (platform, env, expected) => {
    expect(defaultCacheFolder(platform, env, '/home/u')).toBe(expected);
  });
});
