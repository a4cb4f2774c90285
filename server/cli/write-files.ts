/** Changes files of the working tree: all of them or none, each one whole at any moment. */
import { randomBytes } from 'node:crypto';
import { access, chmod, constants, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { holdSignals, type SignalSource } from './hold-signals';
import { InputError } from './ports';

export interface FileChange {
  /** Absolute. A symbolic link stays one: what it leads to is changed. */
  readonly path: string;
  /** What the change was made for; a file that says something else by now is left alone. */
  readonly before: string;
  readonly after: string;
}

interface Prepared {
  readonly target: string;
  readonly temporary: string;
}

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Throws an InputError, with nothing changed, where a file is not as it was read or cannot be written. A signal that comes
 * while the files are written waits until all of them are, or none.
 */
export async function writeFiles(changes: readonly FileChange[], signals: SignalSource = process): Promise<void> {
  if (changes.length > 0) await holdSignals(signals, check => writeAll(changes, check));
}

async function writeAll(changes: readonly FileChange[], check: () => void): Promise<void> {
  const prepared: Prepared[] = [];
  try {
    for (const change of changes) prepared.push(await prepare(change));
    check();
    for (const { target, temporary } of prepared) await rename(temporary, target);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`cannot write: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  } finally {
    // what was renamed is no longer there
    for (const { temporary } of prepared) await rm(temporary, { force: true });
  }
}

/** Writes the new content beside the file, with the file's mode. */
async function prepare({ path, before, after }: FileChange): Promise<Prepared> {
  const target = await realpath(path);
  const bytes = await readFile(target);
  const mark = bytes.subarray(0, 3).equals(BYTE_ORDER_MARK) && !before.startsWith('\ufeff');
  const text = bytes.subarray(mark ? 3 : 0);
  if (!text.equals(Buffer.from(before)))
    throw new InputError(`${path} was changed in the meantime: nothing is written`);
  // renaming over it asks for the folder's permission only
  await access(target, constants.W_OK);
  const { mode } = await stat(target);
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}`);
  const handle = await open(temporary, 'wx', mode);
  try {
    await handle.writeFile(mark ? Buffer.concat([BYTE_ORDER_MARK, Buffer.from(after)]) : after);
    await handle.sync();
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  // the mode given to open() is cut by the umask
  await chmod(temporary, mode);
  return { target, temporary };
}
