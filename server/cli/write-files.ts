/** Changes files of the working tree: all of them or none, each one whole at any moment. */
import { randomBytes } from 'node:crypto';
import { access, chmod, constants, copyFile, link, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { hasByteOrderMark, textBytes } from '../git/byte-order-mark';
import { holdSignals, type SignalSource } from './hold-signals';
import { InputError } from './ports';

export interface FileChange {
  /** Absolute. A symbolic link stays one: what it leads to is changed. */
  readonly path: string;
  /** What the change was made for; a file that says something else by now is left alone. Undefined: it is not there yet. */
  readonly before: string | undefined;
  readonly after: string;
  /** A byte order mark goes, as the project's own tool has it. */
  readonly dropsMark?: boolean;
}

export interface PreviewedFile {
  /** Absolute; of a file that is there, with links resolved. */
  readonly path: string;
  readonly before: Buffer | undefined;
  readonly after: Buffer;
}

interface Prepared {
  readonly target: string;
  readonly temporary: string;
  /** The target is not there yet. */
  readonly creates: boolean;
}

export interface WriteOptions {
  readonly signals?: SignalSource;
  /** Done when hardly anything can fail any more; where it rejects, no file is written, and the rejection is passed on. */
  readonly alongside?: () => Promise<void>;
}

/**
 * Throws an InputError, with nothing changed, where a file is not as it was read or cannot be written. A signal that comes
 * while the files are written waits until all of them are, or none.
 */
export async function writeFiles(
  changes: readonly FileChange[],
  { signals = process, alongside }: WriteOptions = {},
): Promise<void> {
  await holdSignals(signals, check => writeAll(changes, check, alongside));
}

async function writeAll(
  changes: readonly FileChange[],
  check: () => void,
  alongside: WriteOptions['alongside'],
): Promise<void> {
  const prepared: Prepared[] = [];
  const created: string[] = [];
  try {
    await saying(async () => {
      for (const change of changes) prepared.push(await prepare(change));
    });
    check();
    // what may still fail comes first, as it can be taken back
    await saying(async () => {
      for (const { target, temporary } of prepared.filter(({ creates }) => creates)) {
        await create(temporary, target);
        created.push(target);
      }
    });
    await alongside?.();
    await saying(async () => {
      for (const { target, temporary } of prepared.filter(({ creates }) => !creates)) await rename(temporary, target);
    });
  } catch (error) {
    for (const path of created) await rm(path, { force: true });
    throw error;
  } finally {
    // what was renamed is no longer there
    for (const { temporary } of prepared) await rm(temporary, { force: true });
  }
}

/** Whatever the file system refuses is an InputError. */
async function saying(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`cannot write: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** Puts the content in its place as a whole, but never over something that has come there in the meantime. */
async function create(temporary: string, target: string): Promise<void> {
  try {
    await link(temporary, target).catch((error: NodeJS.ErrnoException) => {
      // a file system without hard links
      if (error.code === 'EEXIST') throw error;
      return copyFile(temporary, target, constants.COPYFILE_EXCL);
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw new InputError(`${target} has come into being in the meantime: nothing is written`, { cause: error });
    }
    throw error;
  }
}

/** Writes the new content beside the file, with the file's mode. */
async function prepare(change: FileChange): Promise<Prepared> {
  const { path: target, before, after } = await previewFile(change);
  const temporary = temporaryFor(target);
  if (before === undefined) {
    await writeNew(temporary, after);
    return { target, temporary, creates: true };
  }
  // renaming over it asks for the folder's permission only
  await access(target, constants.W_OK);
  const { mode } = await stat(target);
  await writeNew(temporary, after, mode);
  // the mode given to open() is cut by the umask
  await chmod(temporary, mode);
  return { target, temporary, creates: false };
}

/** What `writeFiles` would write, byte for byte. Throws an InputError where it would as well. */
export async function previewFiles(changes: readonly FileChange[]): Promise<readonly PreviewedFile[]> {
  const files: PreviewedFile[] = [];
  await saying(async () => {
    for (const change of changes) files.push(await previewFile(change));
  });
  return files;
}

async function previewFile({ path, before, after, dropsMark = false }: FileChange): Promise<PreviewedFile> {
  if (before === undefined) return { path, before, after: textBytes(after, false) };
  const target = await realpath(path);
  const bytes = await readFile(target);
  const marked = hasByteOrderMark(bytes);
  if (!bytes.equals(textBytes(before, marked))) {
    throw new InputError(`${path} was changed in the meantime: nothing is written`);
  }
  return { path: target, before: bytes, after: textBytes(after, marked && !dropsMark) };
}

function temporaryFor(target: string): string {
  return join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}`);
}

async function writeNew(path: string, content: Buffer, mode?: number): Promise<void> {
  const handle = await open(path, 'wx', mode);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}
