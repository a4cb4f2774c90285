/** "Pin Backport", step by step. Every answer can be gone back from until the last one writes. */
import { type CancellationToken, CancellationTokenSource, type QuickPickItem, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient/node';
import {
  PinApplyRequest,
  type PinApplyResult,
  type PinCandidate,
  type PinCandidatesParams,
  type PinChange,
  type PinChoice,
  type PinPlanParams,
  PinPlanRequest,
  type PinPlanResult,
  type PinStream,
  PinStreamsRequest,
} from '../../server/protocol';
import { buildsText } from './candidate-text';
import { type BuildChoice, chooseBuilds } from './choose-build';
import { Preview } from './preview';
import { reasonFault } from './reason';
import { type Answer, enterText, pickOne, pickSome } from './steps';
import { applyText, changeText, streamText } from './stream-text';

/** What is known when the flow begins. */
export interface PinStart {
  /** Of any lockfile of the repository. */
  readonly uri: string;
  /** Package, NVR, ...: looked up at once. */
  readonly query?: string;
  /** Looked up at once where there is no `query`. */
  readonly position?: NonNullable<PinCandidatesParams['position']>;
  readonly type?: PinChoice['type'] | undefined;
  /** Names of those that are chosen at first; missing: those that most would choose. */
  readonly streams?: readonly string[];
}

type Type = PinChoice['type'];

interface State {
  queries: readonly string[];
  builds: readonly PinCandidate[];
  type: Type;
  reason: string;
  streams: readonly PinStream[];
  newBranches: boolean;
}

/** Where a step leads: to the next one, back, or out. */
type Outcome = 'next' | 'again' | 'back' | 'end';

const TOTAL = 5;

export class PinFlow {
  readonly #client: BaseLanguageClient;
  readonly #start: PinStart;
  readonly #preview = new Preview();
  readonly #state: State;
  #result: PinApplyResult | undefined;

  constructor(client: BaseLanguageClient, start: PinStart) {
    this.#client = client;
    this.#start = start;
    this.#state = {
      queries: start.query !== undefined ? [start.query] : start.position ? [''] : [],
      builds: [],
      type: start.type ?? 'pin',
      reason: '',
      streams: [],
      newBranches: false,
    };
  }

  /** Undefined where the user ended it before anything was written. */
  async run(): Promise<PinApplyResult | undefined> {
    const steps = [
      () => this.#chooseBuild(),
      () => this.#chooseType(),
      () => this.#enterReason(),
      () => this.#chooseStreams(),
      () => this.#confirm(),
    ];
    try {
      for (let index = 0; index < steps.length; ) {
        const outcome = (await steps[index]?.()) ?? 'end';
        if (outcome === 'end') return undefined;
        if (outcome === 'next') index++;
        else if (outcome === 'back') index = Math.max(0, index - 1);
      }
      return this.#result;
    } finally {
      await this.#preview.close();
      this.#preview.dispose();
    }
  }

  #step(number: number): { title: string; number: number; total: number } {
    const { builds } = this.#state;
    const about = builds.length === 0 ? '' : `: ${buildsText(builds)}`;
    return { title: `Pin Backport${about}`, number, total: TOTAL };
  }

  async #chooseBuild(): Promise<Outcome> {
    this.#state.builds = [];
    const { uri, position, streams: [stream] = [] } = this.#start;
    const about = { uri, ...(position && { position }), ...(stream !== undefined && { stream }) };
    const answer = await chooseBuilds(this.#client, about, this.#state.queries, this.#step(1));
    return this.#take(answer, async (choice: BuildChoice) => {
      if (choice !== 'browse') {
        this.#state.builds = choice;
        return 'next';
      }
      const files = await window.showOpenDialog({ canSelectMany: true, filters: { RPM: ['rpm'] }, title: 'RPM files' });
      if (files && files.length > 0) this.#state.queries = files.map(file => file.fsPath);
      return 'again';
    });
  }

  async #chooseType(): Promise<Outcome> {
    const items: (QuickPickItem & { readonly type: Type })[] = [
      { type: 'pin', label: 'pin', detail: 'Stays at this version until somebody removes it. Needs a reason.' },
      {
        type: 'fast-track',
        label: 'fast-track',
        detail: 'Ahead of its Bodhi update; goes away when the stable repositories have caught up.',
      },
    ];
    const wanted = this.#start.type ?? (this.#state.builds.every(({ ahead }) => ahead) ? 'fast-track' : 'pin');
    const active = items.find(({ type }) => type === wanted);
    const answer = await pickOne({ ...this.#step(2), items, active, placeholder: 'How the override is meant' });
    return this.#take(answer, ({ type }) => {
      this.#state.type = type;
      return 'next';
    });
  }

  async #enterReason(): Promise<Outcome> {
    const { type, builds, reason } = this.#state;
    const required = type === 'pin' || builds.some(({ selfReleased }) => !selfReleased);
    const answer = await enterText({
      ...this.#step(3),
      value: reason,
      placeholder: 'https://github.com/coreos/fedora-coreos-tracker/issues/...',
      prompt: required ? 'Why: the address of an issue, a bug or a pull request' : 'Why: an address, or nothing',
      validate: text => reasonFault(text, required),
    });
    return this.#take(answer, text => {
      this.#state.reason = text;
      return 'next';
    });
  }

  async #chooseStreams(): Promise<Outcome> {
    const found = await this.#busy('What each stream would get', token =>
      this.#client.sendRequest(PinStreamsRequest, this.#choice(), token),
    );
    if (typeof found === 'string') return found;
    const { streams, notes } = found;
    for (const note of notes) void window.showWarningMessage(`Manifest Lock: ${note}`);
    const items = streams.map(stream => ({ ...streamText(stream), stream }));
    const chosen = this.#state.streams.map(({ stream }) => stream);
    const before = chosen.length > 0 ? chosen : (this.#start.streams ?? []);
    const picked = items.filter(({ stream }) =>
      before.length > 0 ? before.includes(stream.stream) : stream.preselected && stream.refused === undefined,
    );
    const answer = await pickSome({
      ...this.#step(4),
      items,
      picked,
      placeholder: 'The streams it goes to',
      refuse: chosen => {
        if (chosen.length === 0) return 'Choose a stream.';
        const [none] = chosen.filter(({ stream }) => stream.refused !== undefined);
        return none && `${none.stream.stream} cannot be chosen: ${none.stream.refused}`;
      },
    });
    return this.#take(answer, chosen => {
      this.#state.streams = chosen.map(({ stream }) => stream);
      return 'next';
    });
  }

  /** Shows what will be written until it is applied. */
  async #confirm(): Promise<Outcome> {
    const planned = await this.#busy('What will be written', token =>
      this.#client.sendRequest(PinPlanRequest, this.#planParams(), token),
    );
    if (typeof planned === 'string') return planned;
    this.#preview.set(planned.changes);
    await this.#preview.show(buildsText(this.#state.builds), planned.changes);
    return this.#decide(planned);
  }

  async #decide(planned: PinPlanResult): Promise<Outcome> {
    const { plan, changes, refused } = planned;
    const commits = changes.some(({ worktree }) => !worktree);
    const { newBranches } = this.#state;
    type Item = QuickPickItem & { readonly does: 'apply' | 'branches' | 'show'; readonly change?: PinChange };
    const items: Item[] = [
      ...(plan === undefined ? [] : [{ does: 'apply' as const, label: applyText(changes) }]),
      ...(commits
        ? [
            {
              does: 'branches' as const,
              label: newBranches ? "Commit to the streams' own branches instead" : 'Commit to new branches instead',
            },
          ]
        : []),
      ...changes.map(change => ({ does: 'show' as const, ...changeText(change), change })),
      ...refused.map(label => ({ does: 'show' as const, label })),
    ];
    const placeholder = plan === undefined ? 'Nothing can be written' : 'The changes are shown in the editor';
    const answer = await pickOne({ ...this.#step(5), items, placeholder });
    return this.#take(answer, async ({ does, change }) => {
      if (does === 'branches') {
        this.#state.newBranches = !newBranches;
        return 'again';
      }
      if (does === 'show' || plan === undefined) {
        const shown = change ? [change] : changes;
        await this.#preview.show(change?.stream ?? buildsText(this.#state.builds), shown);
        return this.#decide(planned);
      }
      const applied = await this.#busy('Writing', () => this.#client.sendRequest(PinApplyRequest, { plan }), false);
      // what there is now is planned anew
      if (typeof applied === 'string') return 'again';
      this.#result = applied;
      return 'next';
    });
  }

  #choice(): PinChoice {
    const { builds, type, reason } = this.#state;
    return {
      uri: this.#start.uri,
      subjects: builds.map(({ subject }) => subject),
      type,
      ...(reason === '' ? {} : { reason }),
    };
  }

  #planParams(): PinPlanParams {
    const { streams, newBranches } = this.#state;
    return { ...this.#choice(), streams: streams.map(({ stream }) => stream), newBranches };
  }

  async #take<T>(answer: Answer<T>, then: (value: T) => Outcome | Promise<Outcome>): Promise<Outcome> {
    if (answer === undefined) return 'end';
    return answer === 'back' ? 'back' : then(answer.value);
  }

  /** Something is seen to go on while the server works. Escape ends it, unless it writes; of what fails the step before can be answered otherwise. */
  async #busy<T extends object>(
    title: string,
    work: (token: CancellationToken) => Promise<T>,
    mayEnd = true,
  ): Promise<T | 'back' | 'end'> {
    const cancellation = new CancellationTokenSource();
    const input = window.createQuickPick();
    Object.assign(input, {
      title: 'Pin Backport',
      placeholder: `${title}...`,
      busy: true,
      enabled: false,
      ignoreFocusOut: true,
    });
    const { token } = cancellation;
    if (mayEnd) input.onDidHide(() => cancellation.cancel());
    input.show();
    try {
      const result = await work(token);
      return token.isCancellationRequested ? 'end' : result;
    } catch (error) {
      if (token.isCancellationRequested) return 'end';
      void window.showErrorMessage(`Manifest Lock: ${error instanceof Error ? error.message : String(error)}`);
      return 'back';
    } finally {
      input.dispose();
      cancellation.dispose();
    }
  }
}
