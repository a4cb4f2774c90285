/** The page "Compare Streams" with 5,000 changed packages, in a real Chromium: until rows are painted, and from a keystroke to the next picture. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FromCompare, ToCompare } from '../../client/webview/messages';
import type * as Installed from '../../scripts/install-system.mjs';
import type * as Launch from '../editor/launch/browser.mjs';
import { type OpenPage, openPage } from '../page/support/harness';
import { CHOICES, manyCompared, PAIR } from '../support/compared';
import { median } from './support/median';
import { print, printHeader, printSkipped } from './support/table';

const PACKAGES = 5000;
const ROUNDS = 9;
const FIRST_ROWS_MS = 200;
const KEYSTROKE_MS = 50;

type Compare = OpenPage<ToCompare, FromCompare>;

export default async function bench(): Promise<void> {
  printHeader();
  const { findChromium } = await unbundled<typeof Installed>('scripts/install-system.mjs');
  const executablePath = findChromium();
  if (executablePath === undefined) {
    printSkipped('-', `a comparison of ${PACKAGES} packages`, 'there is no Chromium (CHROMIUM names one)');
    return;
  }
  const { chromiumFlags } = await unbundled<typeof Launch>('test/editor/launch/browser.mjs');
  const { chromium } = createRequire(join(process.cwd(), 'package.json'))(
    'playwright-core',
  ) as typeof import('playwright-core');
  const browser = await chromium.launch({ executablePath, args: chromiumFlags() });
  const open = async (): Promise<Compare> => {
    const options = { built: join(__dirname, 'webview'), name: 'compare' };
    const compare = await openPage<ToCompare, FromCompare>(browser, options);
    // what a page has been told when a comparison comes
    await compare.tell({ type: 'choices', repositories: [CHOICES] }, { type: 'comparing', ...PAIR });
    await compare.page.getByRole('progressbar').waitFor();
    return compare;
  };
  try {
    const first: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const compare = await open();
      first.push(await firstRows(compare));
      await compare.close();
    }
    say(`${PACKAGES} packages: from the message to painted rows`, median(first), FIRST_ROWS_MS);
    const compare = await open();
    await firstRows(compare);
    for (const [what, texts] of [
      ['filter, a key that leaves all', ['s', '']],
      ['filter, a key that leaves some', ['source-001', 'source-0012']],
      ['filter, a key that leaves none', ['nothing', 'nothing at all']],
    ] as const) {
      const keys: number[] = [];
      for (let round = 0; round < ROUNDS; round++) for (const text of texts) keys.push(await keystroke(compare, text));
      say(`${PACKAGES} packages: ${what}`, median(keys), KEYSTROKE_MS);
    }
    say(`${PACKAGES} packages: flat instead of by source`, await press(compare, 'By source package'), KEYSTROKE_MS * 2);
    await compare.close();
  } finally {
    await browser.close();
  }
}

/** What is not made to be bundled. `file`: relative to the project's folder. */
async function unbundled<T>(file: string): Promise<T> {
  return (await import(pathToFileURL(join(process.cwd(), file)).href)) as T;
}

function say(work: string, ours: number, limit: number): void {
  print({ row: '-', work, ours, unit: 'ms', limit });
}

/** With reading the message, as it comes over a wire. */
async function firstRows({ page }: Compare): Promise<number> {
  const message: ToCompare = { type: 'result', ...PAIR, result: manyCompared(PACKAGES), update: false };
  return await page.evaluate(async text => {
    const started = performance.now();
    window.dispatchEvent(new MessageEvent('message', { data: JSON.parse(text) }));
    do await new Promise(requestAnimationFrame);
    while (document.querySelector('.grid-body > .line') === null);
    await new Promise(painted => setTimeout(painted));
    return performance.now() - started;
  }, JSON.stringify(message));
}

async function keystroke({ page }: Compare, text: string): Promise<number> {
  return await page.evaluate(async value => {
    const input = document.querySelector<HTMLInputElement>('.input');
    if (input === null) throw new Error('there is no filter');
    await new Promise(requestAnimationFrame);
    const started = performance.now();
    input.value = value;
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await new Promise(requestAnimationFrame);
    await new Promise(painted => setTimeout(painted));
    return performance.now() - started;
  }, text);
}

async function press({ page }: Compare, name: string): Promise<number> {
  return await page.evaluate(async label => {
    const button = [...document.querySelectorAll('button')].find(each => each.textContent?.trim() === label);
    if (button === undefined) throw new Error(`there is no button ${label}`);
    const started = performance.now();
    button.click();
    await new Promise(requestAnimationFrame);
    await new Promise(painted => setTimeout(painted));
    return performance.now() - started;
  }, name);
}
