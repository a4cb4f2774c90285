/** The page "Compare Streams": what it knows, what it is told, what it asks for. */
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type {
  CompareAdvisoriesResult,
  CompareChoices,
  CompareResult,
  CompareStoryResult,
  StreamsOfRepository,
} from '../../../server/protocol';
import type { CompareView, FromCompare, ToCompare } from '../messages';
import { announce } from '../shared/announcer';
import { LightElement } from '../shared/light-element';
import { openPort } from '../shared/port';
import type { PairEvent, SendEvent, ViewEvent } from './events';
import { Comparison, type Shown } from './model/comparison';
import { DEFAULT_VIEW, type Pair, restoreState, samePair } from './model/state';
import { nothingText, shownText } from './model/summary';
import { pageOf } from './page';
import { type PageRoom, roomOf } from './room';
import type { CompareTable } from './table';
import type { CompareToolbar } from './toolbar';
import '../graph/streams-graph';
import './pickers';
import './toolbar';
import './overrides';
import './table';

/** Milliseconds without a keystroke until what the filter has left is told. */
const ANNOUNCE_AFTER = 500;

/** Pixels of the panel below which the picture would leave no room for the table: it is folded at first. */
const GRAPH_HEIGHT = 760;

@customElement('compare-app')
export class CompareApp extends LightElement {
  @state() private accessor repositories: readonly CompareChoices[] = [];
  /** What is chosen; its result may still be on its way. */
  @state() private accessor pair: Pair | undefined;
  @state() private accessor busy = false;
  @state() private accessor failure: string | undefined;
  /** What was done last. */
  @state() private accessor done: string | undefined;
  @state() private accessor result: CompareResult | undefined;
  @state() private accessor advisories: CompareAdvisoriesResult | undefined;
  @state() private accessor stories: ReadonlyMap<string, CompareStoryResult> = new Map();
  @state() private accessor streams: StreamsOfRepository | undefined;
  @state() private accessor view: CompareView = { ...DEFAULT_VIEW, graph: window.innerHeight >= GRAPH_HEIGHT };

