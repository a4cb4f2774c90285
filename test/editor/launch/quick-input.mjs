// Quick picks and input boxes, read and used as a user does.
const WIDGET = '.quick-input-widget';

/**
 * @typedef {object} QuickRow
 * @property {string} label
 * @property {string} description
 * @property {string} detail
 * @property {boolean | undefined} checked undefined where only one can be chosen
 *
 * @typedef {object} QuickState
 * @property {string} title with the number of the step: `Pin Backport (1/5)`
 * @property {string} placeholder
 * @property {string} value
 * @property {string} message prompt of an input box, or what is wrong with its value
 * @property {boolean} busy
 * @property {boolean} back whether it has a way back
 * @property {readonly QuickRow[]} rows those on screen
 */

export class QuickInput {
  /** @param {import('playwright-core').Page} page */
  constructor(page) {
    this.page = page;
    this.widget = page.locator(WIDGET);
    this.input = this.widget.locator('.quick-input-box input');
  }

  /** What it shows now; undefined where none is open. @returns {Promise<QuickState | undefined>} */
  async state() {
    return await this.page.evaluate(selector => {
      const widget = document.querySelector(selector);
      const isShown = element => element instanceof HTMLElement && element.offsetParent !== null;
      // a row may have been another one before, of which hidden parts are left
      const textOf = (root, part) => {
        const element = root.querySelector(part);
        return isShown(element) ? element.textContent.replace(/\s+/g, ' ').trim() : '';
      };
      if (!isShown(widget)) return undefined;
      const input = widget.querySelector('.quick-input-box input');
      const rows = [...widget.querySelectorAll('.quick-input-list .monaco-list-row')];
      // the list keeps its rows in the order of making them
      rows.sort((a, b) => Number(a.getAttribute('data-index')) - Number(b.getAttribute('data-index')));
      return {
        title: textOf(widget, '.quick-input-title'),
        placeholder: input?.getAttribute('placeholder') ?? '',
        value: input?.value ?? '',
        message: textOf(widget, '.quick-input-message'),
        busy: widget.querySelector('.quick-input-progress.active') !== null,
        back: isShown(widget.querySelector('.quick-input-left-action-bar .action-label')),
        rows: rows.map(row => {
          const toggle = row.querySelector('.quick-input-list-checkbox, .monaco-checkbox, .monaco-custom-toggle');
          return {
            label: textOf(row, '.label-name'),
            description: textOf(row, '.label-description'),
            detail: textOf(row, '.quick-input-list-label-meta'),
            checked: isShown(toggle) ? toggle.getAttribute('aria-checked') === 'true' : undefined,
          };
        }),
      };
    }, WIDGET);
  }

  /** Puts a text into the input in place of what is there. */
  async fill(text) {
    await this.input.fill(text);
  }

  /** Takes what is there (Enter). */
  async accept() {
    await this.input.press('Enter');
  }

  /** Clicks the row with this label, or whose label begins with it: chooses it, or ticks and unticks it. */
  async choose(label) {
    const row = this.widget.locator('.quick-input-list .monaco-list-row');
    const begins = new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);
    const named = row.filter({ has: this.page.locator('.label-name').filter({ hasText: begins }) });
    // where the mouse rests a tooltip may lie over the rows
    await this.page.mouse.move(2, 2);
    await named.first().waitFor();
    const labels = await named.evaluateAll(rows =>
      rows.map(one => one.querySelector('.label-name')?.textContent?.trim()),
    );
    await named.nth(Math.max(labels.indexOf(label), 0)).click();
  }

  async goBack() {
    await this.widget.locator('.quick-input-left-action-bar .action-label').first().click();
  }

  /** Closes it. */
  async cancel() {
    await this.page.keyboard.press('Escape');
  }
}
