/** Repository metadata of the open config repositories: asked for in the background, answered from what is there. */
import type { RepositoryReport } from '../protocol';
import type {
  Availability,
  LoadProgress,
  Repositories,
  RepositoryRequest,
  RepositoryState,
} from '../rpmmd/repositories';

export interface MetadataOptions {
  readonly repositories: Repositories;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** False where nothing may be asked anew; what is cached is still opened. */
  readonly mayLoad: (request: RepositoryRequest) => boolean;
  /** What a verb would answer for this folder has changed. */
  readonly onChange: (folder: string) => void;
  /** Anything of the reports or of the work under way has changed. */
  readonly onActivity: () => void;
  readonly onError: (message: string) => void;
  /** What a repository was found to have, or why it could not be had. One line. */
  readonly onLog: (message: string) => void;
}

const RENEW_MS = 600_000;

/** One config repository and basearch. */
interface Slot {
  readonly folder: string;
  readonly basearch: string;
  readonly requests: readonly RepositoryRequest[];
  readonly key: string;
  readonly controller: AbortController;
  /** What is under way, by repository. */
  readonly progress: Map<string, LoadProgress>;
  availability: Availability;
  /** Loads under way. */
  running: number;
  /** Settled once the slot was opened and brought up to date for the first time. Never rejects. */
  opening: Promise<void>;
  /** When the last load began, Unix milliseconds. */
  loadedAt: number;
}

export class Metadata {
  readonly #options: MetadataOptions;
  readonly #slots = new Map<string, Slot>();

  constructor(options: MetadataOptions) {
    this.#options = options;
  }

