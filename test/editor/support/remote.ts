/** What the launcher does for a suite: uses the page as a user does, and has the stand-ins for services misbehave. */
import { strict as assert } from 'node:assert';
import { commands } from 'vscode';
import { eventually } from './extension';

export interface QuickRow {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly checked?: boolean;
}

export interface QuickState {
  readonly title: string;
  readonly placeholder: string;
  readonly value: string;
  readonly message: string;
  readonly busy: boolean;
  readonly back: boolean;
  readonly rows: readonly QuickRow[];
}

async function call(name: string, method: string, ...args: readonly unknown[]): Promise<unknown> {
  const url = process.env.MANIFEST_LOCK_REMOTE;
  assert.ok(url, 'the launcher has not said where it listens');
  const response = await fetch(url, { method: 'POST', body: JSON.stringify({ call: [name, method], args }) });
  const { value, error } = (await response.json()) as { readonly value?: unknown; readonly error?: string };
  if (error !== undefined) throw new Error(`${name}.${method}: ${error}`);
  return value;
}

/** For `before`: only the browser edition has a page that the launcher can use. */
export function needsPage(this: Mocha.Context): void {
  if (process.env.MANIFEST_LOCK_PAGE !== '1') this.skip();
}

export const quickInput = {
  /** Waits until it is open, idle, and as it should be. */
  async shows(matches: (state: QuickState) => void): Promise<QuickState> {
    return eventually(async () => {
      const state = (await call('quickInput', 'state')) as QuickState | undefined;
      assert.ok(state, 'no quick input is open');
      assert.equal(state.busy, false, `${state.title} is busy`);
      matches(state);
      return state;
    });
  },
  /** Waits for a step of a flow by its title. */
  step: (title: string): Promise<QuickState> => quickInput.shows(state => assert.equal(state.title, title)),
  closed: (): Promise<void> => eventually(async () => assert.equal(await call('quickInput', 'state'), undefined)),
  fill: (text: string): Promise<unknown> => call('quickInput', 'fill', text),
  accept: (): Promise<unknown> => call('quickInput', 'accept'),
  choose: (label: string): Promise<unknown> => call('quickInput', 'choose', label),
  goBack: (): Promise<unknown> => call('quickInput', 'goBack'),
  cancel: (): Promise<unknown> => call('quickInput', 'cancel'),
};

/** Keeps what is on the screen, where there is a page. Gives the picture's path. */
export async function pictureOf(title: string): Promise<string | undefined> {
  if (process.env.MANIFEST_LOCK_PAGE !== '1') return undefined;
  return (await call('workbench', 'failed', title)) as string;
}

/** A tree of our view container. */
export interface RemoteTree {
  open(): Promise<unknown>;
  /** The rows on screen, two blanks a level. */
  texts(): Promise<readonly string[]>;
  /** Opens what a row leads to. */
  click(label: string, under?: string): Promise<unknown>;
  /** Opens a group, and waits for its rows. */
  expand(label: string, under?: string): Promise<unknown>;
  collapse(label: string, under?: string): Promise<unknown>;
  menu(label: string, under?: string): Promise<readonly string[]>;
  takeFromMenu(title: string): Promise<unknown>;
  /** An icon in the view's title. */
  action(title: string): Promise<unknown>;
  /** An icon that a row has while the mouse is on it. */
  inline(label: string, title: string, under?: string): Promise<unknown>;
}

function tree(name: string): RemoteTree {
  return {
    open: () => call(name, 'open'),
    texts: () => call(name, 'texts') as Promise<readonly string[]>,
    click: (label, under) => call(name, 'click', label, under),
    expand: (label, under) => call(name, 'expand', label, under),
    collapse: (label, under) => call(name, 'collapse', label, under),
    menu: (label, under) => call(name, 'menu', label, under) as Promise<readonly string[]>,
    takeFromMenu: title => call(name, 'takeFromMenu', title),
    action: title => call(name, 'action', title),
    inline: (label, title, under) => call(name, 'inline', label, title, under),
  };
}

