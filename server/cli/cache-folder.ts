/** The folder for cached metadata where nothing says otherwise, as each system has it. */
import { isAbsolute, join } from 'node:path';

export function defaultCacheFolder(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  // the XDG base directory specification ignores relative paths
  const absolute = (path: string | undefined): string | undefined => (path && isAbsolute(path) ? path : undefined);
  switch (platform) {
    case 'win32':
      return join(env['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'manifest-lock', 'Cache');
    case 'darwin':
      return join(home, 'Library', 'Caches', 'manifest-lock');
    default:
      return join(absolute(env['XDG_CACHE_HOME']) ?? join(home, '.cache'), 'manifest-lock');
  }
}
