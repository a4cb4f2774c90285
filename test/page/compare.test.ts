/** The page "Compare Streams" as its users have it: with a mouse, with a keyboard alone, after a reload, with bad news. */
import { describe, expect, it } from 'vitest';
import type { CompareState, FromCompare, ToCompare } from '../../client/webview/messages';
import { ADVISORIES, CHOICES, changed, compared, manyCompared, PAIR, resultOf, STREAMS } from '../support/compared';
import { violations } from './support/axe';
import { pages } from './support/browser';
import type { OpenPage } from './support/harness';
import type { ThemeName } from './support/themes';

type Compare = OpenPage<ToCompare, FromCompare>;

const open = pages<ToCompare, FromCompare>('compare');

const KOJI = 'https://koji.fedoraproject.org/koji/buildinfo?buildID=2555555';

function result(update = false, of = compared()): ToCompare {
  return { type: 'result', ...PAIR, result: of, update };
}

const START: readonly ToCompare[] = [
  { type: 'choices', repositories: [CHOICES] },
  { type: 'comparing', ...PAIR },
  result(),
  { type: 'advisories', from: 'stable', to: 'testing', result: ADVISORIES },
  { type: 'streams', repository: STREAMS },
];

async function shown(options: Parameters<typeof open>[0] = {}): Promise<Compare> {
  const compare = await open(options);
  await compare.tell(...START);
  await compare.page.getByRole('treegrid').waitFor();
  await compare.page.getByText('Advisories: Bodhi').waitFor();
  return compare;
}

const rowOf = ({ page }: Compare, name: string) => page.locator(`.line.row[data-key="${name}"]`);
const below = ({ page }: Compare, name: string) => page.locator(`.line:not(.row)[data-key^="${name} > "]`);
const picker = ({ page }: Compare, name: 'From' | 'To') => page.getByRole('combobox', { name, exact: true });
const toggle = ({ page }: Compare, name: string) =>
  page.getByRole('toolbar').getByRole('button', { name, exact: true });
const filter = ({ page }: Compare) => page.getByRole('textbox', { name: /^Filter/ });
const rows = ({ page }: Compare) => page.locator('.grid-body > .line.row');
const names = async (compare: Compare) => await compare.page.locator('.grid-body > .line.row .package').allInnerTexts();
const said = (compare: Compare) => compare.page.getByRole('status');
const focused = async ({ page }: Compare) =>
  await page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-key]')?.dataset['key']);

async function tellStory(compare: Compare, source: string): Promise<void> {
  await compare.tell({
    type: 'story',
    from: 'stable',
    to: 'testing',
    source,
    story: {
      changelog: [
        {
          at: Date.UTC(2024, 9, 1, 12),
          author: 'A Packager <packager@example.org> - 9.6p1-1.5',
          text: '- Fix CVE-2024-6409',
        },
      ],
      toPage: KOJI,
      problems: [],
    },
  });
}

