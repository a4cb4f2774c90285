import { describe, expect, it } from 'vitest';
import type { FromHistory, HistoryState, ToHistory } from '../../client/webview/messages';
import type { HistoryResult } from '../../server/protocol';
import { PODMAN } from '../unit/client/webview/history/podman';
import { violations } from './support/axe';
import { pages } from './support/browser';
import type { ThemeName } from './support/themes';

const STATE: HistoryState = {
  uri: 'file:///src/fedora-coreos-config',
  name: 'podman',
  since: undefined,
  arch: undefined,
};

const RESULT: HistoryResult = {
  ...PODMAN,
  matrix: [
    {
      stream: 'testing-devel',
      label: 'testing-devel',
      versions: {
        x86_64: { evr: '5:5.2.5-1.fc40', provenance: 'override', type: 'fast-track' },
        aarch64: { evr: '5:5.2.4-1.fc40', provenance: 'base' },
      },
    },
    { stream: 'rawhide', label: 'origin/rawhide', versions: {} },
  ],
  notes: ['branched has no branch here.'],
};

const open = pages<ToHistory, FromHistory>('history');
type Opened = Awaited<ReturnType<typeof open>>;

async function shown(options: { theme?: ThemeName; width?: number } = {}, result = RESULT): Promise<Opened> {
  const opened = await open(options);
  await opened.said('ready');
  await opened.tell({ type: 'asking', state: STATE }, { type: 'result', state: STATE, result });
  await opened.page.locator('version-plot svg, main p:text("No stream")').first().waitFor();
  return opened;
}

const about = async ({ page }: Opened): Promise<string> =>
  (await page.locator('.about').innerText()).replace(/\s+/g, ' ').trim();

