/**
 * The changes, as a treegrid. Only the lines in sight (and the one that has the focus) are in the page; how high each line is, is known
 * before it is drawn (model/lines.ts), so that nothing is measured and nothing jumps.
 */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { CompareView, FromCompare } from '../messages';
import { codicon } from '../shared/codicon';
import { LightElement } from '../shared/light-element';
import { type CellContext, COLUMNS, cellsOf, type Layout } from './cells';
import { sendEvent, viewEvent } from './events';
import type { Line } from './model/lines';
import { toggled } from './model/state';
import { nextLine, type Step } from './model/steps';
import { offsetsOf, slice } from './model/window';

const HEADERS: readonly { readonly title: string; readonly sort?: CompareView['sort'] }[] = [
  { title: 'Package', sort: 'name' },
  { title: 'Change', sort: 'kind' },
  { title: 'Version' },
  { title: 'Basearches' },
  { title: 'Override' },
  { title: 'Advisories', sort: 'severity' },
];

const SORTED = { name: 'ascending', kind: 'other', severity: 'descending' } as const;

const KEYS: Readonly<Record<string, Step>> = {
  ArrowDown: 'down',
  ArrowUp: 'up',
  Home: 'first',
  End: 'last',
  PageDown: 'pageDown',
  PageUp: 'pageUp',
};

@customElement('compare-table')
export class CompareTable extends LightElement {
  @property({ attribute: false }) accessor lines: readonly Line[] = [];
  @property({ attribute: false }) accessor layout: Layout = 'wide';
  @property({ attribute: false }) accessor sort: CompareView['sort'] = 'name';
  @property({ attribute: false }) accessor open: readonly string[] = [];
  @property({ attribute: false }) accessor labels = { from: '', to: '' };
  @property({ attribute: false }) accessor basearches: readonly string[] = [];
  /** What scrolls. */
  @property({ attribute: false }) accessor scroller: HTMLElement | undefined;
  /** What is in sight, from the top of the first line. Pixels. */
  @state() private accessor top = 0;
  @state() private accessor bottom = 1000;
  /** The line that the Tab key comes to. */
  @state() private accessor active = 0;

  private offsets: readonly number[] = [0];
  private activeKey = '';
  private hadFocus = false;
  private takeFocus = false;