describe('what is shown', () => {
  it('says it all in one line', async () => {
    const { page } = await shown();
    await expect
      .poll(() => page.locator('.summary').innerText())
      .toContain(
        'Packages: ^25 upgraded, v1 downgraded, +2 added, -1 removed, 405 the same, 16 source packages (1 only rebuilt), ' +
          '1 security fix, 1 security fix lost, 1 override lost, 2 overrides gained',
      );
  });

  it('has a row for each source package, with words beside the icons', async () => {
    const compare = await shown({ width: 1200 });
    const podman = rowOf(compare, 'podman');
    expect(await podman.getByRole('gridcell').allInnerTexts()).toEqual([
      'podman',
      ' downgraded',
      '5:5.2.4-1.fc40 \u2192 \nto\n5:5.2.3-1.fc40',
      '',
      'fast-track \u2192 base, reason',
      ' loses moderate, 3 CVEs',
    ]);
    expect(await rowOf(compare, 'rpm-ostree').locator('.arches').innerText()).toBe('x86_64, aarch64');
    expect(await rowOf(compare, 'linux-firmware').locator('.name').innerText()).toBe(
      'linux-firmware 4 packages, 1 added',
    );
    expect(await rowOf(compare, 'podman').locator('.versions b').allInnerTexts()).toEqual(['4', '3']);
  });

  it('lists the overrides that are lost, whatever the versions do', async () => {
    const compare = await shown();
    const section = compare.page.getByRole('region', { name: 'Overrides: 1 lost, 2 gained' });
    const [lost] = await section.getByRole('row').filter({ hasText: 'podman' }).allInnerTexts();
    expect(lost).toMatch(/lost\s+podman\s+fast-track 5:5\.2\.4-1\.fc40 .*\s+goes down to 5:5\.2\.3-1\.fc40/s);
    await section.getByRole('button', { name: /^fast-track 5:5.2.4-1.fc40/ }).click();
    expect(await compare.said('place')).toEqual({ type: 'place', side: 'from', name: 'podman', arch: 'x86_64' });
    await section.getByRole('link', { name: 'FEDORA-2024-f0fd63c638' }).click();
    expect((await compare.said('link')).url).toBe('https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638');
  });

  it('opens a row to its binaries, advisories, changelog and what can be done', async () => {
    const compare = await shown();
    await rowOf(compare, 'openssh').click();
    expect(await compare.said('story')).toEqual({ type: 'story', source: 'openssh' });
    await below(compare, 'openssh').getByText('Asking for the changelog').waitFor();
    await tellStory(compare, 'openssh');
    await below(compare, 'openssh').getByText('- Fix CVE-2024-6409').waitFor();
    expect(await below(compare, 'openssh').getByText('2024-10-01').innerText()).toBe(
      '2024-10-01 A Packager <packager@example.org> - 9.6p1-1.5',
    );
    const lines = below(compare, 'openssh');
    expect(await lines.getByText('CVE-2024-6387').innerText()).toBe('CVE-2024-6387, CVE-2024-6409');
    await lines.getByRole('link', { name: 'FEDORA-2024-213f33544e' }).click();
    expect((await compare.said('link')).url).toBe('https://bodhi.fedoraproject.org/updates/FEDORA-2024-213f33544e');
    await compare.forget();
    await lines.getByRole('button', { name: 'Build in testing' }).click();
    expect((await compare.said('link')).url).toBe(KOJI);
    await lines.getByRole('button', { name: 'Entry in stable' }).click();
    expect(await compare.said('place')).toEqual({ type: 'place', side: 'from', name: 'openssh', arch: 'x86_64' });
    await lines.getByRole('button', { name: 'Package History' }).click();
    expect((await compare.said('history')).name).toBe('openssh');
    await lines.getByRole('button', { name: 'Backport' }).click();
    expect((await compare.said('backport')).name).toBe('openssh');
    await rowOf(compare, 'openssh').click();
    await expect.poll(() => lines.count()).toBe(0);
  });

  it('tells basearches apart where they differ, each with its entry', async () => {
    const compare = await shown({ width: 1200, height: 1000 });
    await rowOf(compare, 'rpm-ostree').click();
    const libs = compare.page.locator('.line.binary').filter({ hasText: 'rpm-ostree-libs' });
    expect(await libs.locator('.arches').allInnerTexts()).toEqual(['x86_64, aarch64', 's390x']);
    await libs
      .last()
      .getByRole('button', { name: /^2024.7-2.fc40: go to rpm-ostree-libs in testing/ })
      .click();
    expect(await compare.said('place')).toEqual({ type: 'place', side: 'to', name: 'rpm-ostree-libs', arch: 's390x' });
  });

  it('says what could not be told of an open row', async () => {
    const compare = await shown();
    await rowOf(compare, 'bash').click();
    const story = { problems: ['Koji cannot be reached: no answer within 20 s'] };
    await compare.tell({ type: 'story', from: 'stable', to: 'testing', source: 'bash', story });
    await below(compare, 'bash').getByText('Koji cannot be reached: no answer within 20 s').waitFor();
    expect(await below(compare, 'bash').getByText('Asking').count()).toBe(0);
  });

  it('sets the text of others as text', async () => {
    const evil = '<img src=x onerror=alert(1)>';
    const compare = await open();
    await compare.tell(result(false, resultOf([changed(evil, evil, '1-1', '2-1')])), {
      type: 'advisories',
      from: 'stable',
      to: 'testing',
      result: {
        bySource: {
          [evil]: [
            { id: evil, title: evil, type: 'security', severity: 'low', cves: [evil], url: 'javascript:alert(1)' },
          ],
        },
        asked: [evil],
        problems: [evil],
      },
    });
    await compare.page.locator('.line.row').click();
    await compare.page.getByText(evil).first().waitFor();
    expect(await compare.page.locator('img').count()).toBe(0);
    expect(await compare.page.locator('a').count()).toBe(0);
  });
});

