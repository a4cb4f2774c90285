// A tree of Manifest Lock's view container.
const MENU = '.context-view .monaco-menu .action-menu-item';

const CLICK = ['mousedown', 'mouseup', 'click'];

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

  /** Opens what a row leads to. */
  async click(label, under) {
    await this.#onRow(label, under, CLICK);
  }

  /** Opens a group, and waits for its rows. VS Code forgets a click that comes while it makes the tree anew. */
  async expand(label, under) {
    await this.#onRow(label, under, CLICK, { open: true });
  }

  async collapse(label, under) {
    await this.#onRow(label, under, CLICK, { open: false });
  }

  /** The entries of a row's context menu; it stays open. @returns {Promise<string[]>} */
  async menu(label, under) {
    await this.#onRow(label, under, ['contextmenu']);
    const items = this.page.locator(MENU);
    await items.first().waitFor();
    return (await items.allInnerTexts()).map(text => text.trim()).filter(Boolean);
  }

  /** Clicks an icon that a row has while the mouse is on it. */
  async inline(label, title, under) {
    await this.#onRow(label, under, CLICK, { icon: title });
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

  /**
   * Has the first row with this label, with `under` the first after the row with that label, get mouse events; with
   * `icon` its icon of that name; with `open` until it is open, or closed. Found and clicked in one go of the page: a
   * tree that is made anew takes its rows away for a moment and moves them, so that the mouse, sent to where a row was,
   * would meet the one below.
   */
  async #onRow(label, under, events, { icon, open } = {}) {
    const row = { view: this.name, label, under, events, icon, open };
    await this.page.waitForFunction(clickRow, row, { polling: 100 });
  }
}

/** Runs in the page, until it gives true. */
function clickRow({ view, label, under, events, icon, open }) {
  const panes = [...document.querySelectorAll('.pane')];
  const pane = panes.find(each => each.querySelector('.pane-header')?.getAttribute('aria-label')?.startsWith(view));
  const rows = [...(pane?.querySelectorAll('.monaco-list-row') ?? [])]
    .map(row => ({
      row,
      // the list keeps its rows in any order
      index: Number(row.getAttribute('data-index')),
      level: Number(row.getAttribute('aria-level')),
      text: row.querySelector('.label-name')?.textContent?.trim(),
    }))
    .sort((one, other) => one.index - other.index);
  const start = under === undefined ? -1 : rows.findIndex(({ text }) => text === under);
  if (under !== undefined && start < 0) return false;
  const at = rows.findIndex(({ text }, index) => index > start && text === label);
  if (at < 0) return false;
  const { row, level } = rows[at];
  if (open !== undefined && row.getAttribute('aria-expanded') === String(open))
    return !open || rows[at + 1]?.level === level + 1;
  const target = icon === undefined ? row : row.querySelector(`.actions .action-label[aria-label^="${icon}"]`);
  if (!target) return false;
  const { x, y, width, height } = row.getBoundingClientRect();
  const place = { clientX: x + width / 2, clientY: y + height / 2, button: events.includes('contextmenu') ? 2 : 0 };
  for (const event of events)
    target.dispatchEvent(new MouseEvent(event, { ...place, bubbles: true, cancelable: true, detail: 1, view: window }));
  return open === undefined;
}
