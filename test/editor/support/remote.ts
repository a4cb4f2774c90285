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

export const overridesView = {
  open: (): Promise<unknown> => call('overrides', 'open'),
  texts: (): Promise<readonly string[]> => call('overrides', 'texts') as Promise<readonly string[]>,
  click: (label: string, under?: string): Promise<unknown> => call('overrides', 'click', label, under),
  menu: (label: string, under?: string): Promise<readonly string[]> =>
    call('overrides', 'menu', label, under) as Promise<readonly string[]>,
  takeFromMenu: (title: string): Promise<unknown> => call('overrides', 'takeFromMenu', title),
  action: (title: string): Promise<unknown> => call('overrides', 'action', title),
};

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
};

export type Misbehaviour = { readonly kind: 'status'; readonly status: number } | { readonly kind: 'html' };

/** From now on; undefined: as it should. */
export async function behave(service: 'koji' | 'bodhi', behaviour: Misbehaviour | undefined): Promise<void> {
  await call(service, 'behave', behaviour);
}