describe('what is compared', () => {
  it('asks for another pair, and swaps', async () => {
    const compare = await shown();
    await picker(compare, 'From').selectOption('testing-devel');
    expect(await compare.said('compare')).toEqual({ ...PAIR, type: 'compare', from: 'testing-devel' });
    await compare.forget();
    await compare.page.getByRole('button', { name: 'Swap the two sides' }).click();
    expect(await compare.said('compare')).toEqual({ ...PAIR, type: 'compare', from: 'testing', to: 'testing-devel' });
    await expect.poll(() => picker(compare, 'From').inputValue()).toBe('testing');
    expect(await compare.page.getByRole('progressbar', { name: 'Comparing' }).count()).toBe(1);
  });

  it('groups the choices, and lets one type another', async () => {
    const compare = await shown();
    const groups = await compare.page
      .getByLabel('To')
      .locator('optgroup')
      .evaluateAll(all => all.map(each => each.getAttribute('label')));
    expect(groups).toEqual(['Streams', 'Working tree', 'Branches', 'Builds']);
    await picker(compare, 'To').selectOption({ label: 'Other\u2026' });
    expect(await compare.said('other')).toEqual({ type: 'other', side: 'to' });
    expect(await picker(compare, 'To').inputValue()).toBe('testing');
  });

  it('shows a side that is none of the choices', async () => {
    const compare = await shown();
    const typed = { ...PAIR, to: 'tag:f40-updates' };
    await compare.tell({ type: 'comparing', ...typed });
    await expect.poll(() => picker(compare, 'To').inputValue()).toBe('tag:f40-updates');
  });

  it('compares what an arrow of the picture stands for, and offers the promotion', async () => {
    const compare = await shown();
    await compare.page.getByRole('button', { name: 'Preview Promotion' }).click();
    expect(await compare.said('promote')).toEqual({ type: 'promote', from: 'testing', to: 'stable' });
    await compare.page.locator('streams-graph [role="button"]').first().click();
    expect(await compare.said('compare')).toEqual({ ...PAIR, type: 'compare', from: 'testing', to: 'testing-devel' });
    await compare.page.getByRole('button', { name: 'Streams', exact: true }).click();
    await expect.poll(() => compare.page.locator('streams-graph').count()).toBe(0);
  });

  it('copies and saves', async () => {
    const compare = await shown();
    await compare.page.getByRole('button', { name: 'Copy as Markdown' }).click();
    await compare.said('copyMarkdown');
    await compare.tell({ type: 'done', message: 'Copied as Markdown.' });
    await compare.page.locator('.summary').getByText('Copied as Markdown.').waitFor();
    await expect.poll(() => said(compare).innerText()).toBe('Copied as Markdown.');
    await compare.page.getByRole('button', { name: 'Save as JSON' }).click();
    await compare.said('saveJson');
  });
});

