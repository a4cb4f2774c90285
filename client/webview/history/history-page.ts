/** The page "Package History": header, plot, summary, tables. Everything it shows is a property; what is wanted of it are events. */
import { html, nothing, type PropertyValues, svg, type TemplateResult } from 'lit';
import type { HistoryResult } from '../../../server/protocol';
import type { HistoryState } from '../messages';
import { shortAddress } from '../shared/address';
import { codicon } from '../shared/codicon';
import { LightElement } from '../shared/light-element';
import { webLink } from '../shared/link';
import { RANGES, rangeOf, sinceOf } from './ranges';
import { type ShownSpan, spanTimes } from './spans';
import { matrixTable, spansTable } from './tables';
import { heldNow, stepsBack, travels, travelText } from './travels';
import { LINE_KINDS, markPath } from './version-plot';
import { dateText, originText } from './words';

/** So many versions are told of at once; the older ones when asked for. */
const TOLD = 5;

/**
 * `<history-app>`. Fires `ask` (CustomEvent<HistoryState>), `commit` (CustomEvent<ShownSpan>), `link` (CustomEvent<string>: an
 * http(s) address) and `without` (CustomEvent<readonly string[]>: the streams that are switched off).
 */
export class HistoryPage extends LightElement {
  static override properties = {
    asked: { attribute: false },
    result: { attribute: false },
    busy: { type: Boolean },
    failed: { attribute: false },
    without: { attribute: false },
    now: { attribute: false },
    shown: { state: true },
  };

  /** What was asked about; the result may still be of what was asked before. */
  declare asked: HistoryState | undefined;
  declare result: HistoryResult | undefined;
  declare busy: boolean;
  /** Why there is no answer, for a human. */
  declare failed: string | undefined;
  declare without: ReadonlySet<string>;
  /** Unix seconds. */
  declare now: () => number;
  declare private shown: ShownSpan | undefined;

