/** axe-core over a whole page. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const SOURCE = createRequire(__filename).resolve('axe-core/axe.min.js');

/** A line a violation: rule, what it says, where. Empty: none. */
export async function violations(page: Page): Promise<readonly string[]> {
  // the debugger's way in: no script element, so that the page's policy stays as it is
  await page.evaluate(readFileSync(SOURCE, 'utf8'));
  return await page.evaluate(async () => {
    const axe = Reflect.get(window, 'axe') as {
      run(options: object): Promise<{
        violations: { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }[];
      }>;
    };
    const { violations: found } = await axe.run({ resultTypes: ['violations'] });
    return found.flatMap(({ id, help, nodes }) =>
      nodes.map(({ html, failureSummary = '' }) => `${id}: ${help}: ${html} ${failureSummary}`),
    );
  });
}