describe('what is left out', () => {
  it('filters by name, source, version, CVE and advisory', async () => {
    const compare = await shown();
    const left = async (text: string) => {
      await filter(compare).fill(text);
      return await names(compare);
    };
    expect(await left('device-mapper')).toEqual(['lvm2']);
    expect(await left('LVM2')).toEqual(['lvm2']);
    expect(await left('6.11.3')).toEqual(['kernel']);
    expect(await left('cve-2024-6387')).toEqual(['openssh']);
    expect(await left('FEDORA-2024-f0fd63c638')).toEqual(['podman']);
    expect(await left('fc41 rebuilt')).toEqual([]);
    await compare.page.getByText('Nothing that changes is like what you look for.').waitFor();
    await expect.poll(() => said(compare).innerText()).toBe('0 of 16 changes shown');
    await filter(compare).press('Escape');
    expect(await filter(compare).inputValue()).toBe('');
    expect(await rows(compare).count()).toBe(16);
  });

  it('shows some kinds, some basearches, security and overrides only', async () => {
    const compare = await shown({ height: 1200 });
    await toggle(compare, 'Downgraded').click();
    await toggle(compare, 'Removed').click();
    expect(await names(compare)).toEqual(['moby-engine', 'podman']);
    expect(await toggle(compare, 'Removed').getAttribute('aria-pressed')).toBe('true');
    await toggle(compare, 'Downgraded').click();
    await toggle(compare, 'Removed').click();
    await toggle(compare, 's390x').click();
    await toggle(compare, 'Overrides only').click();
    expect(await names(compare)).toEqual(['podman']);
    await toggle(compare, 's390x').click();
    expect(await names(compare)).toEqual(['podman', 'rpm-ostree']);
    await toggle(compare, 'Overrides only').click();
    await toggle(compare, 'Security only').click();
    expect(await names(compare)).toEqual(['openssh', 'podman']);
    await compare.page.getByRole('button', { name: 'Show all' }).click();
    expect(await rows(compare).count()).toBe(16);
    expect(await filter(compare).evaluate(each => each === document.activeElement)).toBe(true);
  });

  it('stands flat, and sorted', async () => {
    const compare = await shown({ height: 1400 });
    await toggle(compare, 'By source package').click();
    expect(await rows(compare).count()).toBe(29);
    await toggle(compare, 'By source package').click();
    const sort = (title: string) => compare.page.getByRole('columnheader', { name: title }).getByRole('button').click();
    await sort('Advisories');
    expect((await names(compare)).slice(0, 3)).toEqual(['openssh', 'podman', 'kernel']);
    await sort('Change');
    expect((await names(compare)).slice(0, 4)).toEqual(['podman', 'moby-engine', 'python3.12', 'bash']);
    const header = compare.page.getByRole('columnheader', { name: 'Change' });
    expect(await header.getAttribute('aria-sort')).toBe('other');
    expect(
      await compare.page.getByRole('columnheader', { name: 'Package', exact: true }).getAttribute('aria-sort'),
    ).toBe('none');
  });
});

