/**
 * The advisories of repositories in the cache folder, below `updateinfo/`:
 *
 *     <id>-<basearch>-<hash>.json     what is known of one repository and basearch (CachedUpdateinfo)
 *     <algorithm>-<hex>.advisories    what was read from the updateinfo.xml with that checksum
 *
 * The latter is a line with format, checksum of the source and SHA-256 of the rest, then JSON: a hundredth of the time of the XML.
 */
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { KEEP_REPOSITORY, KEEP_UNUSED, list, readText, stateName, writeBeside } from './cache-files';
import { type CachedUpdateinfo, parseCachedUpdateinfo } from './cached-repository';
import type { RepositorySource } from './repository-source';
import type { UpdateinfoAdvisory } from './updateinfo';

/** Another form, another number: the files of before are as good as broken then. */
const FORMAT = 'manifest-lock advisories 1';

export class UpdateinfoCache {
  readonly #folder: string;

  constructor(cacheFolder: string) {
    this.#folder = join(cacheFolder, 'updateinfo');
  }

  /** Undefined where nothing (or nothing readable) is there. Rejects where the folder cannot be read. */
  async readState(source: RepositorySource): Promise<CachedUpdateinfo | undefined> {
    const text = await readText(this.#stateFile(source));
    return text === undefined ? undefined : parseCachedUpdateinfo(text);
  }

  async writeState(source: RepositorySource, state: CachedUpdateinfo): Promise<void> {
    await writeBeside(this.#stateFile(source), `${JSON.stringify(state, undefined, 1)}\n`);
  }

  /** `checksum`: `type:hex` of the updateinfo.xml as served. Undefined where it is not cached, or damaged. */
  async readAdvisories(checksum: string): Promise<readonly UpdateinfoAdvisory[] | undefined> {
    const text = await readText(this.#advisoriesFile(checksum));
    const end = text?.indexOf('\n') ?? -1;
    if (text === undefined || end < 0) return undefined;
    const content = text.slice(end + 1);
    if (text.slice(0, end) !== headLine(checksum, content)) return undefined;
    return JSON.parse(content) as readonly UpdateinfoAdvisory[];
  }

  async writeAdvisories(checksum: string, advisories: readonly UpdateinfoAdvisory[]): Promise<void> {
    const content = JSON.stringify(advisories);
    await writeBeside(this.#advisoriesFile(checksum), `${headLine(checksum, content)}\n${content}`);
  }

  /** Deletes what nobody has used for long. `now` in Unix milliseconds. */
  async prune(now: number): Promise<void> {
    const used = new Set<string>();
    const files = await list(this.#folder, now);
    for (const { name, age } of files.filter(file => file.name.endsWith('.json'))) {
      const state = parseCachedUpdateinfo((await readText(join(this.#folder, name))) ?? '');
      if (state && now - state.checkedAt < KEEP_REPOSITORY) {
        if (state.updateinfo) used.add(advisoriesName(state.updateinfo.checksum));
      } else if (age > KEEP_UNUSED) await rm(join(this.#folder, name), { force: true });
    }
    for (const { name, age } of files.filter(file => !file.name.endsWith('.json'))) {
      if (!used.has(name) && age > KEEP_UNUSED) await rm(join(this.#folder, name), { force: true });
    }
  }

  #stateFile(source: RepositorySource): string {
    return join(this.#folder, stateName(source));
  }

  #advisoriesFile(checksum: string): string {
    return join(this.#folder, advisoriesName(checksum));
  }
}

const advisoriesName = (checksum: string): string => `${checksum.replace(':', '-')}.advisories`;

function headLine(checksum: string, content: string): string {
  return `${FORMAT} ${checksum} ${createHash('sha256').update(content).digest('hex')}`;
}
