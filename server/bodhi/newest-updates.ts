/** The newest updates of many source packages, in few questions. */

import { compareEvr } from '../rpm/evr';
import { splitNvr } from '../rpm/nvr';
import type { UpdateJson } from './bodhi-json';
import { aliasOf } from './convert';
import { parseDate } from './date';
import { type BodhiQueries, MAX_PAGES, type Query, ROWS } from './query';

/** How far back a list goes. */
export interface Reach {
  /** Whether these updates of a package, newest first, are enough. */
  readonly enough: (name: string, updates: readonly UpdateJson[]) => boolean;
  /** Updates of each package that are kept; a page may hold many more of one. */
  readonly kept: number;
}

/** Five of each package, where there are so many. */
export const NEWEST: Reach = { enough: (_, updates) => updates.length >= 5, kept: 20 };

/** Back to a build that is not newer than the version and release given for its package. */
export function backTo(since: ReadonlyMap<string, string>): Reach {
  return {
    enough: (name, updates) => {
      const bound = since.get(name);
      return updates.some(({ builds }) =>
        builds.some(({ nvr }) => {
          const build = splitNvr(nvr);
          return build?.name === name && bound !== undefined && compareEvr(build.vr, bound) <= 0;
        }),
      );
    },
    kept: 1000,
  };
}

/** What a list says of one source package or build. */
export interface UpdateList {
  readonly updates: readonly UpdateJson[];
  /** A line for each record of it that cannot be read; it names the record. */
  readonly unread: readonly string[];
}

/** Rows of a page for each package that is asked for: most have few updates. */
const ROWS_A_PACKAGE = 20;

/**
 * The newest updates of each source package for a release, newest first: as many as are enough, where there are so many.
 *
 * One list holds the updates of all packages together, so that few busy ones (kernel) fill the first pages. As soon as
 * some have enough they are left out, and the list goes on from the date that was reached: a release's 500 updates of 50
 * packages take some four questions, not fifty.
 */
export async function newestUpdates(
  queries: BodhiQueries,
  names: readonly string[],
  release: string,
  signal: AbortSignal,
  { enough, kept }: Reach = NEWEST,
): Promise<Map<string, UpdateList>> {
  const unread = new Map(names.map(name => [name, new Set<string>()]));
  const found = new Map(names.map(name => [name, new Map<string, UpdateJson>()]));
  let wanted = names;
  let before: string | undefined;
  let page = 1;
  for (let asked = 0; wanted.length > 0; asked++) {
    if (asked === MAX_PAGES) throw queries.tooManyPages('/updates/');
    const answer = await queries.updates(listQuery(wanted, release, before), page, signal);
    for (const update of answer.rows) {
      for (const name of sourcesOf(update.builds.map(({ nvr }) => nvr))) {
        if (wanted.includes(name)) found.get(name)?.set(aliasOf(update), update);
      }
    }
    for (const record of answer.unread) {
      // without builds it may be of any of them
      const sources = record.builds ? sourcesOf(record.builds) : wanted;
      for (const name of sources) unread.get(name)?.add(queries.unreadText('/updates/', record));
    }
    if (page >= answer.pages) break;
    const lacking = wanted.filter(name => !enough(name, [...(found.get(name)?.values() ?? [])]));
    const reached = answer.rows.at(-1)?.date_submitted;
    if (lacking.length < wanted.length && reached) {
      wanted = lacking;
      before = secondAfter(reached);
      page = 1;
    } else {
      page++;
    }
  }
  return new Map(
    [...found].map(([name, updates]) => [
      name,
      { updates: [...updates.values()].slice(0, kept), unread: [...(unread.get(name) ?? [])] },
    ]),
  );
}

function listQuery(packages: readonly string[], release: string, before: string | undefined): Query {
  return {
    packages,
    releases: [release],
    rows_per_page: Math.min(ROWS, packages.length * ROWS_A_PACKAGE),
    ...(before === undefined ? {} : { submitted_before: before }),
  };
}

/** Bodhi leaves out that very moment, knows fractions of seconds but does not show them. ISO 8601, UTC. */
function secondAfter(date: string): string {
  return `${new Date(parseDate(date) + 1000).toISOString().slice(0, 19)}Z`;
}

/** Names of the source packages of builds: all but version and release of each NVR. */
function sourcesOf(nvrs: readonly string[]): Set<string> {
  return new Set(nvrs.map(nvr => splitNvr(nvr)?.name ?? nvr));
}