describe('with the keyboard alone', () => {
  it('goes from the pickers over the toolbar and the filter to the table', async () => {
    const compare = await shown();
    const { page } = compare;
    const stops: (string | null)[] = [];
    await picker(compare, 'From').focus();
    for (let i = 0; i < 40 && (await focused(compare)) === undefined; i++) {
      await page.keyboard.press('Tab');
      stops.push(
        await page.evaluate(
          () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? null,
        ),
      );
    }
    const order = ['Swap the two sides', 'Upgraded', 'Filter by name, source, version, CVE or advisory', 'Package'];
    const at = order.map(name => stops.indexOf(name));
    expect(at.every(each => each >= 0)).toBe(true);
    expect(at).toEqual([...at].sort((a, b) => a - b));
    // the toggles are one stop
    expect(stops.filter(stop => stop === 'Rebuilt' || stop === 's390x')).toEqual([]);
    expect(await focused(compare)).toBe('bash');
  });

  it('moves in the toolbar with the arrows', async () => {
    const compare = await shown();
    const { page } = compare;
    await toggle(compare, 'Upgraded').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    expect(await toggle(compare, 'Downgraded').getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('End');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('By source package');
  });

  it('moves, opens, closes and acts in the table', async () => {
    const compare = await shown();
    const { page } = compare;
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
      return await focused(compare);
    };
    await filter(compare).focus();
    expect(await press('ArrowDown')).toBe('bash');
    expect(await press('ArrowDown', 'ArrowDown')).toBe('containers-common');
    expect(await press('End')).toBe('vim');
    expect(await press('Home')).toBe('bash');
    expect(await press('PageDown')).not.toBe('bash');
    expect(await press('Home', 'Enter')).toBe('bash');
    expect(await rowOf(compare, 'bash').getAttribute('aria-expanded')).toBe('true');
    expect(await press('ArrowRight')).toBe('bash > actions');
    expect(await press('Enter')).toBe('bash > actions');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Entry in stable');
    await press('ArrowRight', 'Enter');
    expect(await compare.said('place')).toEqual({ type: 'place', side: 'to', name: 'bash', arch: 'x86_64' });
    expect(await press('ArrowDown')).toBe('bash > binary bash x86_64');
    expect(await press('ArrowLeft')).toBe('bash');
    expect(await press('ArrowLeft')).toBe('bash');
    expect(await rowOf(compare, 'bash').getAttribute('aria-expanded')).toBe('false');
    expect(await press('Space')).toBe('bash');
    expect(await rowOf(compare, 'bash').getAttribute('aria-expanded')).toBe('true');
  });

  it('finds the filter with / and Ctrl+F', async () => {
    const compare = await shown();
    for (const key of ['/', 'Control+f']) {
      await rowOf(compare, 'bash').focus();
      await compare.page.keyboard.press(key);
      expect(await filter(compare).evaluate(each => each === document.activeElement)).toBe(true);
      expect(await filter(compare).inputValue()).toBe('');
    }
  });
});

describe('when something changes', () => {
  it('keeps filter, open rows and focus, and says so', async () => {
    const compare = await shown({ height: 1000 });
    await filter(compare).fill('o');
    await rowOf(compare, 'podman').click();
    expect(await focused(compare)).toBe('podman');
    const without = compared();
    await compare.tell(
      result(true, { ...without, changes: without.changes.filter(({ name }) => name !== 'git-core') }),
    );
    await expect.poll(() => said(compare).innerText()).toMatch(/^Compared again: \d+ of 15 changes shown$/);
    expect(await focused(compare)).toBe('podman');
    expect(await rowOf(compare, 'podman').getAttribute('aria-expanded')).toBe('true');
    expect(await filter(compare).inputValue()).toBe('o');
  });

  it('moves the focus on where its row goes', async () => {
    const compare = await shown();
    await rowOf(compare, 'container-selinux').focus();
    const without = compared();
    await compare.tell(
      result(true, { ...without, changes: without.changes.filter(({ name }) => name !== 'container-selinux') }),
    );
    await expect.poll(() => focused(compare)).toBe('containers-common');
  });

  it('asks again what is told of open rows', async () => {
    const compare = await shown();
    await rowOf(compare, 'bash').click();
    await compare.said('story');
    await compare.forget();
    await compare.tell(result(true));
    expect((await compare.said('story')).source).toBe('bash');
  });

  it('closes the rows when another pair is compared', async () => {
    const compare = await shown();
    await rowOf(compare, 'bash').click();
    await compare.tell({ type: 'result', ...PAIR, from: 'testing-devel', result: compared(), update: false });
    await expect.poll(() => rowOf(compare, 'bash').getAttribute('aria-expanded')).toBe('false');
  });

  it('drops what is about another pair', async () => {
    const compare = await shown();
    await compare.tell({
      type: 'advisories',
      from: 'next',
      to: 'testing',
      result: { bySource: {}, asked: ['nowhere'], problems: [] },
    });
    await compare.tell({ type: 'done', message: 'after it' });
    await compare.page.locator('.summary').getByText('after it').waitFor();
    expect(await compare.page.getByText('nowhere').count()).toBe(0);
  });

  it('is as it was after a reload', async () => {
    const compare = await shown({ height: 1200 });
    await filter(compare).fill('s');
    await toggle(compare, 'Security only').click();
    await rowOf(compare, 'openssh').click();
    const kept = (await compare.kept()) as CompareState;
    expect(kept).toMatchObject({ ...PAIR, view: { filter: 's', securityOnly: true, open: ['openssh'] } });
    await compare.page.reload();
    expect((await compare.told()).map(({ type }) => type)).toEqual(['ready', 'compare']);
    expect(await compare.said('compare')).toEqual({ ...PAIR, type: 'compare' });
    await compare.tell(...START);
    await below(compare, 'openssh').first().waitFor();
    expect(await filter(compare).inputValue()).toBe('s');
    expect(await toggle(compare, 'Security only').getAttribute('aria-pressed')).toBe('true');
    expect((await compare.said('story')).source).toBe('openssh');
  });
});