export const overridesView = tree('overrides');
export const streamsView = tree('streams');

/** A page of a panel; what is looked for is told by CSS selectors of the page. */
export interface RemotePanel {
  /** Blanks folded. */
  texts(selector: string): Promise<readonly string[]>;
  attribute(selector: string, name: string): Promise<string | null>;
  value(selector: string): Promise<string>;
  click(selector: string): Promise<unknown>;
  /** A button by its name. */
  press(name: string): Promise<unknown>;
  fill(selector: string, text: string): Promise<unknown>;
  /** An option by its value. */
  select(selector: string, value: string): Promise<unknown>;
  selectLabel(selector: string, label: string): Promise<unknown>;
  /** Marks this load of the page: after a reload the mark is gone. */
  mark(): Promise<unknown>;
  isMarked(): Promise<boolean>;
  /** What axe-core finds wrong, a line a violation. */
  violations(): Promise<readonly string[]>;
  /** `vscode-dark` */
  theme(): Promise<string>;
  /** What the policy of any page has refused. */
  refusals(): Promise<readonly string[]>;
}

function panel(name: string): RemotePanel {
  return {
    texts: selector => call(name, 'texts', selector) as Promise<readonly string[]>,
    attribute: (selector, attribute) => call(name, 'attribute', selector, attribute) as Promise<string | null>,
    value: selector => call(name, 'value', selector) as Promise<string>,
    click: selector => call(name, 'click', selector),
    press: title => call(name, 'press', title),
    fill: (selector, text) => call(name, 'fill', selector, text),
    select: (selector, value) => call(name, 'select', selector, value),
    selectLabel: (selector, label) => call(name, 'selectLabel', selector, label),
    mark: () => call(name, 'mark'),
    isMarked: () => call(name, 'isMarked') as Promise<boolean>,
    violations: () => call(name, 'violations') as Promise<readonly string[]>,
    theme: () => call(name, 'theme') as Promise<string>,
    refusals: () => call(name, 'refusals') as Promise<readonly string[]>,
  };
}

export const comparePanel = panel('compare');
export const historyPanel = panel('history');

export const workbench = {
  statusBar: (): Promise<readonly string[]> => call('workbench', 'statusBar') as Promise<readonly string[]>,
  /** Waits for a notification that says this. */
  async notifies(text: string | RegExp): Promise<void> {
    await commands.executeCommand('notifications.showList');
    await eventually(async () => {
      const shown = ((await call('workbench', 'notifications')) as readonly string[]).join('\n');
      assert.ok(typeof text === 'string' ? shown.includes(text) : text.test(shown), `only: ${shown}`);
    });
    await commands.executeCommand('notifications.hideList');
  },
  /** Takes a button of a notification. */
  async answer(button: string): Promise<void> {
    await commands.executeCommand('notifications.showList');
    await call('workbench', 'answerNotification', button);
  },
  /** From the command palette, by its title. */
  command: (title: string): Promise<unknown> => call('workbench', 'command', title),
  /** An icon beside the tabs, by what it says. */
  editorAction: (title: string): Promise<unknown> => call('workbench', 'editorAction', title),
  /** Clicks a link of the hover that is shown. */
  hoverLink: (title: string): Promise<unknown> => call('workbench', 'hoverLink', title),
  /** An entry of the context menu of the text that the cursor stands in. */
  contextMenu: (title: string): Promise<unknown> => call('workbench', 'editorContextMenu', title),
  /** The text of a rendered Markdown document; empty where none is shown. */
  markdownPreview: (): Promise<string> => call('workbench', 'markdownPreview') as Promise<string>,
};

export type Misbehaviour = { readonly kind: 'status'; readonly status: number } | { readonly kind: 'html' };

/** From now on; undefined: as it should. */
export async function behave(service: 'koji' | 'bodhi', behaviour: Misbehaviour | undefined): Promise<void> {
  await call(service, 'behave', behaviour);
}
