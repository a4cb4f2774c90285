/** What services say of the overrides of one config repository: asked in the background, answered from what is there. */

import type { ServiceFacts } from '../services/facts';
import {
  type FactService,
  type FactsLoader,
  type FactsStep,
  problemText,
  SERVICE_NAMES,
  type ServiceState,
  stepText,
} from '../services/facts-loader';
import { type WantedEntry, wantedKey } from '../services/wanted-entry';
import { messageOf } from './message-of';

export interface FolderFactsOptions {
  readonly loader: FactsLoader;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** What a verb would answer may be another now. */
  readonly onChange: () => void;
  /** Anything of the states or of the work under way has changed. */
  readonly onActivity: () => void;
  /** All has been asked that was to be asked, and nothing is under way. */
  readonly onIdle: () => void;
  readonly onLog: (message: string) => void;
  readonly onError: (message: string) => void;
}

const RENEW_MS = 600_000;
/** A service that does not answer keeps nobody from asking the other of what is typed meanwhile for longer than that. */
const OVERTAKE_MS = 3000;

export class FolderFacts {
  readonly #options: FolderFactsOptions;
  readonly #controller = new AbortController();
  /** Questions under way. */
  readonly #steps = new Map<string, FactsStep>();
  readonly #logged = new Map<string, string>();
  #wanted: readonly WantedEntry[] = [];
  #key = wantedKey([]);
  #loadedAt = Number.NEGATIVE_INFINITY;
  /** The newest that is under way. */
  #running: Promise<void> | undefined;
  #loads = 0;
  #again = false;
  #overtaking: NodeJS.Timeout | undefined;
  #retry: NodeJS.Timeout | undefined;

  constructor(options: FolderFactsOptions) {
    this.#options = options;
  }

  get facts(): ServiceFacts {
    return this.#options.loader.facts;
  }

  /** None while nothing is wanted: a failure of before is nobody's any more, and nothing would end it. */
  get states(): readonly ServiceState[] {
    return this.#wanted.length === 0 ? [] : this.#options.loader.states;
  }

  get busy(): boolean {
    return this.#steps.size > 0;
  }

  /** What is under way, one line. Empty when idle. */
  get activity(): string {
    const [step] = this.#steps.values();
    return step ? stepText(step) : '';
  }

  /** Says what is in use: asked where it is new, and again when that is ten minutes ago. */
  want(wanted: readonly WantedEntry[]): void {
    const key = wantedKey(wanted);
    if (key === this.#key && this.#options.now() - this.#loadedAt < RENEW_MS) return;
    this.#wanted = wanted;
    this.#key = key;
    if (wanted.length === 0) this.#options.onActivity();
    void this.#load(false);
  }

  /** A service has answered somebody at `at` (Unix milliseconds): what it could not be asked before is asked now. */
  answeredElsewhere(service: FactService, url: string, at: number): void {
    const waits = this.states.some(
      ({ problem, ...known }) =>
        known.service === service && known.url === url && problem && !problem.partial && problem.last < at,
    );
    if (waits && !this.#running) void this.#load(service);
  }

  /** Asks every service, also one that failed just now, unless that was done since (Unix milliseconds). Resolves when all have answered. */
  async refresh(since: number): Promise<void> {
    await this.#running;
    const left = this.states.some(({ problem }) => problem !== undefined && problem.last < since);
    if (left || this.#loadedAt < since) await this.#load(true);
  }

  dispose(): void {
    this.#controller.abort();
    clearTimeout(this.#retry);
    clearTimeout(this.#overtaking);
  }

  /** Once more after the one under way, or beside it where that takes long: nobody is asked twice by it. */
  #load(force: boolean | FactService): Promise<void> {
    if (this.#wanted.length === 0 || this.#controller.signal.aborted) return Promise.resolve();
    if (!this.#running) return this.#start(force);
    if (!this.#again) this.#overtaking = setTimeout(() => void this.#start(false), OVERTAKE_MS);
    this.#again = true;
    return this.#running;
  }

  #start(force: boolean | FactService): Promise<void> {
    clearTimeout(this.#retry);
    clearTimeout(this.#overtaking);
    this.#again = false;
    this.#loadedAt = this.#options.now();
    const own: Promise<void> = this.#ask(force)
      .catch(error => {
        if (!this.#controller.signal.aborted) this.#options.onError(messageOf(error));
      })
      .then(() => {
        const newest = this.#running === own;
        if (newest) this.#running = undefined;
        if (this.#controller.signal.aborted) return undefined;
        this.#tell();
        if (newest) this.#options.onIdle();
        if (this.#running) return this.#running;
        return newest && this.#again ? this.#load(false) : this.#retryLater();
      });
    this.#running = own;
    return own;
  }

  #ask(force: boolean | FactService): Promise<void> {
    const { loader, onChange, onActivity } = this.#options;
    const { signal } = this.#controller;
    const load = ++this.#loads;
    const onFacts = (): void => {
      if (!signal.aborted) onChange();
    };
    const onProgress = (step: FactsStep): void => {
      const name = `${load} ${step.service} ${step.question}`;
      if (step.done) this.#steps.delete(name);
      else this.#steps.set(name, step);
      onActivity();
    };
    return loader.load(this.#wanted, { signal, force, onFacts, onProgress });
  }

  /** A service that fails is asked again by and by, whether or not anybody types. */
  #retryLater(): void {
    const times = this.states.map(({ problem }) => problem?.retry).filter(time => time !== undefined);
    clearTimeout(this.#retry);
    if (times.length === 0) return;
    const pause = Math.max(Math.min(...times) - this.#options.now(), 0);
    this.#retry = setTimeout(() => void this.#load(false), pause);
  }

  #tell(): void {
    for (const { service, url, problem } of this.states) {
      const text = problem ? problemText(service, problem) : `${SERVICE_NAMES[service]} (${url}) answers again`;
      const known = this.#logged.get(service);
      this.#logged.set(service, text);
      // that all is well is worth a line only where it was not
      if (known !== text && (problem || known !== undefined)) this.#options.onLog(text);
    }
    this.#options.onActivity();
  }
}