describe('bad news', () => {
  it('says in words that nothing differs', async () => {
    const compare = await open();
    await compare.tell(result(false, { ...resultOf([]), summary: { ...resultOf([]).summary, unchanged: 434 } }));
    await compare.page
      .locator('.nothing')
      .getByText('No package changes from stable to testing: 434 packages are the same.')
      .waitFor();
  });

  it('shows one side where the other is broken', async () => {
    const compare = await open();
    const broken = { ...resultOf([]), from: undefined, notes: ['No branch, tag or commit is called stabel.'] };
    await compare.tell({ type: 'choices', repositories: [CHOICES] }, result(false, broken));
    await compare.page.getByRole('alert').getByText('No branch, tag or commit is called stabel.').waitFor();
    await compare.page.getByText('testing can be read (release 40, 49943e6f, 2024-10-22)').waitFor();
    expect(await compare.page.getByRole('treegrid').count()).toBe(0);
    expect(await picker(compare, 'To').inputValue()).toBe('testing');
  });

  it('shows what is known beside what could not be asked', async () => {
    const compare = await shown();
    const problems = ['Bodhi cannot be reached: connection refused'];
    await compare.tell(result(true, { ...compared(), notes: ['testing has no lockfile for s390x.'] }), {
      type: 'advisories',
      from: 'stable',
      to: 'testing',
      result: { bySource: {}, asked: [], problems },
    });
    await compare.page.getByText('Bodhi cannot be reached: connection refused').waitFor();
    await compare.page.getByText('testing has no lockfile for s390x.').waitFor();
    expect(await rows(compare).count()).toBeGreaterThan(10);
  });

  it('folds what could not be asked of many repositories', async () => {
    const compare = await shown();
    const problems = ['x86_64', 'aarch64', 'ppc64le'].map(arch => `fedora ${arch}: its advisories are not cached`);
    await compare.tell({
      type: 'advisories',
      from: 'stable',
      to: 'testing',
      result: { bySource: {}, asked: [], problems },
    });
    const summary = compare.page.getByText('fedora x86_64: its advisories are not cached (2 more)');
    await summary.waitFor();
    const folded = compare.page.getByText('fedora ppc64le: its advisories are not cached');
    expect(await folded.isVisible()).toBe(false);
    await summary.click();
    expect(await folded.isVisible()).toBe(true);
    expect(await violations(compare.page)).toEqual([]);
  });

  it('says that something failed, and keeps what it shows', async () => {
    const compare = await shown();
    await compare.tell({ type: 'failed', message: 'The server has stopped.' });
    await compare.page.getByRole('alert').getByText('The server has stopped.').waitFor();
    expect(await rowOf(compare, 'bash').count()).toBe(1);
  });
});

