// The workbench driven as a user drives it: what the screenshots and the tests of `npm start` are made with.
import { mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { SCRATCH } from '../../../scripts/lib/paths.mjs';
import { startBrowser } from './browser.mjs';
import { Panel } from './panel.mjs';
import { QuickInput } from './quick-input.mjs';
import { startServer, workbenchUrl } from './server.mjs';
import { TreeView } from './tree-view.mjs';

/** A step that takes longer has failed. Milliseconds. */
export const STEP_MS = 30_000;

/**
 * Opens a workbench of its own: server, browser, page.
 * @param {import('../../../scripts/get-vscode.mjs').BrowserVSCode} vscode
 * @param {Parameters<typeof workbenchUrl>[1]} what
 * @param {Parameters<typeof startServer>[1]} [serverOptions]
 */
export async function openWorkbench(vscode, what, serverOptions = {}) {
  const settings = { 'editor.minimap.enabled': false, ...serverOptions.settings };
  const server = await startServer(vscode, { ...serverOptions, settings });
  try {
    const browser = await startBrowser(vscode);
    try {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      const page = await context.newPage();
      page.setDefaultTimeout(STEP_MS);
      await page.goto(workbenchUrl(server.host, what));
      await page.locator('.monaco-workbench').waitFor();
      return new Workbench(server, browser, page);
    } catch (error) {
      await browser.close();
      throw error;
    }
  } catch (error) {
    await server.stop();
    throw error;
  }
}

export class Workbench {
  /**
   * @param {import('./server.mjs').Server} server
   * @param {import('playwright-core').Browser} browser
   * @param {import('playwright-core').Page} page
   */
  constructor(server, browser, page) {
    this.server = server;
    this.browser = browser;
    this.page = page;
    this.quickInput = new QuickInput(page);
    this.overrides = new TreeView(page, 'Overrides');
    this.streams = new TreeView(page, 'Streams');
    this.compare = new Panel(page, 'compare-app');
    this.history = new Panel(page, 'history-app');
    /** The text editor that was opened last. @type {import('playwright-core').Locator} */
    this.editor = page.locator('.editor-instance .monaco-editor[data-uri]').first();
  }

  async close() {
    await this.browser.close();
    await this.server.stop();
  }

  /** Opens a file of the explorer's top level by its name. */
  async openFile(name) {
    await this.page
      .locator('.explorer-folders-view .monaco-list-row')
      .filter({ has: this.page.getByText(name, { exact: true }) })
      .dblclick();
    await this.editorShows(name);
  }

  /** Opens any file of the folder by its path, through Go to File. */
  async quickOpen(path) {
    await this.page.keyboard.press('Control+p');
    const input = this.page.locator('.quick-input-widget input.input');
    await input.fill(path);
    const row = this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: basename(path) });
    await row
      .filter({ hasText: dirname(path) })
      .first()
      .click();
    await this.editorShows(path);
  }

  /** Waits until this file, by the end of its path, is the one in front. */
  async editorShows(path) {
    this.editor = this.page.locator(`.editor-instance .monaco-editor[data-uri$="/${path}"]`).first();
    await this.editor.locator('.view-line').first().waitFor();
  }

  /** The first line on screen that holds this text; words in the editor are separated by no-break spaces. */
  line(text) {
    const pattern = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
    return this.editor
      .locator('.view-line')
      .filter({ hasText: new RegExp(pattern) })
      .first();
  }

  /** The coloured piece of a line that holds this text. */
  token(lineText, text = lineText) {
    return this.line(lineText).locator('span > span').filter({ hasText: text }).first();
  }

  /** Puts the cursor on a piece of a line, through Go to Line, so that the line need not be on screen. */
  async goTo(line, column = 1) {
    await this.page.keyboard.press('Control+g');
    const input = this.page.locator('.quick-input-widget input.input');
    await input.fill(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await input.waitFor({ state: 'hidden' });
  }

  /** Waits for a squiggle of this severity. @param {'error' | 'warning' | 'info' | 'hint'} severity */
  async squiggle(severity) {
    await this.editor.locator(`.squiggly-${severity}`).first().waitFor();
  }

  /** Shows the hover of a piece of a line, and gives its text. */
  async hover(lineText, text = lineText) {
    await this.token(lineText, text).hover();
    const hover = await this.shown('.monaco-resizable-hover:visible, .monaco-hover:visible');
    const [shown = ''] = await hover.allInnerTexts();
    return shown.trim();
  }

  /** Waits until something is there, and has faded in. @returns {Promise<import('playwright-core').Locator>} */
  async shown(selector) {
    const found = this.page.locator(selector).first();
    await found.waitFor();
    await found.evaluate(element => Promise.all(element.getAnimations({ subtree: true }).map(one => one.finished)));
    return found;
  }

  /** Texts shown in the editor that are not in the document. */
  async inlayHints() {
    const hints = this.editor.locator('.view-line [class*="dyn-rule-"]').filter({ hasText: /\S/ });
    await hints.first().waitFor();
    return await hints.allInnerTexts();
  }

  /** Opens the menu of code actions where the cursor stands, and gives their titles. */
  async quickFixes() {
    await this.page.keyboard.press('Control+.');
    const rows = this.page.locator('.action-widget .monaco-list-row.action');
    await rows.first().waitFor();
    return (await rows.allInnerTexts()).map(title => title.trim());
  }

  /** Takes one of the code actions shown. */
  async applyQuickFix(title) {
    await this.page.locator('.action-widget .monaco-list-row.action').filter({ hasText: title }).first().click();
  }

  /** Opens the list of completions where the cursor stands, and gives their labels. */
  async completions() {
    await this.page.keyboard.press('Control+Space');
    const rows = this.page.locator('.suggest-widget.visible .monaco-list-row');
    await rows.first().waitFor();
    return await rows.locator('.label-name').allInnerTexts();
  }

  /** Runs a command from the command palette, by its title. */
  async command(title) {
    await this.page.keyboard.press('F1');
    const input = this.page.locator('.quick-input-widget input.input');
    await input.fill(`>${title}`);
    await this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first().click();
  }

  /** The command palette's entries for a text; it stays open. */
  async paletteEntries(text) {
    await this.page.keyboard.press('F1');
    await this.page.locator('.quick-input-widget input.input').fill(`>${text}`);
    const rows = this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text });
    await rows.first().waitFor();
    return (await rows.allInnerTexts()).map(row => row.replace(/\s+/g, ' ').trim());
  }

  /** Opens the problems panel, waits until it holds something, and gives its rows. */
  async problems() {
    const rows = this.page.locator('.markers-panel .monaco-list-row');
    if ((await this.page.locator('.markers-panel').count()) === 0)
      await this.command('Problems: Focus on Problems View');
    await rows.first().waitFor();
    return (await rows.allInnerTexts()).map(row => row.replace(/\s+/g, ' ').trim());
  }

  /** What the status bar says, item by item. */
  async statusBar() {
    const labels = await this.page
      .locator('.statusbar-item')
      .evaluateAll(items => items.map(item => item.getAttribute('aria-label') ?? item.textContent));
    return labels.map(label => label.trim()).filter(Boolean);
  }

  /** What the notification centre says, which has to be open: a workbench with the test driver shows no toasts. @returns {Promise<string[]>} */
  async notifications() {
    const texts = await this.page.locator('.notifications-center .notification-list-item-message').allInnerTexts();
    return texts.map(text => text.trim());
  }

  /** Takes a button of a notification in the notification centre, which has to be open. */
  async answerNotification(button) {
    await this.page.locator('.notifications-center').getByRole('button', { name: button, exact: true }).click();
  }

  /** Clicks an icon beside the tabs, by what it says. */
  async editorAction(title) {
    await this.page.locator(`.editor-actions .action-label[aria-label^="${title}"]:visible`).first().click();
  }

  /** Clicks a link of the hover that is shown. */
  async hoverLink(title) {
    const hover = await this.shown('.monaco-resizable-hover:visible, .monaco-hover:visible');
    await hover.locator('a').filter({ hasText: title }).first().click();
  }

  /** Takes an entry of the context menu of the editor that has the focus. */
  async editorContextMenu(title) {
    await this.page.keyboard.press('Shift+F10');
    const items = this.page.locator('.context-view .monaco-menu .action-item');
    await items.filter({ hasText: title }).first().waitFor();
    // with keys: a menu that has just opened pays no heed to the mouse
    for (let left = await items.count(); left > 0; left--) {
      await this.page.keyboard.press('ArrowDown');
      if ((await items.and(this.page.locator('.focused')).filter({ hasText: title }).count()) > 0) break;
    }
    await this.page.keyboard.press('Enter');
  }

  /** The text of a rendered Markdown document; empty where none is shown. */
  async markdownPreview() {
    for (const frame of this.page.frames()) {
      const body = frame.locator('.markdown-body');
      if (frame.parentFrame() !== null && (await body.count()) > 0) return await body.first().innerText();
    }
    return '';
  }

  /** Closes hovers, menus and lists. */
  async escape() {
    await this.page.keyboard.press('Escape');
    await this.page.mouse.move(2, 2);
  }

  /** Saves a picture of the window. */
  async screenshot(folder, name) {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${name}.png`);
    await this.page.screenshot({ path });
    return path;
  }

  /** Keeps what is on the screen when a test fails. */
  async failed(title) {
    return await this.screenshot(SCRATCH, `failed ${title}`.replace(/[^\w.-]+/g, '-').slice(0, 100));
  }
}