describe('Package History', () => {
  it('says that it can take messages, and asks nothing by itself', async () => {
    const opened = await open();
    await opened.said('ready');
    expect(await opened.told()).toEqual([{ type: 'ready' }]);
    expect(await opened.page.locator('main').innerText()).toBe('No package is chosen.');
  });

  it('shows a line a stream, and the same in tables', async () => {
    const { page } = await shown();
    expect(await page.locator('version-plot .line').count()).toBe(5);
    expect(await page.locator('version-plot .end .name').allTextContents()).toEqual([
      'testing-devel',
      'testing',
      'stable',
      'next',
    ]);
    const [matrix, spans] = [page.locator('table').nth(0), page.locator('table').nth(1)];
    expect(await matrix.locator('tbody tr').allInnerTexts()).toEqual([
      'testing-devel\t5:5.2.5-1.fc40 fast-track\t5:5.2.4-1.fc40\taarch64 differs',
      'origin/rawhide\tnot locked\tnot locked\tnot locked',
    ]);
    // five streams, and a heading for each
    expect(await spans.locator('tbody tr').count()).toBe(18 + 5);
    const cells = await spans.locator('tbody').nth(1).locator('tr').nth(1).locator('th, td').allInnerTexts();
    expect(cells.map(cell => cell.trim())).toEqual([
      '5:5.2.4-1.fc40',
      '2024-10-07',
      'now',
      '17',
      'fast-track',
      'fedora-coreos-tracker#1809',
      'c17aac85 overrides: fast-track',
    ]);
    expect(await page.getByText('branched has no branch here.').isVisible()).toBe(true);
  });

  it('says what stands under the pointer, and keeps it after a click', async () => {
    const opened = await shown();
    const { page } = opened;
    const box = await page.locator('[aria-label^="testing: 5:5.2.4"] .halo').boundingBox();
    if (!box) throw new Error('the span has no place');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    const told =
      'origin/testing 5:5.2.4-1.fc40 · fast-track · since 2024-10-07, 17 days so far c17aac85 overrides: fast-track · reason: fedora-coreos-tracker#1809';
    await expect.poll(() => about(opened)).toBe(told);
    await page.mouse.move(1, 1);
    await expect.poll(() => about(opened)).toMatch(/^Point at a line/);
    await page.mouse.click(x, y);
    await page.mouse.move(1, 1);
    await expect.poll(() => about(opened)).toBe(told);
  });

  it('is walked through with arrow keys: one tab stop, commits by Enter', async () => {
    const opened = await shown();
    const { page } = opened;
    const stops = page.locator('version-plot [tabindex="0"]');
    expect(await stops.count()).toBe(1);
    await stops.focus();
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label')?.split(',')[0]);
    expect(await focused()).toBe('testing-devel: 5:5.2.5-1.fc40');
    await page.keyboard.press('ArrowLeft');
    expect(await focused()).toBe('testing-devel: 5:5.2.4-1.fc40');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe('testing: 5:5.2.4-1.fc40');
    await page.keyboard.press('Home');
    expect(await focused()).toBe('testing: 5:5.2.1-1.fc40');
    await expect.poll(() => about(opened)).toContain('2024-08-26 to 2024-09-09, 14 days');
    expect(await stops.count()).toBe(1);
    await page.keyboard.press('Enter');
    expect(await opened.said('commit')).toEqual({ type: 'commit', stream: 'testing', commit: '9874dbf6' });
  });

  it('opens commits and reasons through the extension', async () => {
    const opened = await shown();
    await opened.page.getByRole('button', { name: /^0c276a22/ }).click();
    expect(await opened.said('commit')).toEqual({ type: 'commit', stream: 'testing-devel', commit: '0c276a22' });
    await opened.page.locator('td a').first().click();
    expect(await opened.said('link')).toEqual({
      type: 'link',
      url: 'https://github.com/coreos/fedora-coreos-tracker/issues/1809',
    });
  });

  it('asks for another basearch and time, and shows what it has until the answer comes', async () => {
    const opened = await shown();
    await opened.page.getByRole('combobox', { name: 'Basearch' }).selectOption('aarch64');
    expect(await opened.said('ask')).toEqual({
      type: 'ask',
      state: expect.objectContaining({ name: 'podman', arch: 'aarch64' }),
    });
    expect(await opened.page.locator('version-plot svg').isVisible()).toBe(true);
    await expect.poll(() => opened.page.locator('main').getAttribute('aria-busy')).toBe('true');
    await opened.forget();
    await opened.page.getByRole('combobox', { name: 'Time' }).selectOption({ label: 'All' });
    expect((await opened.said('ask')).state).toMatchObject({ since: 0, arch: 'aarch64' });
  });

  it('takes no answer to what is not asked any more', async () => {
    const opened = await shown();
    const other = { ...STATE, name: 'kernel' };
    const kernel = { ...RESULT, name: 'kernel', notes: ['This is the kernel.'] };
    await opened.tell({ type: 'asking', state: other }, { type: 'result', state: STATE, result: RESULT });
    await opened.tell({ type: 'result', state: other, result: kernel });
    await opened.page.getByText('This is the kernel.').waitFor();
    expect(await opened.page.locator('h1').innerText()).toMatch(/^kernel/);
    expect(await opened.kept()).toMatchObject({ name: 'kernel' });
  });

  it('asks by name for what was found at a place', async () => {
    const opened = await open();
    const state = { ...STATE, name: '', position: { line: 3, character: 4 } };
    await opened.tell({ type: 'asking', state }, { type: 'result', state, result: RESULT });
    await opened.page.locator('version-plot svg').waitFor();
    expect(await opened.page.locator('h1').innerText()).toMatch(/^podman/);
    await opened.page.reload();
    expect((await opened.said('ask')).state).toEqual(expect.objectContaining({ uri: STATE.uri, name: 'podman' }));
    expect((await opened.said('ask')).state.position).toBeUndefined();
  });

  it('comes back after a reload: asks what it showed, with the same streams switched off', async () => {
    const opened = await shown();
    await opened.page.getByRole('button', { name: 'rawhide', exact: true }).click();
    await expect.poll(() => opened.page.locator('version-plot .line').count()).toBe(4);
    await opened.page.reload();
    const { state } = await opened.said('ask');
    expect(state).toMatchObject({ uri: STATE.uri, name: 'podman' });
    await opened.tell({ type: 'result', state, result: RESULT });
    await opened.page.locator('version-plot svg').waitFor();
    await expect.poll(() => opened.page.locator('version-plot .line').count()).toBe(4);
    expect(await opened.page.getByRole('button', { name: 'rawhide', exact: true }).getAttribute('aria-pressed')).toBe(
      'false',
    );
  });

  it('says what failed, and asks again', async () => {
    const opened = await shown();
    await opened.tell({ type: 'failed', message: 'This is no git repository.' });
    await opened.page.getByText('This is no git repository.').first().waitFor();
    await opened.page.getByRole('button', { name: 'Try Again' }).click();
    expect((await opened.said('ask')).state).toMatchObject({ name: 'podman' });
  });

  it('says that nobody has it', async () => {
    const nothing = { ...RESULT, streams: [], versions: [], matrix: [], notes: [] };
    const { page } = await shown({}, nothing);
    expect(await page.locator('main').innerText()).toBe('No stream has locked podman on x86_64 since 2024-08-18.');
  });

  it('fits into a narrow column', async () => {
    const { page } = await shown({ width: 440 });
    const [inside, width] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    expect(inside).toBe(width);
  });

  it('shows text of a repository as text', async () => {
    const [first, ...others] = RESULT.streams;
    if (!first) throw new Error('no stream');
    const evil = '<img src=x onerror="window.bad = 1">';
    const spans = first.spans.map(span => ({ ...span, subject: evil, reason: `javascript:${evil}` }));
    const { page } = await shown({}, { ...RESULT, streams: [{ ...first, spans }, ...others] });
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
    expect(await page.locator('td', { hasText: evil }).count()).toBeGreaterThan(0);
  });

  it.each(['dark', 'light', 'highContrast', 'highContrastLight'] as const)('is accessible: %s', async theme => {
    const { page } = await shown({ theme });
    await page.locator('version-plot [tabindex="0"]').focus();
    expect(await violations(page)).toEqual([]);
  });
});