  constructor() {
    super();
    this.busy = false;
    this.without = new Set();
    this.now = () => Math.floor(Date.now() / 1000);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('result')) this.shown = undefined;
  }

  protected override render() {
    return html`
      ${this.header()}
      <div class="progress ${this.busy ? 'busy' : ''}"></div>
      <main aria-busy=${this.busy}>
        ${this.failed === undefined ? nothing : this.failure(this.failed)}
        ${this.result ? this.history(this.result) : this.nothingYet()}
      </main>
    `;
  }

  private header(): TemplateResult {
    const { asked, result } = this;
    const folder = result?.folder.split(/[\\/]/).at(-1) ?? '';
    const name = asked?.name || result?.name;
    const arch = asked?.arch ?? result?.basearch;
    const range = rangeOf(asked?.since, this.now());
    return html`<header>
      <h1>
        ${name ?? 'Package History'}${name === undefined ? nothing : html` <span class="dim">Package History${folder === '' ? '' : ` · ${folder}`}</span>`}
      </h1>
      <div class="fields">
        <label class="field">
          Basearch
          <select class="select" ?disabled=${!result} @change=${(event: Event) => this.ask({ arch: chosen(event) })}>
            ${(result?.basearches ?? []).map(
              basearch => html`<option value=${basearch} .selected=${basearch === arch}>${basearch}</option>`,
            )}
          </select>
        </label>
        <label class="field">
          Time
          <select class="select" ?disabled=${!asked} @change=${(event: Event) => this.askRange(chosen(event))}>
            ${
              range === undefined && asked?.since !== undefined
                ? html`<option value="" .selected=${true}>since ${dateText(asked.since)}</option>`
                : nothing
            }
            ${RANGES.map(({ id, label }) => html`<option value=${id} .selected=${id === range}>${label}</option>`)}
          </select>
        </label>
      </div>
    </header>`;
  }

  private nothingYet(): TemplateResult | typeof nothing {
    if (this.failed !== undefined) return nothing;
    return html`<p class="dim">${this.busy ? 'Reading the history…' : 'No package is chosen.'}</p>`;
  }

  private failure(message: string): TemplateResult {
    return html`<p class="note error">
      ${codicon('error')}<span
        >${message}
        ${this.asked ? html`<button class="link" @click=${() => this.ask({})}>Try Again</button>` : nothing}</span
      >
    </p>`;
  }

  private history(history: HistoryResult): TemplateResult {
    const notes = history.notes.map(note => html`<p class="note info">${codicon('info')}<span>${note}</span></p>`);
    if (history.versions.length === 0) {
      const since = history.since > 0 ? ` since ${dateText(history.since)}` : '';
      return html`${notes}
        <p>No stream has locked ${history.name} on ${history.basearch}${since}.</p>
        ${hasMatrix(history) ? matrixTable(history) : nothing}`;
    }
    const without = this.without;
    return html`
      ${notes}
      <section aria-label="Plot">
        ${this.legend(history)}
        <version-plot
          .history=${history}
          .without=${without}
          @show=${(event: CustomEvent<ShownSpan | undefined>) => {
            this.shown = event.detail;
          }}
          @commit=${this.forward}
        ></version-plot>
        ${this.about()}
      </section>
      ${summary(history)}
      ${matrixTable(history)}
      ${spansTable(history, without, { commit: span => this.fire('commit', span), link: url => this.fire('link', url) })}
    `;
  }

  private legend({ streams }: HistoryResult): TemplateResult {
    const switches = streams.map(({ stream, spans }, index) => {
      const locked = spans.some(({ evr }) => evr !== undefined);
      return html`<button
        class="tool"
        aria-pressed=${locked && !this.without.has(stream)}
        ?disabled=${!locked}
        title=${locked ? 'Show or hide this stream' : 'Not locked on this stream in this time'}
        @click=${() => this.toggle(stream)}
      >
        <svg width="26" height="8" aria-hidden="true">
          ${svg`<path class="steps kind${index % LINE_KINDS}" d="M0 4H26"></path>`}
        </svg>
        ${stream}${locked ? nothing : ' (not locked)'}
      </button>`;
    });
    const overrides = new Set(streams.flatMap(({ spans }) => spans.filter(isOverride).map(({ type }) => type)));
    return html`<div class="legend" role="group" aria-label="Streams">
      ${switches}
      ${overrides.size === 0 ? nothing : html`<span class="keys dim">${[...overrides].map(overrideKey)}</span>`}
    </div>`;
  }

  /** Two lines of fixed height below the plot: nothing is covered, and its links can be reached by pointer and keyboard. */
  private about(): TemplateResult {
    const span = this.shown;
    if (!span) {
      return html`<div class="about dim">
        Point at a line, or tab to it and use the arrow keys, for versions, dates and commits.
      </div>`;
    }
    const { evr, reason, subject, commit } = span;
    return html`<div class="about">
      <div>
        <strong>${span.label}</strong> <span class="mono">${evr ?? ''}</span> · ${originText(span)} · ${spanTimes(span)}
      </div>
      <div>
        <button class="link" @click=${() => this.fire('commit', span)}>
          <span class="mono">${commit.slice(0, 8)}</span> ${subject}
        </button>
        ${
          reason === undefined
            ? nothing
            : html` · reason: ${webLink(reason, shortAddress(reason), url => this.fire('link', url))}`
        }
      </div>
    </div>`;
  }

  private toggle(stream: string): void {
    const without = new Set(this.without);
    if (!without.delete(stream)) without.add(stream);
    this.without = without;
    this.fire('without', [...without]);
  }

  private askRange(value: string): void {
    const range = RANGES.find(({ id }) => id === value)?.id;
    if (range !== undefined) this.ask({ since: sinceOf(range, this.now()) });
  }

  private ask(change: Partial<HistoryState>): void {
    if (this.asked) this.fire('ask', { ...this.asked, ...change });
  }

  private readonly forward = (event: CustomEvent<ShownSpan>): void => this.fire('commit', event.detail);

  private fire(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

function chosen({ target }: Event): string {
  return target instanceof HTMLSelectElement ? target.value : '';
}

function isOverride({ provenance }: { readonly provenance?: string }): boolean {
  return provenance === 'override';
}

function hasMatrix({ matrix }: HistoryResult): boolean {
  return matrix.some(({ versions }) => Object.keys(versions).length > 0);
}

function overrideKey(type: string | undefined): TemplateResult {
  return html`<span
    ><svg class="key" width="12" height="12" aria-hidden="true">${svg`<path d=${markPath(type, 6, 6)}></path>`}</svg
    >${type ?? 'override'}</span
  >`;
}

function summary(history: HistoryResult): TemplateResult {
  const held = heldNow(history);
  const back = stepsBack(history);
  const told = travels(history).map(
    travel => html`<li><span class="mono">${travel.version}</span> ${travelText(travel)}</li>`,
  );
  const older = told.slice(TOLD);
  return html`
    ${held.length === 0 ? nothing : html`<h2>Held by overrides now</h2>${lines(held)}`}
    ${
      told.length === 0
        ? nothing
        : html`<h2>Newest versions, and when streams got them</h2>
            <ul>
              ${told.slice(0, TOLD)}
            </ul>
            ${
              older.length === 0
                ? nothing
                : html`<details>
                    <summary>${older.length} older</summary>
                    <ul>
                      ${older}
                    </ul>
                  </details>`
            }`
    }
    ${back.length === 0 ? nothing : html`<h2>Went back to an older version</h2>${lines(back)}`}
  `;
}

function lines(texts: readonly string[]): TemplateResult {
  return html`<ul>
    ${texts.map(text => html`<li>${text}</li>`)}
  </ul>`;
}