describe('5,000 packages', () => {
  it('has only those in sight in the page, and comes to all of them', async () => {
    const compare = await open();
    await compare.tell(result(false, manyCompared(5000)));
    await rowOf(compare, 'source-00000').waitFor();
    const { page } = compare;
    expect(await page.getByRole('treegrid').getAttribute('aria-rowcount')).toBe('1668');
    expect(await page.locator('.grid-body > .line').count()).toBeLessThan(120);
    await rowOf(compare, 'source-00000').focus();
    await page.keyboard.press('End');
    await expect.poll(() => focused(compare)).toBe('source-01666');
    expect(await rowOf(compare, 'source-01666').isVisible()).toBe(true);
    expect(await rowOf(compare, 'source-01666').getAttribute('aria-rowindex')).toBe('1668');
    await filter(compare).fill('00042');
    expect(await names(compare)).toEqual(['source-00042']);
    await filter(compare).fill('');
    await toggle(compare, 'By source package').click();
    expect(await page.getByRole('treegrid').getAttribute('aria-rowcount')).toBe('5001');
  });

  it('keeps the row with the focus while one scrolls away', async () => {
    const compare = await open();
    await compare.tell(result(false, manyCompared(5000)));
    await rowOf(compare, 'source-00003').focus();
    await compare.page.locator('compare-app').evaluate(element => {
      element.scrollTop = 20_000;
    });
    await rowOf(compare, 'source-00900').waitFor();
    expect(await focused(compare)).toBe('source-00003');
    await compare.page.keyboard.press('ArrowDown');
    expect(await focused(compare)).toBe('source-00004');
    expect(await rowOf(compare, 'source-00004').isVisible()).toBe(true);
  });
});

describe('for everyone', () => {
  for (const theme of ['dark', 'light', 'highContrast', 'highContrastLight'] satisfies ThemeName[]) {
    it(`breaks no rule of axe-core: ${theme}`, async () => {
      const compare = await shown({ theme, width: 1200, height: 1200, reducedMotion: 'reduce' });
      await rowOf(compare, 'podman').click();
      await rowOf(compare, 'openssh').click();
      await tellStory(compare, 'openssh');
      await below(compare, 'openssh').getByText('- Fix CVE-2024-6409').waitFor();
      await toggle(compare, 'Upgraded').click();
      expect(await violations(compare.page)).toEqual([]);
    });
  }

  it('breaks no rule of axe-core where there is little room, nothing to show, or a side is broken', async () => {
    const narrow = await shown({ width: 480, height: 1200 });
    await rowOf(narrow, 'bash').click();
    expect(await violations(narrow.page)).toEqual([]);
    const empty = await open();
    await empty.tell(...START, result(false, resultOf([])));
    await empty.page.locator('.nothing').getByText('No package changes').waitFor();
    expect(await violations(empty.page)).toEqual([]);
    await empty.tell(result(true, { ...resultOf([]), to: undefined, notes: ['There is no such branch.'] }));
    await empty.page.getByText('There is no such branch.').waitFor();
    expect(await violations(empty.page)).toEqual([]);
  });

  it('never scrolls sideways as a whole', async () => {
    for (const width of [320, 480, 700, 800, 1000, 1100, 1600]) {
      const compare = await shown({ width });
      await rowOf(compare, 'bash').click();
      const overflow = await compare.page.evaluate(() => {
        const app = document.querySelector('compare-app');
        return [
          document.documentElement.scrollWidth - window.innerWidth,
          (app?.scrollWidth ?? 0) - (app?.clientWidth ?? 0),
        ];
      });
      expect(overflow, `${width} pixels`).toEqual([0, 0]);
    }
  });
});
