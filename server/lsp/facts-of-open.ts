/** Says what the open overrides are about to those who ask services: soon after an edit, not with it. */
import type { ConfigRepo } from '../config-repo/model';
import { wantedFacts } from '../operations/wanted-facts';
import { isOverrides } from '../rules/support';
import type { WantedEntry } from '../services/wanted-entry';
import { messageOf } from './message-of';
import { scopeOf } from './scope';
import type { ServicesInUse } from './services-in-use';
import type { FileView } from './view';

export interface FactsOfOpenOptions {
  readonly services: Pick<ServicesInUse, 'want'>;
  /** Those of the open lockfiles. */
  readonly views: () => Promise<readonly FileView[]>;
  /** False where nothing may be asked. */
  readonly mayAsk: () => boolean;
  readonly onError: (message: string) => void;
}

/** What is being typed is no version yet. */
const DELAY_MS = 500;

export class FactsOfOpen {
  readonly #options: FactsOfOpenOptions;
  #timer: NodeJS.Timeout | undefined;
  #disposed = false;

  constructor(options: FactsOfOpenOptions) {
    this.#options = options;
  }

  soon(): void {
    clearTimeout(this.#timer);
    if (this.#disposed || !this.#options.mayAsk()) return;
    const tell = (error: unknown): void => this.#options.onError(messageOf(error));
    this.#timer = setTimeout(() => void this.now().catch(tell), DELAY_MS);
  }

  /** Resolves when it is said, which is before there are answers. */
  async now(): Promise<void> {
    clearTimeout(this.#timer);
    const wanted = new Map<string, { readonly config: ConfigRepo; readonly entries: WantedEntry[] }>();
    for (const view of await this.#options.views()) {
      if (view.folder === undefined || !view.repo) continue;
      const known = wanted.get(view.folder) ?? { config: view.repo.config, entries: [] };
      if (isOverrides(view)) known.entries.push(...wantedFacts(scopeOf(view)));
      wanted.set(view.folder, known);
    }
    if (this.#disposed) return;
    for (const [folder, { config, entries }] of wanted) this.#options.services.want(folder, config, entries);
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
  }
}