  /** To the line that had the focus last. */
  focusActive(): void {
    this.goTo(this.active);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('resize', this.look);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('resize', this.look);
    this.scroller?.removeEventListener('scroll', this.look);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('lines')) {
      this.offsets = offsetsOf(this.lines);
      const at = this.lines.findIndex(({ key }) => key === this.activeKey);
      if (at === -1 && this.hadFocus) this.takeFocus = true;
      this.active = at === -1 ? Math.min(this.active, Math.max(0, this.lines.length - 1)) : at;
      this.activeKey = this.lines[this.active]?.key ?? '';
    }
    if (changed.has('scroller')) {
      changed.get('scroller')?.removeEventListener('scroll', this.look);
      this.scroller?.addEventListener('scroll', this.look, { passive: true });
    }
  }

  protected override render(): TemplateResult {
    const { start, end } = slice(this.offsets, this.top, this.bottom);
    const shown = this.lines.slice(start, end).map((line, i) => ({ line, at: start + i }));
    const active = this.lines[this.active];
    if (active && this.active < start) shown.unshift({ line: active, at: this.active });
    if (active && this.active >= end) shown.push({ line: active, at: this.active });
    return html`<div role="treegrid" class="grid ${this.layout}" aria-label="Changes from ${this.labels.from} to ${this.labels.to}"
      aria-rowcount=${this.lines.length + 1} aria-colcount=${COLUMNS}>
      <div role="rowgroup" class="grid-head">${this.header()}</div>
      <div role="rowgroup" class="grid-body" .style=${`height:${this.offsets.at(-1) ?? 0}px`}
        @keydown=${this.keyDown} @click=${this.clicked} @focusin=${this.focusCame} @focusout=${this.focusWent}>
        ${repeat(
          shown,
          ({ line }) => line.key,
          ({ line, at }) => this.line(line, at),
        )}
      </div>
    </div>`;
  }

  private header(): TemplateResult {
    return html`<div role="row" class="line head" aria-rowindex="1">
      ${HEADERS.map(({ title, sort }, i) => {
        if (this.layout !== 'wide' && (title === 'Basearches' || title === 'Override')) return nothing;
        const className = `cell column-${i + 1}`;
        if (sort === undefined) {
          return html`<div role="columnheader" aria-colindex=${i + 1} class=${className}>${title}</div>`;
        }
        const by = this.sort === sort;
        return html`<div role="columnheader" aria-colindex=${i + 1} aria-sort=${by ? SORTED[sort] : 'none'} class=${className}>
          <button type="button" class="sort" title="Sort by ${title.toLowerCase()}"
            @click=${() => this.dispatchEvent(viewEvent({ sort }))}>${title}${by ? codicon(sort === 'name' ? 'chevron-up' : 'chevron-down') : nothing}</button>
        </div>`;
      })}
    </div>`;
  }

  private line(line: Line, at: number): TemplateResult {
    const isActive = at === this.active;
    const context: CellContext = {
      layout: this.layout,
      tabIndex: isActive ? 0 : -1,
      labels: this.labels,
      basearches: this.basearches,
      send: message => this.send(message),
    };
    const place = `top:${this.offsets[at] ?? 0}px;height:${line.height}px`;
    const row = line.kind === 'row';
    return html`<div role="row" class="line ${line.kind}" data-key=${line.key} aria-rowindex=${at + 2} aria-level=${row ? 1 : 2}
      aria-expanded=${row ? String(line.open) : nothing} tabindex=${isActive ? 0 : -1} .style=${place}>${cellsOf(line, context)}</div>`;
  }

  protected override updated(): void {
    this.look();
    if (!this.takeFocus) return;
    this.takeFocus = false;
    this.lineElement(this.activeKey)?.focus({ preventScroll: true });
  }

  private send(message: FromCompare): void {
    this.dispatchEvent(sendEvent(message));
  }

  private lineElement(key: string): HTMLElement | undefined {
    return [...this.querySelectorAll<HTMLElement>('.grid-body > .line')].find(each => each.dataset['key'] === key);
  }

  /** Which part of the lines is in sight. */
  readonly look = (): void => {
    const body = this.querySelector('.grid-body');
    if (!body || !this.scroller) return;
    const seen = this.scroller.getBoundingClientRect();
    const from = body.getBoundingClientRect().top;
    this.top = Math.max(0, seen.top - from);
    this.bottom = Math.max(0, seen.bottom - from);
  };

  private goTo(at: number): void {
    const line = this.lines[at];
    if (!line) return;
    this.active = at;
    this.activeKey = line.key;
    this.takeFocus = true;
    this.requestUpdate();
    this.showLine(at);
  }

  /** Scrolls no further than it must. */
  private showLine(at: number): void {
    const body = this.querySelector('.grid-body');
    const head = this.querySelector('.grid-head');
    if (!body || !head || !this.scroller) return;
    const seen = this.scroller.getBoundingClientRect();
    const covered = head.getBoundingClientRect().bottom;
    const origin = body.getBoundingClientRect().top;
    const top = origin + (this.offsets[at] ?? 0);
    const bottom = origin + (this.offsets[at + 1] ?? 0);
    // the head sticks below the toolbar once the lines go under it
    const first = Math.max(covered, seen.top);
    if (top < first) this.scroller.scrollTop -= first - top;
    else if (bottom > seen.bottom) this.scroller.scrollTop += Math.min(bottom - seen.bottom, top - first);
  }

  private focusCame({ target }: FocusEvent): void {
    this.hadFocus = true;
    const key = (target as Element).closest<HTMLElement>('.line')?.dataset['key'];
    const at = this.lines.findIndex(line => line.key === key);
    if (at === -1) return;
    this.active = at;
    this.activeKey = this.lines[at]?.key ?? '';
  }

  private focusWent(): void {
    this.hadFocus = false;
  }

  private clicked(event: MouseEvent): void {
    const target = event.target as Element;
    const key = target.closest<HTMLElement>('.line')?.dataset['key'];
    const line = this.lines.find(each => each.key === key);
    // a text that is being selected is not a click
    if (line?.kind !== 'row' || target.closest('a, button') || getSelection()?.isCollapsed === false) return;
    this.toggle(line);
  }

  private toggle(line: Line): void {
    this.dispatchEvent(viewEvent({ open: toggled(this.open, line.row.key) }));
  }

  private keyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const element = (event.target as Element).closest<HTMLElement>('.line');
    const line = this.lines[this.active];
    if (!element || !line) return;
    const onLine = event.target === element;
    const step = KEYS[event.key];
    if (step !== undefined) {
      const height = (this.scroller?.clientHeight ?? 0) * 0.7;
      this.goTo(nextLine(this.offsets, this.active, step, height));
    } else if (!(onLine ? this.keyOnLine(event, element, line) : this.keyInLine(event, element))) {
      return;
    }
    event.preventDefault();
  }

  private keyOnLine({ key, shiftKey }: KeyboardEvent, element: HTMLElement, line: Line): boolean {
    if (shiftKey) return false;
    const parent = this.lines.findIndex(each => each.kind === 'row' && each.row.key === line.row.key);
    if (line.kind === 'row') {
      if (key === 'Enter' || key === ' ' || key === (line.open ? 'ArrowLeft' : 'ArrowRight')) this.toggle(line);
      else if (key === 'ArrowRight') this.goTo(this.active + 1);
      else return false;
      return true;
    }
    if (key === 'ArrowLeft') this.goTo(parent);
    else if (key === 'ArrowRight' || key === 'Enter') controls(element)[0]?.focus();
    else return false;
    return true;
  }

  /** On a button or a link of a line: arrows go from one to the next, and back to the line. */
  private keyInLine({ key, target }: KeyboardEvent, element: HTMLElement): boolean {
    const all = controls(element);
    const at = target instanceof HTMLElement ? all.indexOf(target) : -1;
    if (key === 'ArrowRight') all[at + 1]?.focus();
    else if (key === 'ArrowLeft') (all[at - 1] ?? element).focus();
    else if (key === 'Escape') element.focus();
    else return false;
    return true;
  }
}

function controls(line: HTMLElement): readonly HTMLElement[] {
  return [...line.querySelectorAll<HTMLElement>('a, button')];
}
