/** The one status item: how old the metadata is, what is being fetched, or why nothing is. */
import { type Command, type Disposable, LanguageStatusSeverity, languages } from 'vscode';
import type { StatusParams } from '../../server/protocol';
import { DOCUMENT_SELECTOR } from '../documents';
import { describeStatus, type StatusText } from './status-text';

const SEVERITY = {
  information: LanguageStatusSeverity.Information,
  warning: LanguageStatusSeverity.Warning,
} as const;

const COMMAND = {
  refresh: { command: 'manifestLock.refresh', title: 'Refresh' },
  settings: { command: 'workbench.action.openSettings', title: 'Settings', arguments: ['manifestLock.network'] },
  trust: { command: 'workbench.trust.manage', title: 'Manage Trust' },
} as const satisfies Record<StatusText['remedy'], Readonly<Command>>;

/** The age is shown in minutes. */
const TICK_MS = 60_000;

export class StatusItem implements Disposable {
  readonly #item = languages.createLanguageStatusItem('manifestLock.status', DOCUMENT_SELECTOR);
  readonly #timer = setInterval(() => this.#render(), TICK_MS);
  #params: StatusParams | undefined;

  constructor() {
    this.#item.name = 'Manifest Lock';
    this.#item.text = 'Package metadata';
    this.#item.busy = true;
  }

  show(params: StatusParams): void {
    this.#params = params;
    this.#render();
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#item.dispose();
  }

  #render(): void {
    if (!this.#params) return;
    const { text, detail, severity, remedy } = describeStatus(this.#params, Date.now());
    this.#item.text = text;
    this.#item.detail = detail;
    this.#item.severity = SEVERITY[severity];
    this.#item.busy = this.#params.busy;
    this.#item.command = COMMAND[remedy];
  }
}
