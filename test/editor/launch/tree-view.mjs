// A tree of Manifest Lock's view container.
const MENU = '.context-view .monaco-menu .action-menu-item';

/** Of five seconds at most. */
const ATTEMPTS = 6;

export class TreeView {
  /**
   * @param {import('playwright-core').Page} page
   * @param {string} name of the view
   */
  constructor(page, name) {
    this.page = page;
    this.name = name;
    this.header = page.locator(`.pane-header[aria-label^="${name}"]`);
    this.pane = page.locator('.pane').filter({ has: this.header });
    this.rows = this.pane.locator('.monaco-list-row');
  }

  /** Opens the container by its icon in the activity bar, and closes the other views in it: only rows on screen are there. */
  async open() {
    if (!(await this.pane.isVisible())) {
      await this.page.locator('.activitybar .action-label[aria-label^="Manifest Lock"]').click();
      await this.pane.waitFor();
    }
    if ((await this.header.getAttribute('aria-expanded')) === 'false') await this.header.click();
    const others = this.page.locator(
      `.sidebar .pane-header[aria-expanded="true"]:not([aria-label^="${this.name}"]):visible`,
    );
    while ((await others.count()) > 0) await others.first().click();
    await this.page.locator(`.pane-header[aria-label^="${this.name}"][aria-expanded="true"]`).waitFor();
  }

  /** The rows on screen, two blanks a level: `  podman 5:5.2.4-1.fc40, pin, 1 day`. @returns {Promise<string[]>} */
  async texts() {
    return await this.rows.evaluateAll(rows =>
      rows
        .sort((a, b) => Number(a.getAttribute('data-index')) - Number(b.getAttribute('data-index')))
        .map(row => {
          const level = Number(row.getAttribute('aria-level') ?? 1);
          const text = (row.querySelector('.custom-view-tree-node-item') ?? row).textContent ?? '';
          const label = row.querySelector('.label-name')?.textContent ?? '';
          const description = row.querySelector('.label-description')?.textContent ?? '';
          const shown = label === '' ? text : `${label} ${description}`;
          return '  '.repeat(level - 1) + shown.replace(/\s+/g, ' ').trim();
        }),
    );
  }

  /** Opens what a row leads to, or opens and closes a group. */
  async click(label, under) {
    await this.#onRow(label, under, async (row, options) => await row.click(options));
  }

  /** The entries of a row's context menu; it stays open. @returns {Promise<string[]>} */
  async menu(label, under) {
    await this.#onRow(label, under, async (row, options) => await row.click({ ...options, button: 'right' }));
    const items = this.page.locator(MENU);
    await items.first().waitFor();
    return (await items.allInnerTexts()).map(text => text.trim()).filter(Boolean);
  }

  /** Does something to the first row with this label; with `under` to the first after the row with that label. The rows may be made anew meanwhile. */
  async #onRow(label, under, act) {
    await this.rows.first().waitFor();
    const whole = new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
    const named = { has: this.page.locator('.label-name').filter({ hasText: whole }) };
    for (let attempt = 1; ; attempt++) {
      const index = await this.#indexOf(label, under);
      const row = this.pane.locator(`.monaco-list-row[data-index="${index}"]`).filter(named);
      try {
        // a click that is given up may have been one: a group would be opened and closed again
        return await act(row, { timeout: 5_000 });
      } catch (error) {
        if (attempt === ATTEMPTS) throw error;
      }
    }
  }

  /** -1 where it is not on screen. The list keeps its rows in any order. */
  async #indexOf(label, under) {
    return await this.rows.evaluateAll(
      (rows, [wanted, above]) => {
        const labelled = rows.map(row => ({
          index: Number(row.getAttribute('data-index')),
          text: row.querySelector('.label-name')?.textContent?.trim(),
        }));
        labelled.sort((one, other) => one.index - other.index);
        const start = above === undefined ? -1 : labelled.findIndex(({ text }) => text === above);
        if (above !== undefined && start < 0) return -1;
        return labelled.slice(start + 1).find(({ text }) => text === wanted)?.index ?? -1;
      },
      [label, under],
    );
  }

  /** Takes an entry of the open context menu. With a key: a menu that has just opened pays no heed to the mouse. */
  async takeFromMenu(title) {
    const item = this.page.locator('.context-view .monaco-menu .action-item').filter({ hasText: title }).first();
    await item.hover();
    await this.page.locator('.context-view .monaco-menu .action-item.focused').filter({ hasText: title }).waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** Clicks an icon in the view's title, by what it says. */
  async action(title) {
    await this.header.hover();
    await this.header.locator(`.action-label[aria-label^="${title}"]`).click();
  }

  /** Clicks an icon that a row has while the mouse is on it. */
  async inline(label, title, under) {
    await this.#onRow(label, under, async (row, options) => {
      await row.hover(options);
      await row.locator(`.actions .action-label[aria-label^="${title}"]`).click(options);
    });
  }
}
