/** The store of answers on disk: one small JSON file a key. Several processes may share the folder. */
import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Answered, AnswerStore } from './answer-store';
import { HostQueue } from './host-queue';

export interface DiskAnswersOptions {
  /** Made when something is first kept; nothing else may be in it. */
  readonly folder: string;
  /** Called at most once, with what keeps answers from being kept, in words. */
  readonly onError: (message: string) => void;
  /** Unix milliseconds. */
  readonly now?: () => number;
  /** Files kept at most. */
  readonly maxFiles?: number;
}

const DAY = 86_400_000;
/** Answers nobody has asked for in this time are deleted. */
const KEEP_UNUSED = 60 * DAY;
/** What somebody left half written may still be in the hands of another process. */
const KEEP_TEMPORARY = DAY / 24;
const MAX_FILES = 6_000;
/** Longer answers are not kept. Bytes. */
const MAX_SIZE = 4 * 1024 * 1024;
/** Files open at a time: systems bound them for a process. */
const AT_A_TIME = 16;

const FILE = v.object({ key: v.string(), at: v.number(), value: v.optional(v.unknown()) });

export function diskAnswers(options: DiskAnswersOptions): AnswerStore {
  return new DiskAnswers(options);
}

class DiskAnswers implements AnswerStore {
  readonly #turns = new HostQueue(AT_A_TIME);
  readonly #now: () => number;
  #told = false;
  #prepared: Promise<void> | undefined;

  constructor(private readonly options: DiskAnswersOptions) {
    this.#now = options.now ?? Date.now;
  }

  read(key: string): Promise<Answered<unknown> | undefined> {
    return this.#inTurn(async () => {
      try {
        const text = await this.#use(this.#file(key));
        return text === undefined ? undefined : parse(text, key);
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') this.#tell(error);
        return undefined;
      }
    });
  }

  async write(key: string, answer: Answered<unknown>): Promise<void> {
    try {
      const text = JSON.stringify({ key, at: answer.at, value: answer.value });
      if (Buffer.byteLength(text) > MAX_SIZE) return;
      this.#prepared ??= this.#prepare();
      await this.#prepared;
      await this.#inTurn(() => this.#replace(this.#file(key), text));
    } catch (error) {
      this.#tell(error);
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.#turns.run('', undefined, work);
  }

  #file(key: string): string {
    return join(this.options.folder, `${createHash('sha256').update(key).digest('hex')}.json`);
  }

  /** The text of a file that counts as used now; undefined where it is too long to be one of ours. */
  async #use(path: string): Promise<string | undefined> {
    let file: FileHandle | undefined;
    try {
      file = await open(path, 'r');
      const { size, mtimeMs } = await file.stat();
      if (size > MAX_SIZE) return undefined;
      const text = await file.readFile('utf8');
      if (this.#now() - mtimeMs > DAY) await this.#touch(path);
      return text;
    } finally {
      await file?.close();
    }
  }

  /** The time of the last change says when a file was last used, to the day. A folder that is only readable serves, too. */
  async #touch(path: string): Promise<void> {
    const seconds = this.#now() / 1000;
    await utimes(path, seconds, seconds).catch(() => undefined);
  }

  async #replace(path: string, text: string): Promise<void> {
    const temporary = `${path}.${randomUUID()}.tmp`;
    // whoever clears caches may have taken the folder, too
    await mkdir(this.options.folder, { recursive: true });
    try {
      await writeFile(temporary, text);
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  /** Makes the folder, and deletes what nobody has used for long and what is beyond the number of files. */
  async #prepare(): Promise<void> {
    const { folder, maxFiles = MAX_FILES } = this.options;
    await mkdir(folder, { recursive: true });
    const kept: { path: string; used: number }[] = [];
    for (const name of await readdir(folder)) {
      const path = join(folder, name);
      // another process may have deleted it meanwhile
      const status = await stat(path).catch(() => undefined);
      if (!status?.isFile()) continue;
      const age = this.#now() - status.mtimeMs;
      if (age > (name.endsWith('.tmp') ? KEEP_TEMPORARY : KEEP_UNUSED)) await rm(path, { force: true });
      else kept.push({ path, used: status.mtimeMs });
    }
    kept.sort((a, b) => b.used - a.used);
    for (const { path } of kept.slice(maxFiles)) await rm(path, { force: true });
  }

  #tell(error: unknown): void {
    if (this.#told) return;
    this.#told = true;
    const cause = error instanceof Error ? error.message : String(error);
    this.options.onError(`${this.options.folder}: answers of services cannot be kept (${cause})`);
  }
}

/** Undefined for what is broken, and for another key's answer. */
function parse(text: string, key: string): Answered<unknown> | undefined {
  const file = v.safeParse(FILE, json(text));
  return file.success && file.output.key === key ? { value: file.output.value, at: file.output.at } : undefined;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
