/** The plot: versions over time, a step line a stream, overrides thick and marked. A table with the same is elsewhere on the page. */
import { html, nothing, type PropertyValues, svg, type TemplateResult } from 'lit';
import type { HistoryResult } from '../../../server/protocol';
import { MeasuredElement } from '../shared/measured-element';
import { type PlacedSpan, type PlotLayout, type PlotLine, plotLayout, spanAt, spanBeside } from './plot-layout';
import { type ShownSpan, spanSentence } from './spans';

/** So many kinds of lines (colour and dashes) the style sheet has: `.kind0`, `.kind1`, ... */
export const LINE_KINDS = 7;

interface Place {
  readonly line: number;
  readonly span: number;
}

/** How far from a line the pointer may be, px. */
const REACH = 14;

/**
 * `<version-plot .history .without>`. Fires `show` (CustomEvent<ShownSpan | undefined>): what is pointed at, focused or was
 * clicked; and `commit` (CustomEvent<ShownSpan>): Enter or a double click on one.
 */
export class VersionPlot extends MeasuredElement {
  static override properties = {
    history: { attribute: false },
    without: { attribute: false },
    place: { state: true },
    pointed: { state: true },
  };

  declare history: HistoryResult | undefined;
  /** Streams that are left out. */
  declare without: ReadonlySet<string>;
  /** What has (or last had) the focus, or was clicked. */
  declare private place: Place | undefined;
  declare private pointed: Place | undefined;
  private layout: PlotLayout | undefined;

  constructor() {
    super();
    this.without = new Set();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('history') && !changed.has('without') && !changed.has('width')) return;
    const before = this.placed(this.place)?.span;
    this.layout = this.history && this.width > 0 ? plotLayout(this.history, this.without, this.width) : undefined;
    this.pointed = undefined;
    this.place = before && this.find(before);
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has('place') && !changed.has('pointed')) return;
    const shown = this.placed(this.pointed ?? this.place)?.span;
    this.dispatchEvent(new CustomEvent<ShownSpan | undefined>('show', { detail: shown }));
  }

  protected override render() {
    const { layout } = this;
    if (!layout || !this.history) return nothing;
    const { width, height, lines } = layout;
    const shown = this.pointed ?? this.place;
    return html`<svg
      width=${width}
      height=${height}
      role="group"
      aria-label="Versions of ${this.history.name} over time. Arrow keys move along a stream and between streams; Enter shows the commit."
      @mousemove=${this.onMove}
      @mouseleave=${() => {
        this.pointed = undefined;
      }}
      @click=${this.onClick}
      @dblclick=${() => this.fireCommit(this.place)}
      @keydown=${this.onKey}
    >
      ${axes(layout)}
      ${lines.map(
        (line, i) => svg`<g class="line kind${line.index % LINE_KINDS} ${shown && shown.line !== i ? 'dim' : ''}">
          ${linePaths(line)}
          ${line.spans.map((span, k) => this.spanTemplate(span, { line: i, span: k }))}
        </g>`,
      )}
      ${ends(layout, shown && lines[shown.line]?.stream)}
    </svg>`;
  }

  private spanTemplate(placed: PlacedSpan, place: Place): TemplateResult {
    const { x1, x2, y, span } = placed;
    const tabbed = this.place ?? { line: 0, span: (this.layout?.lines[0]?.spans.length ?? 1) - 1 };
    const isShown = same(this.pointed ?? this.place, place);
    return svg`<g
      role="button"
      class="span ${isShown ? 'shown' : ''}"
      tabindex=${same(tabbed, place) ? 0 : -1}
      data-place="${place.line}.${place.span}"
      aria-label=${spanSentence(span)}
      @focus=${() => {
        this.place = place;
      }}
    >
      <rect class="halo" x=${x1 - 3} y=${y - 5} width=${x2 - x1 + 6} height="10" rx="3"></rect>
      ${isShown ? svg`<path class="strong" d="M${x1} ${y}H${x2}"></path>` : nothing}
      ${mark(placed)}
    </g>`;
  }

  private placed(place: Place | undefined): PlacedSpan | undefined {
    return place && this.layout?.lines[place.line]?.spans[place.span];
  }

  /** The same span in another layout. */
  private find({ stream, commit, since }: ShownSpan): Place | undefined {
    const line = this.layout?.lines.findIndex(({ stream: name }) => name === stream) ?? -1;
    const spans = this.layout?.lines[line]?.spans ?? [];
    const span = spans.findIndex(({ span: other }) => other.commit === commit && other.since === since);
    return span < 0 ? undefined : { line, span };
  }

  private readonly onMove = (event: MouseEvent): void => {
    const found = this.under(event);
    if (!same(found, this.pointed)) this.pointed = found;
  };

  private readonly onClick = (event: MouseEvent): void => {
    this.place = this.under(event);
  };

  private under(event: MouseEvent): Place | undefined {
    const box = this.querySelector('svg')?.getBoundingClientRect();
    if (!box || !this.layout) return undefined;
    return spanAt(this.layout, event.clientX - box.left, event.clientY - box.top, REACH);
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const at = this.place;
    if (!at || !this.layout || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' || event.key === ' ') {
      this.fireCommit(at);
      event.preventDefault();
      return;
    }
    const to = spanBeside(this.layout, at, event.key);
    if (!to) return;
    event.preventDefault();
    this.querySelector<SVGGElement>(`[data-place="${to.line}.${to.span}"]`)?.focus();
  };

  private fireCommit(place: Place | undefined): void {
    const span = this.placed(place)?.span;
    if (span) this.dispatchEvent(new CustomEvent<ShownSpan>('commit', { detail: span }));
  }
}

