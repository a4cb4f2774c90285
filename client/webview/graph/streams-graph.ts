/** The picture of the streams: boxes along the way of promotions, arrows with what flows, which compare their two ends. */
import './streams-graph.css';
import { html, nothing, type PropertyValues, svg, type TemplateResult } from 'lit';
import type { StreamFeed, StreamRow, StreamsOfRepository } from '../../../server/protocol';
import { MeasuredElement } from '../shared/measured-element';
import { arrowSentence, boxLines, boxSentence, flowWords, securityText } from './flow-words';
import { type GraphEdge, type GraphLayout, type PlacedArrow, type Point, streamsLayout } from './streams-layout';

/** Which two are compared: what a stream has (`from`), and what it would get (`to`). Specs. */
export interface ComparePair {
  readonly from: string;
  readonly to: string;
}

interface FeedEdge extends GraphEdge {
  readonly row: StreamRow;
  readonly feed: StreamFeed;
  readonly text: string;
}

/** Widths of a character: names bold at 13 px, the rest at 11 px, signs in a fixed-width font. */
const CHARACTER = { name: 8, line: 6, sign: 6.8 };
const BOX = { least: 138, most: 220, height: 60, padding: 10 };
const LABEL_HEIGHT = 20;

/**
 * `<streams-graph .repository .from .to>`. Fires `compare` (CustomEvent<ComparePair>, bubbles) when an arrow is clicked: `from` is the
 * stream that the arrow points to and `to` the one that feeds it, so that what the arrow says is what the comparison counts.
 */
export class StreamsGraph extends MeasuredElement {
  static override properties = {
    repository: { attribute: false },
    from: { attribute: false },
    to: { attribute: false },
  };

  declare repository: StreamsOfRepository | undefined;
  /** Specs of what is being compared: marked in the picture. */
  declare from: string | undefined;
  declare to: string | undefined;
  private edges: readonly FeedEdge[] = [];
  private boxWidth = BOX.least;
  private layout: GraphLayout | undefined;

  protected override willUpdate(changed: PropertyValues): void {
    const streams = this.repository?.streams ?? [];
    if (changed.has('repository')) {
      this.edges = edgesOf(streams);
      this.boxWidth = boxWidthOf(streams);
    }
    if (!changed.has('repository') && !changed.has('width')) return;
    const keys = streams.map(({ spec }) => spec);
    const box = { width: this.boxWidth, height: BOX.height };
    this.layout =
      this.width > 0
        ? streamsLayout(keys, this.edges, { width: this.width, box, labelHeight: LABEL_HEIGHT })
        : undefined;
  }

  protected override render() {
    const { repository, layout } = this;
    if (!repository) return nothing;
    if (repository.streams.length === 0) return html`<p class="dim">No stream of ${repository.name} is known here.</p>`;
    return html`
      ${list(repository)}
      <div class="graph-scroll">
        ${
          layout
            ? html`<svg
              width=${layout.width}
              height=${layout.height}
              role="group"
              aria-label="What each stream would get by a promotion"
            >
              ${layout.arrows.map(arrow => this.line(arrow))}
              ${repository.streams.map(row => this.box(row, layout.boxes.get(row.spec)))}
              ${layout.arrows.map(arrow => this.button(arrow))}
            </svg>`
            : nothing
        }
      </div>
    `;
  }

  private box(row: StreamRow, corner: Point | undefined): TemplateResult | typeof nothing {
    if (!corner) return nothing;
    const { x, y } = corner;
    const [name, release, overrides] = boxLines(row);
    const role = row.spec === this.from ? 'from' : row.spec === this.to ? 'to' : '';
    const inside = this.boxWidth - 2 * BOX.padding;
    return svg`<g class="box ${row.closed ? 'closed' : ''} ${role === '' ? '' : 'compared'}" aria-hidden="true">
      <title>${boxSentence(row)}</title>
      <rect x=${x} y=${y} width=${this.boxWidth} height=${BOX.height} rx="4"></rect>
      <text class="name" x=${x + BOX.padding} y=${y + 19}>${cut(name, inside - (role === '' ? 0 : 30), CHARACTER.name)}</text>
      ${role === '' ? nothing : svg`<text class="role" x=${x + this.boxWidth - BOX.padding} y=${y + 19} text-anchor="end">${role}</text>`}
      <text x=${x + BOX.padding} y=${y + 35}>${cut(release, inside, CHARACTER.line)}</text>
      <text x=${x + BOX.padding} y=${y + 50}>${cut(overrides, inside, CHARACTER.line)}</text>
    </g>`;
  }

