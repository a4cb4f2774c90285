// A page of a panel, read and used as a user does. Several panels may be open: each page is known by its element.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

export class Panel {
  /**
   * @param {import('playwright-core').Page} page
   * @param {string} element that stands for the whole page: `compare-app`
   */
  constructor(page, element) {
    this.page = page;
    this.element = element;
    /** What the policy of any page has refused since the window was opened. @type {string[]} */
    this.refused = [];
    page.on('console', message => {
      const text = message.text();
      if (/content security policy/i.test(text)) this.refused.push(`${text} (${message.location().url})`);
    });
  }

  /** The frame of the page, which is another one after a reload. */
  async frame() {
    for (const frame of this.page.frames()) {
      if (frame.parentFrame() === null || frame.isDetached()) continue;
      if ((await frame.locator(this.element).count()) > 0) return frame;
    }
    throw new Error(`no page with ${this.element} is open`);
  }

  /** The texts of what a selector finds, blanks folded. @returns {Promise<string[]>} */
  async texts(selector) {
    const frame = await this.frame();
    return await frame
      .locator(selector)
      .evaluateAll(found => found.map(one => one.textContent.replace(/\s+/g, ' ').trim()));
  }

  async attribute(selector, name) {
    return await (await this.frame()).locator(selector).first().getAttribute(name);
  }

  /** Of an input or a select. */
  async value(selector) {
    return await (await this.frame()).locator(selector).first().inputValue();
  }

  async click(selector) {
    await (await this.frame()).locator(selector).first().click();
  }

  /** Clicks a button or a link by its name. @param {'button' | 'link'} role */
  async press(name, role = 'button') {
    await (await this.frame()).getByRole(role, { name, exact: true }).first().click();
  }

  async fill(selector, text) {
    await (await this.frame()).locator(selector).fill(text);
  }

  /** Chooses an option by its value. */
  async select(selector, value) {
    await (await this.frame()).locator(selector).selectOption(value);
  }

  /** Chooses an option by its text. */
  async selectLabel(selector, label) {
    await (await this.frame()).locator(selector).selectOption({ label });
  }

  /** Marks this load of the page: after a reload the mark is gone. */
  async mark() {
    await (await this.frame()).evaluate(() => {
      document.body.dataset.marked = 'yes';
    });
  }

  async isMarked() {
    return await (await this.frame()).evaluate(() => document.body.dataset.marked === 'yes');
  }

  /** What axe-core finds wrong with the page as it is: a line a violation. @returns {Promise<string[]>} */
  async violations() {
    const frame = await this.frame();
    // the debugger's way in: no script element, so that the page's policy stays as it is
    await frame.evaluate(readFileSync(AXE, 'utf8'));
    return await frame.evaluate(async () => {
      const { violations } = await globalThis.axe.run({ resultTypes: ['violations'] });
      return violations.flatMap(({ id, help, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html} ${failureSummary}`),
      );
    });
  }

  /** Which kind of theme the page is shown in: `vscode-dark`. */
  async theme() {
    const frame = await this.frame();
    return await frame.evaluate(() => document.body.dataset.vscodeThemeKind ?? '');
  }

  /** What the policy of any page has refused since the window was opened. */
  refusals() {
    return this.refused;
  }
}
