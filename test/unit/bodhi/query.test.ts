import { describe, expect, it } from 'vitest';
import { BodhiError } from '../../../server/bodhi/bodhi';
import { BodhiQueries, inBatches, isAskable } from '../../../server/bodhi/query';
import type { HttpFetch } from '../../../server/http/http';

/** Answers each request with what `body` makes of its page number. */
function queries(body: (page: number) => unknown): { queries: BodhiQueries; urls: string[] } {
  const urls: string[] = [];
  const fetch: HttpFetch = async ({ url }) => {
    urls.push(url);
    const page = Number(new URL(url).searchParams.get('page'));
    return { status: 200, headers: {}, body: Buffer.from(JSON.stringify(body(page))), url };
  };
  const failure = (message: string, options: ErrorOptions) => new BodhiError(message, options);
  return { queries: new BodhiQueries('https://bodhi.example', { name: 'Bodhi', fetch, failure }), urls };
}

const signal = new AbortController().signal;
const release = (name: string) => ({ name, version: name.slice(1), dist_tag: name.toLowerCase(), state: 'current' });

describe('BodhiQueries', () => {
  it('reads all pages', async () => {
    const { queries: asked, urls } = queries(page => ({ page, pages: 3, releases: [release(`F4${page}`)] }));
    expect((await asked.allReleases(signal)).rows.map(({ name }) => name)).toEqual(['F41', 'F42', 'F43']);
    expect(urls).toEqual([1, 2, 3].map(page => `https://bodhi.example/releases/?rows_per_page=100&page=${page}`));
  });

  it('reads the other records of a page on which one is not as it should be', async () => {
    const { queries: asked } = queries(page => ({
      page,
      pages: 2,
      releases: [release('F41'), { ...release('F42'), state: 5 }, { ...release('F43'), name: null }],
    }));
    const { rows, unread } = await asked.allReleases(signal);
    expect(rows.map(({ name }) => name)).toEqual(['F41', 'F41']);
    expect(unread.map(record => asked.unreadText('/releases/', record)).slice(1, 3)).toEqual([
      'Bodhi answered with something else than it should: https://bodhi.example/releases/: releases.2 of page 1: name is null, where string was expected',
      'Bodhi answered with something else than it should: https://bodhi.example/releases/: F42: state is 5, where string was expected',
    ]);
  });

  it('sends lists with commas, and escapes what is in them', async () => {
    const { queries: asked, urls } = queries(page => ({ page, pages: 0, updates: [] }));
    await asked.allUpdates({ builds: ['gtk+-1-1.fc40', 'a~b^c&d=e-1-1'], rows_per_page: 5 }, signal);
    expect(urls).toEqual([
      'https://bodhi.example/updates/?rows_per_page=5&builds=gtk%2B-1-1.fc40,a~b%5Ec%26d%3De-1-1&page=1',
    ]);
  });

  it('refuses a server that says one page for all, and one that never ends', async () => {
    await expect(queries(() => ({ page: 1, pages: 2, updates: [] })).queries.allUpdates({}, signal)).rejects.toThrow(
      new BodhiError(
        'Bodhi answered with something else than it should: https://bodhi.example/updates/: page 1 instead of page 2',
      ),
    );
    const endless = queries(page => ({ page, pages: 51, updates: [] }));
    await expect(endless.queries.allUpdates({}, signal)).rejects.toThrow(
      new BodhiError('Bodhi has too much to say: https://bodhi.example/updates/: more than 50 pages'),
    );
    expect(endless.urls).toHaveLength(1);
  });
});

it('isAskable', () => {
  expect(['sudo-1.9.15-1.fc40', 'gtk+', 'FEDORA-2024-f0fd63c638'].filter(isAskable)).toHaveLength(3);
  expect(['', ' ', 'a,b', 'a b', 'a\n', 'x'.repeat(101)].filter(isAskable)).toEqual([]);
});

it('inBatches', () => {
  const keys = Array.from({ length: 101 }, (_, i) => `k${i}`);
  expect(inBatches(keys).map(batch => batch.length)).toEqual([50, 50, 1]);
  expect(inBatches(keys).flat()).toEqual(keys);
  expect(inBatches([])).toEqual([]);
});
