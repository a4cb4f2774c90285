/** The Chromium that all tests of a file share, and the pages that it shows. */
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { findChromium } from '../../../scripts/install-system.mjs';
import { chromiumFlags } from '../../editor/launch/browser.mjs';
import { type OpenPage, openPage, type PageOptions } from './harness';

export const BUILT = join(__dirname, '../../../dist/webview');

/** Opens pages; each is closed after its test, which fails when anything went against the policy or was logged as an error. */
export function pages<In, Out extends { readonly type: string }>(name: string) {
  let browser: Browser;
  let open: OpenPage<In, Out>[] = [];
  beforeAll(async () => {
    const executablePath = findChromium();
    if (executablePath === undefined) throw new Error('There is no Chromium; CHROMIUM names one.');
    browser = await chromium.launch({ executablePath, args: chromiumFlags(), timeout: 60_000 });
  });
  afterEach(async () => {
    const faults = open.flatMap(each => each.faults);
    await Promise.all(open.map(each => each.close()));
    open = [];
    expect(faults).toEqual([]);
  });
  afterAll(async () => await browser.close());
  return async (options: Omit<PageOptions, 'built' | 'name'> = {}): Promise<OpenPage<In, Out>> => {
    const page = await openPage<In, Out>(browser, { built: BUILT, name, ...options });
    open.push(page);
    return page;
  };
}
