/** Bodhi's lists (`/updates/`, `/releases/`): how they are asked for and paged through. */
import type * as v from 'valibot';
import { getJson, type JsonService } from '../http/json-service';
import { BodhiError } from './bodhi';
import { type ReleaseJson, ReleasesPage, type UpdateJson, UpdatesPage } from './bodhi-json';
import { type ReadRecords, readReleases, readUpdates, type UnreadRecord } from './read-records';

/** Keys put into one question, so that its address stays well below the 8 KB that servers take. */
const KEYS_A_QUERY = 50;
/** Rows a page; the project's own client asks for as many, the server gives 1000 at most. */
export const ROWS = 100;
/** Pages read for one question. */
export const MAX_PAGES = 50;
/** Bytes a page: an update has all its comments with it, and popular ones have many. */
const MAX_BYTES = 64 * 1024 * 1024;

/** By name; a list is sent with commas between its members. */
export type Query = Readonly<Record<string, string | number | readonly string[]>>;

export interface Page<R> extends ReadRecords<R> {
  readonly pages: number;
}

export class BodhiQueries {
  /** `url` has no slash at the end. */
  constructor(
    readonly url: string,
    readonly service: JsonService,
  ) {}

  /** One page of updates, newest submitted first. */
  async updates(query: Query, page: number, signal: AbortSignal): Promise<Page<UpdateJson>> {
    const answer = await this.#get('/updates/', query, page, UpdatesPage, signal);
    return { ...readUpdates(answer.updates, page), pages: answer.pages };
  }

  allUpdates(query: Query, signal: AbortSignal): Promise<ReadRecords<UpdateJson>> {
    return this.#all('/updates/', page => this.updates(query, page, signal));
  }

  allReleases(signal: AbortSignal): Promise<ReadRecords<ReleaseJson>> {
    return this.#all('/releases/', async page => {
      const answer = await this.#get('/releases/', {}, page, ReleasesPage, signal);
      return { ...readReleases(answer.releases, page), pages: answer.pages };
    });
  }

  tooManyPages(path: string): BodhiError {
    return new BodhiError(`Bodhi has too much to say: ${this.url}${path}: more than ${MAX_PAGES} pages`);
  }

  /** One line that names the record of a list that cannot be read. */
  unreadText(path: string, { message }: UnreadRecord): string {
    return `Bodhi answered with something else than it should: ${this.url}${path}: ${message}`;
  }

  async #all<R>(path: string, ask: (page: number) => Promise<Page<R>>): Promise<ReadRecords<R>> {
    const rows: R[] = [];
    const unread: UnreadRecord[] = [];
    for (let page = 1, pages = 1; page <= pages; page++) {
      const answer = await ask(page);
      pages = answer.pages;
      if (pages > MAX_PAGES) throw this.tooManyPages(path);
      rows.push(...answer.rows);
      unread.push(...answer.unread);
    }
    return { rows, unread };
  }

  async #get<S extends typeof UpdatesPage | typeof ReleasesPage>(
    path: string,
    query: Query,
    page: number,
    schema: S,
    signal: AbortSignal,
  ): Promise<v.InferOutput<S>> {
    const url = `${this.url}${path}?${queryText({ rows_per_page: ROWS, ...query, page })}`;
    const { value } = await getJson<S>(this.service, { url, schema, maxBytes: MAX_BYTES, signal });
    if (value.page !== page) {
      throw new BodhiError(
        `Bodhi answered with something else than it should: ${this.url}${path}: page ${value.page} instead of page ${page}`,
      );
    }
    return value;
  }
}

/** Commas and blanks separate keys for Bodhi, and none of its names is longer than 100 characters. */
export function isAskable(key: string): boolean {
  return key.length <= 100 && /^[^\s,]+$/.test(key);
}

export function inBatches(keys: readonly string[]): string[][] {
  const batches: string[][] = [];
  for (let start = 0; start < keys.length; start += KEYS_A_QUERY) batches.push(keys.slice(start, start + KEYS_A_QUERY));
  return batches;
}

function queryText(query: Query): string {
  return Object.entries(query)
    .map(([name, value]) => {
      const members = typeof value === 'object' ? value : [String(value)];
      return `${name}=${members.map(encodeURIComponent).join(',')}`;
    })
    .join('&');
}