  private line({ edge, path, head }: PlacedArrow): TemplateResult | typeof nothing {
    const found = this.edgeOf(edge);
    if (!found) return nothing;
    const degrees = Math.round((head.angle * 180) / Math.PI);
    return svg`<g class="arrow ${this.kindOf(found)}" aria-hidden="true">
      <path class="line" d=${path}></path>
      <path class="head" d="M0 0l-8 -4v8z" transform="translate(${head.x} ${head.y}) rotate(${degrees})"></path>
    </g>`;
  }

  private button({ edge, path, label }: PlacedArrow): TemplateResult | typeof nothing {
    const found = this.edgeOf(edge);
    if (!found) return nothing;
    const { feed, row } = found;
    const security = securityText(feed);
    const sentence = arrowSentence(feed, row);
    // the text stands beside the button: its signs are for the eye, the button says them in words
    return svg`<g class="flow ${this.kindOf(found)}">
      <g
        role="button"
        tabindex="0"
        aria-label=${sentence}
        @click=${() => this.compare(found)}
        @keydown=${(event: KeyboardEvent) => this.onKey(event, found)}
      >
        <title>${sentence}</title>
        <path class="reach" d=${path}></path>
        <rect x=${label.x - edge.labelWidth / 2} y=${label.y - LABEL_HEIGHT / 2} width=${edge.labelWidth} height=${LABEL_HEIGHT} rx="4"></rect>
      </g>
      <text aria-hidden="true" x=${label.x} y=${label.y} dy="0.34em" text-anchor="middle">${feed.signs
        .split(' ')
        .map(
          (sign, i) => svg`<tspan class=${/^[v!]/.test(sign) ? 'grave' : ''} dx=${i === 0 ? 0 : 6}>${sign}</tspan>`,
        )}${security === '' ? nothing : svg`<tspan class="grave" dx="6">· ${security}</tspan>`}</text>
    </g>`;
  }

  private edgeOf(edge: GraphEdge): FeedEdge | undefined {
    return this.edges.find(candidate => candidate === edge);
  }

  private kindOf({ feed, from, to }: FeedEdge): string {
    const compared = (this.from === from && this.to === to) || (this.from === to && this.to === from);
    return `${feed.likely ? '' : 'unlikely'} ${compared ? 'compared' : ''}`;
  }

  private compare({ from, to }: FeedEdge): void {
    const detail: ComparePair = { from: to, to: from };
    this.dispatchEvent(new CustomEvent<ComparePair>('compare', { detail, bubbles: true }));
  }

  private onKey(event: KeyboardEvent, edge: FeedEdge): void {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    this.compare(edge);
  }
}

function edgesOf(streams: readonly StreamRow[]): FeedEdge[] {
  return streams.flatMap(row =>
    row.feeds.flatMap(feed => {
      const from = streams.find(({ spec }) => spec === feed.spec) ?? streams.find(({ stream }) => stream === feed.from);
      if (!from) return [];
      const text = [feed.signs, securityText(feed)].filter(part => part !== '').join(' · ');
      const labelWidth = Math.round(text.length * CHARACTER.sign + 14);
      return [{ from: from.spec, to: row.spec, labelWidth, row, feed, text }];
    }),
  );
}

function boxWidthOf(streams: readonly StreamRow[]): number {
  const widths = streams.flatMap(row => {
    const [name, release, overrides] = boxLines(row);
    // room for the word `from` beside the name
    return [name.length * CHARACTER.name + 30, release.length * CHARACTER.line, overrides.length * CHARACTER.line];
  });
  return Math.round(Math.min(BOX.most, Math.max(BOX.least, ...widths.map(width => width + 2 * BOX.padding))));
}

function cut(text: string, width: number, character: number): string {
  const most = Math.floor(width / character);
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1))}…`;
}

/** The same for screen readers, as what it is: a list. */
function list({ name, streams }: StreamsOfRepository): TemplateResult {
  return html`<ul class="visually-hidden" aria-label="Streams of ${name}">
    ${streams.map(
      row => html`<li>
        ${boxSentence(row)}${row.feeds.map(feed => html`. ${feed.from} would bring ${flowWords(feed)}${feed.likely ? '' : ' (not the likely source)'}`)}
      </li>`,
    )}
  </ul>`;
}

customElements.define('streams-graph', StreamsGraph);