function same(a: Place | undefined, b: Place | undefined): boolean {
  return a?.line === b?.line && a?.span === b?.span;
}

function axes({ left, right, top, bottom, x, y }: PlotLayout): TemplateResult {
  return svg`<g aria-hidden="true">
    ${x.map(
      tick => svg`<path class="grid" d="M${tick.x} ${top}V${bottom}"></path>
        <text x=${tick.x} y=${bottom + 16} text-anchor="${tick.x > right - 24 ? 'end' : tick.x < left + 24 ? 'start' : 'middle'}">${tick.label}</text>`,
    )}
    ${y.map(
      tick => svg`<path class="grid" d="M${left} ${tick.y}H${right}"></path>
        <text class="version" x=${left - 8} y=${tick.y} dy="0.32em" text-anchor="end"><title>${tick.version}</title>${tick.label}</text>`,
    )}
    <path class="axis" d="M${left} ${top}V${bottom}H${right}" fill="none"></path>
  </g>`;
}

function linePaths({ path, spans }: PlotLine): TemplateResult {
  return svg`<path class="steps" d=${path}></path>
    ${spans
      .filter(({ span }) => span.provenance === 'override')
      .map(({ x1, x2, y }) => svg`<path class="override" d="M${x1} ${y}H${x2}"></path>`)}`;
}

/** A square where a pin begins, a triangle where a fast-track does, a diamond for an override of another type. */
function mark({ span, x1, y }: PlacedSpan): TemplateResult | typeof nothing {
  return span.provenance === 'override' ? svg`<path class="mark" d=${markPath(span.type, x1, y)}></path>` : nothing;
}

export function markPath(type: string | undefined, x: number, y: number): string {
  if (type === 'pin') return `M${x - 4} ${y - 4}h8v8h-8z`;
  if (type === 'fast-track') return `M${x - 4.5} ${y + 4}h9l-4.5 -9z`;
  return `M${x} ${y - 5}l5 5l-5 5l-5 -5z`;
}

function ends({ right, ends: all }: PlotLayout, shown: string | undefined): TemplateResult {
  return svg`<g aria-hidden="true">
    ${all.map(
      end => svg`<g class="end kind${end.index % LINE_KINDS} ${end.stream === shown ? 'shown' : ''}">
        <path class="leader" d="M${right + 1} ${end.y}L${right + 12} ${end.labelY}H${right + 16}"></path>
        <text x=${right + 20} y=${end.labelY} dy="0.32em"><tspan class="name">${end.label}</tspan>${
          end.version === '' ? nothing : svg`<tspan class="at" dx="8">${end.version}</tspan>`
        }</text>
      </g>`,
    )}
  </g>`;
}
