import { describe, expect, it } from 'vitest';
import type { FromCompare, ToCompare } from '../../client/webview/messages';
import type { StreamFeed, StreamRow, StreamsOfRepository } from '../../server/protocol';
import { violations } from './support/axe';
import { pages } from './support/browser';
import type { ThemeName } from './support/themes';

const NONE = { added: 0, upgraded: 0, downgraded: 0, removed: 0 };

function feed(from: string, signs: string, words: string, likely = true): StreamFeed {
  const overrides = { overridesLost: 0, overridesGained: 0, overridesChanged: 0 };
  const summary = { packages: NONE, sources: NONE, rebuilds: 0, unchanged: 400, ...overrides };
  return { from, spec: from, likely, summary, signs, words, downgrades: [], lostOverrides: [] };
}

function row(stream: string, feeds: readonly StreamFeed[] = [], more: Partial<StreamRow> = {}): StreamRow {
  const commit = { id: '3a71e3cf', subject: 'tree: promote changes', committed: 1_729_501_581 };
  const rest = { releasever: '40', commit, overrides: 1, closed: false, locks: '', uri: undefined };
  return { stream, label: `origin/${stream}`, spec: stream, worktree: false, feeds, ...rest, ...more };
}

const REPOSITORY: StreamsOfRepository = {
  folder: '/src/fedora-coreos-config',
  name: 'fedora-coreos-config',
  streams: [
    row('testing-devel', [], { spec: 'worktree', label: 'working tree', worktree: true }),
    row('testing', [feed('testing-devel', '^10', '10 upgraded')]),
    row('stable', [feed('testing', '^20 !1', '20 upgraded; 1 override lost')]),
    row('next-devel', [], { closed: true }),
    row('next', [
      feed('testing-devel', '+8 ^25 v418 -8', '8 added, 25 upgraded, 418 downgraded, 8 removed'),
      feed('next-devel', 'nothing new', 'nothing new', false),
    ]),
    row('rawhide'),
  ],
  notes: [],
};

const open = pages<ToCompare, FromCompare>('compare');

/** The picture alone on the page that brings it. */
async function shown({ theme = 'dark' as ThemeName, width = 1100, repository = REPOSITORY } = {}) {
  const { page } = await open({ theme, width });
  await page.evaluate(async value => {
    await customElements.whenDefined('streams-graph');
    const main = document.createElement('main');
    const heading = document.createElement('h1');
    heading.textContent = 'Streams';
    const graph = Object.assign(document.createElement('streams-graph'), {
      repository: value,
      from: 'stable',
      to: 'testing',
    });
    const events: unknown[] = [];
    Reflect.set(window, 'compared', events);
    graph.addEventListener('compare', event => events.push((event as CustomEvent).detail));
    main.append(heading, graph);
    document.body.replaceChildren(main);
  }, repository);
  await page.locator('streams-graph svg, streams-graph p').first().waitFor();
  return { page, compared: () => page.evaluate(() => Reflect.get(window, 'compared') as unknown) };
}

describe('the picture of the streams', () => {
  it('compares what a stream has with what it would get, by click and by key', async () => {
    const { page, compared } = await shown();
    await page.getByRole('button', { name: /^testing to stable: 20 upgraded; 1 override lost\./ }).click();
    await page.getByRole('button', { name: /^testing-devel to next/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^testing-devel to testing/ }).focus();
    await page.keyboard.press('Space');
    expect(await compared()).toEqual([
      { from: 'stable', to: 'testing' },
      { from: 'next', to: 'worktree' },
      { from: 'testing', to: 'worktree' },
    ]);
  });

  it('says the same in a list', async () => {
    const { page } = await shown();
    const items = page.getByRole('list', { name: 'Streams of fedora-coreos-config' }).getByRole('listitem');
    expect(await items.count()).toBe(6);
    expect((await items.nth(2).textContent())?.trim()).toBe(
      'stable (origin/stable), release 40, 1 override, last commit 2024-10-21: tree: promote changes. testing would bring 20 upgraded; 1 override lost',
    );
    expect((await items.nth(3).textContent())?.trim()).toMatch(/^next-devel \(origin\/next-devel\), closed, /);
  });

  it('marks what is compared and what is not likely, in words and strokes', async () => {
    const { page } = await shown();
    expect(await page.locator('streams-graph .role').allTextContents()).toEqual(['to', 'from']);
    expect(await page.locator('streams-graph .arrow.compared').count()).toBe(1);
    expect(await page.locator('streams-graph .arrow.unlikely').count()).toBe(1);
  });

  it.each([1100, 480, 320])('scrolls within itself at %i px', async width => {
    const { page } = await shown({ width });
    const inside = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(inside).toBeLessThanOrEqual(width);
  });

  it('says that there is no stream', async () => {
    const { page } = await shown({ repository: { ...REPOSITORY, streams: [] } });
    expect(await page.locator('streams-graph').innerText()).toBe('No stream of fedora-coreos-config is known here.');
  });

  it.each(['dark', 'light', 'highContrast', 'highContrastLight'] as const)('is accessible: %s', async theme => {
    const { page } = await shown({ theme });
    expect(await violations(page)).toEqual([]);
  });
});