  private readonly port = openPort<FromCompare, ToCompare>();
  private readonly comparison = new Comparison();
  /** What `result` and all that belongs to it are of. */
  private resultOf: Pair | undefined;
  /** Whether the result came without being asked for. */
  private again = false;
  /** Sources whose story was asked for since the result came. */
  private readonly asked = new Set<string>();
  private announcing: number | undefined;
  private shown: Shown | undefined;
  @state() private accessor room: PageRoom | undefined;
  private readonly observed = new WeakSet<Element>();
  private readonly observer = new ResizeObserver(() => this.measure());

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('send', event => this.send((event as SendEvent).detail));
    this.addEventListener('view', event => this.changeView((event as ViewEvent).detail));
    this.addEventListener('pair', event => this.compare((event as PairEvent).detail));
    this.addEventListener('to-table', () => this.querySelector<CompareTable>('compare-table')?.focusActive());
    window.addEventListener('keydown', this.keyDown);
    const kept = restoreState(this.port.state());
    this.port.listen(message => this.told(message));
    this.port.post({ type: 'ready' });
    this.observer.observe(this);
    if (kept) {
      this.view = kept.view;
      this.resultOf = kept;
      this.compare(kept);
    }
  }

  protected override willUpdate(): void {
    const { result, advisories, stories, view } = this;
    this.room ??= roomOf(this.clientWidth, getComputedStyle(this));
    this.shown = this.comparison.update({ result, advisories, stories, view }, this.room);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.room === undefined || this.shown === undefined) return nothing;
    return pageOf({
      repositories: this.repositories,
      pair: this.pair,
      current: samePair(this.pair, this.resultOf),
      result: this.result,
      advisories: this.advisories,
      shown: this.shown,
      view: this.view,
      busy: this.busy,
      failure: this.failure,
      done: this.done,
      streams: this.streams,
      room: this.room,
      scroller: this,
      send: message => this.send(message),
      changeView: change => this.changeView(change),
      compare: pair => this.compare(pair),
    });
  }

  protected override firstUpdated(): void {
    // the first text in a font waits for the font: rather now, while the comparison is on its way
    this.room?.measure.plain('0');
    this.room?.measure.mono('0');
  }

  protected override updated(changed: PropertyValues): void {
    const bar = this.querySelector<HTMLElement>('.bar');
    if (bar !== null && !this.observed.has(bar)) {
      this.observed.add(bar);
      this.observer.observe(bar);
    }
    if (changed.has('result') && this.result) {
      announce(`${this.again ? 'Compared again' : 'Compared'}: ${this.shownText()}`);
    }
    this.askForStories();
  }

  private shownText(): string {
    if (!this.result || !this.shown) return '';
    return nothingText(this.result) ?? shownText(this.shown.rows.length, this.shown.rowInput, this.view.group);
  }

  /** Lines break where the page ends, and the table's head sticks below the toolbar. */
  private measure(): void {
    const bar = this.querySelector<HTMLElement>('.bar');
    const sticks = bar !== null && getComputedStyle(bar).position === 'sticky';
    this.style.setProperty('--bar-height', `${sticks ? bar.offsetHeight : 0}px`);
    const room = roomOf(this.clientWidth, getComputedStyle(this));
    if (room.key === this.room?.key) return;
    this.room = room;
  }

  private told(message: ToCompare): void {
    switch (message.type) {
      case 'choices':
        this.repositories = message.repositories;
        return;
      case 'comparing':
        this.pair = pairOf(message);
        this.busy = true;
        this.failure = undefined;
        return;
      case 'result':
        this.showResult(pairOf(message), message.result, message.update);
        return;
      case 'advisories':
        if (this.isAbout(message)) this.advisories = message.result;
        return;
      case 'story':
        if (this.isAbout(message)) this.stories = new Map(this.stories).set(message.source, message.story);
        return;
      case 'streams':
        this.streams = message.repository;
        return;
      case 'failed':
        this.busy = false;
        this.failure = message.message;
        return;
      case 'done':
        this.done = message.message;
        this.failure = undefined;
        announce(message.message);
        return;
    }
  }

  private isAbout({ from, to }: { readonly from: string; readonly to: string }): boolean {
    return this.resultOf?.from === from && this.resultOf.to === to;
  }

  private compare(pair: Pair): void {
    this.pair = pairOf(pair);
    this.busy = true;
    this.failure = undefined;
    this.keep();
    this.port.post({ type: 'compare', ...this.pair });
  }

  private showResult(pair: Pair, result: CompareResult, update: boolean): void {
    const same = samePair(pair, this.resultOf);
    if (!same) {
      this.view = { ...this.view, open: [] };
      this.advisories = undefined;
      this.done = undefined;
      this.scrollTop = 0;
    }
    // the versions may be others now: what is told of them is asked again, and the old stays until it comes
    this.asked.clear();
    if (!same) this.stories = new Map();
    this.pair = pair;
    this.resultOf = pair;
    this.result = result;
    this.busy = false;
    this.failure = undefined;
    this.again = update;
    this.keep();
  }

  private askForStories(): void {
    if (!this.result || !this.shown || this.busy) return;
    const open = new Set(this.view.open);
    const sources = new Set(this.shown.rows.filter(({ key }) => open.has(key)).map(({ source }) => source));
    for (const source of sources) {
      if (this.asked.has(source)) continue;
      this.asked.add(source);
      this.port.post({ type: 'story', source });
    }
  }

  private send(message: FromCompare): void {
    this.done = undefined;
    this.port.post(message);
  }

  private changeView(change: Partial<CompareView>): void {
    this.view = { ...this.view, ...change };
    this.keep();
    if ('open' in change || 'graph' in change || 'overrides' in change) return;
    window.clearTimeout(this.announcing);
    this.announcing = window.setTimeout(() => {
      announce(this.shownText());
    }, ANNOUNCE_AFTER);
  }

  private keep(): void {
    if (this.pair) this.port.keep({ ...this.pair, view: this.view });
  }

  private readonly keyDown = (event: KeyboardEvent): void => {
    const find =
      event.key.toLowerCase() === 'f' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    const slash = event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey && !typing;
    if (!find && !slash) return;
    event.preventDefault();
    this.querySelector<CompareToolbar>('compare-toolbar')?.focusFilter();
  };
}

function pairOf({ folder, from, to }: Pair): Pair {
  return { folder, from, to };
}