  /**
   * Says which basearches of a config repository are in use, with their repositories. New ones are opened from the cache
   * and brought up to date; loads for those no longer in use are aborted. Known ones are brought up to date again when
   * that is ten minutes ago, which costs nothing within their `metadata_expire`.
   */
  want(folder: string, wanted: ReadonlyMap<string, readonly RepositoryRequest[]>): void {
    for (const slot of [...this.#slots.values()]) {
      if (slot.folder === folder && !wanted.has(slot.basearch)) this.#drop(slot);
    }
    for (const [basearch, requests] of wanted) {
      const id = slotId(folder, basearch);
      const key = JSON.stringify(requests);
      const known = this.#slots.get(id);
      if (known?.key === key) {
        this.#renew(known);
        continue;
      }
      if (known) this.#drop(known);
      const controller = new AbortController();
      const availability = known?.availability ?? { basearch, repositories: requests.map(unknownState) };
      const slot: Slot = {
        folder,
        basearch,
        requests,
        key,
        controller,
        availability,
        progress: new Map(),
        running: 0,
        opening: Promise.resolve(),
        loadedAt: 0,
      };
      this.#slots.set(id, slot);
      slot.opening = this.#open(slot);
    }
    this.#options.onActivity();
  }

  /** Undefined for a basearch that is not in use. */
  availability(folder: string, basearch: string): Availability | undefined {
    return this.#slots.get(slotId(folder, basearch))?.availability;
  }

  /** Asks every repository in use that was not asked since (Unix milliseconds). Resolves when all have answered. */
  async refresh(since: number): Promise<void> {
    const slots = [...this.#slots.values()];
    await Promise.all(
      slots.map(async slot => {
        await slot.opening;
        await this.#load(slot, since);
      }),
    );
  }

  /** Resolves when no repository of a config repository is awaited any more of which nothing at all is known yet. */
  async known(folder: string): Promise<void> {
    const unknown = [...this.#slots.values()].filter(
      slot => slot.folder === folder && slot.availability.repositories.some(({ index }) => !index),
    );
    await Promise.all(unknown.map(({ opening }) => opening));
  }

  get busy(): boolean {
    return [...this.#slots.values()].some(slot => slot.running > 0);
  }

  /** What is under way, one line. Empty when idle. */
  get activity(): string {
    const slots = [...this.#slots.values()];
    return slots.flatMap(({ progress }) => [...progress.values()].map(describeProgress)).join(', ');
  }

  /** Every repository and basearch once, in the order of the manifest. */
  reports(): RepositoryReport[] {
    const reports = new Map<string, RepositoryReport>();
    for (const slot of this.#slots.values()) {
      for (const { id, basearch, status, checkedAt, error } of slot.availability.repositories) {
        reports.set(`${id} ${basearch}`, { id, basearch, status, checkedAt, error });
      }
    }
    return [...reports.values()];
  }

  dispose(): void {
    for (const slot of [...this.#slots.values()]) this.#drop(slot);
  }

  #drop(slot: Slot): void {
    this.#slots.delete(slotId(slot.folder, slot.basearch));
    slot.controller.abort();
  }

  #renew(slot: Slot): void {
    if (slot.running > 0 || this.#options.now() - slot.loadedAt < RENEW_MS) return;
    void this.#load(slot);
  }

  async #open(slot: Slot): Promise<void> {
    slot.running++;
    try {
      const states = await this.#options.repositories.snapshot(slot.requests);
      if (slot.controller.signal.aborted) return;
      this.#set(slot, index => states[index]);
      await this.#load(slot);
    } catch (error) {
      this.#options.onError(`${slot.basearch}: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      slot.running--;
      this.#options.onActivity();
    }
  }

  /**
   * Every repository on its own, so that a slow one keeps no other waiting. With `forceSince` those that answered since
   * are left out, and the others asked even within their `metadata_expire`.
   */
  async #load(slot: Slot, forceSince?: number): Promise<void> {
    const { signal } = slot.controller;
    const { mayLoad, repositories, onActivity, onError, onLog } = this.#options;
    const allowed = slot.requests.map((request, index) => {
      const { checkedAt } = slot.availability.repositories[index] ?? {};
      return mayLoad(request) && !(forceSince !== undefined && checkedAt !== undefined && checkedAt >= forceSince);
    });
    const force = forceSince !== undefined;
    if (signal.aborted || !allowed.includes(true)) return;
    slot.running++;
    slot.loadedAt = this.#options.now();
    this.#set(slot, (index, state) => (allowed[index] && !state.index ? { ...state, status: 'loading' } : state));
    const loads = slot.requests.map(async (request, index) => {
      if (!allowed[index]) return;
      const name = `${request.config.id} ${request.variables.basearch}`;
      const onProgress = (progress: LoadProgress): void => {
        if (progress.phase === 'done' || progress.phase === 'failed') slot.progress.delete(name);
        else slot.progress.set(name, progress);
        onActivity();
      };
      try {
        const [loaded] = await repositories.load([request], { signal, force, onProgress });
        if (signal.aborted) return;
        if (loaded) onLog(`${name}: ${describeLoaded(loaded)}`);
        this.#set(slot, (i, state) => (i === index ? loaded : state));
      } catch (error) {
        if (!signal.aborted) onError(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      } finally {
        slot.progress.delete(name);
      }
    });
    await Promise.all(loads);
    slot.running--;
    onActivity();
  }

  #set(slot: Slot, next: (index: number, state: RepositoryState) => RepositoryState | undefined): void {
    const before = slot.availability.repositories;
    const after = before.map((state, index) => next(index, state) ?? state);
    slot.availability = { basearch: slot.basearch, repositories: after };
    if (this.#slots.get(slotId(slot.folder, slot.basearch)) !== slot) return;
    if (after.some((state, index) => !saysTheSame(state, before[index]))) this.#options.onChange(slot.folder);
    this.#options.onActivity();
  }
}

const slotId = (folder: string, basearch: string): string => `${folder}\0${basearch}`;

function unknownState({ config, variables, role }: RepositoryRequest): RepositoryState {
  return {
    id: config.id,
    basearch: variables.basearch,
    role,
    priority: config.priority,
    cost: config.cost,
    skipIfUnavailable: config.skipIfUnavailable,
    status: 'missing',
    index: undefined,
    checkedAt: undefined,
    revision: undefined,
    error: undefined,
  };
}

/** False where an answer could differ; the time of the last check alone makes no difference. */
function saysTheSame(a: RepositoryState, b: RepositoryState | undefined): boolean {
  return a.status === b?.status && a.error === b.error && a.revision === b.revision && a.index?.size === b.index?.size;
}

function describeLoaded({ index, error, checkedAt, status }: RepositoryState): string {
  const had = index ? `${index.size} package${index.size === 1 ? '' : 's'}` : status;
  const checked = checkedAt === undefined ? '' : `, checked ${new Date(checkedAt).toISOString()}`;
  return error === undefined ? had + checked : `${had}${checked}; ${error}`;
}

const MEGABYTE = 1_000_000;

function describeProgress({ repository, phase, received = 0, total }: LoadProgress): string {
  if (phase === 'index') return `${repository}: indexing`;
  if (phase !== 'download') return `${repository}: checking`;
  const done = (received / MEGABYTE).toFixed(1);
  return total === undefined
    ? `${repository}: ${done} MB`
    : `${repository}: ${done} of ${(total / MEGABYTE).toFixed(1)} MB`;
}
