/** Watches the files in which git keeps HEAD and refs. */
import { type FSWatcher, watch as nodeWatch, readdirSync, type WatchListener } from 'node:fs';
import { join, sep } from 'node:path';
import { setTimeout } from 'node:timers/promises';

export interface WatchOptions {
  /** The working tree's own: HEAD is in it. */
  readonly gitFolder: string;
  /** Shared by all working trees: `refs` and `packed-refs` are in it. */
  readonly commonFolder: string;
  /** Says HEAD and all refs; equal texts mean that nothing has changed. */
  readonly fingerprint: () => Promise<string>;
  readonly onChange: () => void;
  /** Told once; the watch has ended then. */
  readonly onError: (error: Error) => void;
  /** `fs.watch` of one folder. */
  readonly watchFolder?: (folder: string, options: { persistent: false }, listener: WatchListener<string>) => FSWatcher;
}

/** Git writes several files a command, a fetch many. */
const QUIET_MS = 100;

// refs/pull or refs/changes of a mirror may have thousands of folders, and no streams
const WATCHED_REFS = ['heads', 'remotes', 'tags'];

/** Neither the watches nor the timer keep node alive. */
export function watchRefs(options: WatchOptions): { dispose(): void } {
  const { gitFolder, commonFolder, fingerprint, onChange, onError, watchFolder = nodeWatch } = options;
  const refs = join(commonFolder, 'refs');
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  let touched = false;
  /** Undefined: not known, so that the next look counts as a change. */
  let last: string | undefined;

  const dispose = (): void => {
    ended = true;
    clearTimeout(timer);
    for (const watcher of watchers.values()) watcher.close();
    watchers.clear();
  };

  const fail = (error: unknown): void => {
    if (ended) return;
    dispose();
    onError(error instanceof Error ? error : new Error(String(error)));
  };

  const forget = (folder: string): void => {
    for (const [watched, watcher] of watchers) {
      if (watched !== folder && !watched.startsWith(folder + sep)) continue;
      watcher.close();
      watchers.delete(watched);
    }
  };

  const watch = (folder: string, isRelevant: (name: string) => boolean): void => {
    if (watchers.has(folder)) return;
    const watcher = watchFolder(folder, { persistent: false }, (event, name) => {
      if (ended || (name !== null && !isRelevant(name))) return;
      // A folder that went and came back has to be watched anew
      if (event === 'rename' && name !== null) forget(join(folder, name));
      touched = true;
      clearTimeout(timer);
      timer = globalThis
        .setTimeout(() => {
          looked = looked.then(look);
        }, QUIET_MS)
        .unref();
    });
    watcher.on('error', fail);
    watchers.set(folder, watcher);
  };

  const watchBelow = (folder: string): void => {
    try {
      // First the watch, then the look: what is made between the two is seen by one of them
      watch(folder, name => !name.endsWith('.lock'));
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        if (entry.isDirectory()) watchBelow(join(folder, entry.name));
      }
    } catch (error) {
      if (!isAbsent(error)) throw error;
      forget(folder);
    }
  };

  const watchAll = (): void => {
    watch(gitFolder, name => name === 'HEAD' || (gitFolder === commonFolder && isShared(name)));
    watch(commonFolder, isShared);
    watch(refs, name => WATCHED_REFS.includes(name));
    for (const kind of WATCHED_REFS) watchBelow(join(refs, kind));
  };

  const look = async (): Promise<void> => {
    if (ended) return;
    try {
      watchAll();
      const now = await fingerprint();
      if (ended || now === last) return;
      last = now;
    } catch (error) {
      fail(error);
      return;
    }
    onChange();
  };

  const lookFirst = async (): Promise<void> => {
    try {
      const now = await fingerprint();
      // What it has seen may be newer than what the caller has: the news of that is on its way
      await setTimeout(QUIET_MS, undefined, { ref: false });
      last = touched ? undefined : now;
    } catch (error) {
      fail(error);
    }
  };

  let looked = Promise.resolve();
  try {
    watchAll();
    looked = lookFirst();
  } catch (error) {
    // Not before the caller has what it needs to dispose of the watch
    looked = looked.then(() => fail(error));
  }
  return { dispose };
}

function isShared(name: string): boolean {
  return name === 'packed-refs' || name === 'refs';
}

function isAbsent(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
