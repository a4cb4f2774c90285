/** The status item: how old the metadata is, what is being fetched, or why nothing is; what services and git say in lines of their own. */
import { type Command, type Disposable, type LanguageStatusItem, LanguageStatusSeverity, languages } from 'vscode';
import type { StatusParams } from '../../server/protocol';
import { DOCUMENT_SELECTOR } from '../documents';
import { describeStatus, type StatusText, type StatusTopic } from './status-text';

const SEVERITY = {
  information: LanguageStatusSeverity.Information,
  warning: LanguageStatusSeverity.Warning,
} as const;

const COMMAND = {
  refresh: { command: 'manifestLock.refresh', title: 'Refresh' },
  settings: { command: 'workbench.action.openSettings', title: 'Settings', arguments: ['manifestLock.network'] },
  trust: { command: 'workbench.trust.manage', title: 'Manage Trust' },
} as const satisfies Record<StatusText['remedy'], Readonly<Command>>;

/** VS Code shows them in the order of their ids. */
const ITEMS: Readonly<Record<StatusTopic, { readonly id: string; readonly name: string }>> = {
  metadata: { id: 'manifestLock.status', name: 'Manifest Lock' },
  services: { id: 'manifestLock.status.1', name: 'Manifest Lock: Koji and Bodhi' },
  git: { id: 'manifestLock.status.2', name: 'Manifest Lock: Git' },
};

/** The age is shown in minutes. */
const TICK_MS = 60_000;

export class StatusItem implements Disposable {
  readonly #items = new Map<StatusTopic, LanguageStatusItem>();
  readonly #timer = setInterval(() => this.#render(), TICK_MS);
  #params: StatusParams | undefined;

  constructor() {
    const item = this.#item('metadata');
    item.text = 'Package metadata';
    item.busy = true;
  }

  show(params: StatusParams): void {
    this.#params = params;
    this.#render();
  }

  dispose(): void {
    clearInterval(this.#timer);
    for (const item of this.#items.values()) item.dispose();
  }

  #item(topic: StatusTopic): LanguageStatusItem {
    const known = this.#items.get(topic);
    if (known) return known;
    const { id, name } = ITEMS[topic];
    const item = languages.createLanguageStatusItem(id, DOCUMENT_SELECTOR);
    item.name = name;
    this.#items.set(topic, item);
    return item;
  }

  #render(): void {
    if (!this.#params) return;
    const lines = describeStatus(this.#params, Date.now());
    for (const { topic, text, detail, severity, remedy } of lines) {
      const item = this.#item(topic);
      item.text = text;
      item.detail = detail;
      item.severity = SEVERITY[severity];
      item.busy = topic === 'metadata' && this.#params.busy;
      item.command = topic === 'git' ? undefined : COMMAND[remedy];
    }
    for (const [topic, item] of this.#items) {
      if (lines.some(line => line.topic === topic)) continue;
      item.dispose();
      this.#items.delete(topic);
    }
  }
}
