/** What stands on the page around the table. */
import { html, nothing, type TemplateResult } from 'lit';
import type {
  CompareAdvisoriesResult,
  CompareChoices,
  CompareResult,
  StreamsOfRepository,
} from '../../../server/protocol';
import type { CompareView, FromCompare } from '../messages';
import { codicon } from '../shared/codicon';
import { labelsOf, type Shown } from './model/comparison';
import { overridesTitle } from './model/overrides';
import type { Pair } from './model/state';
import { nothingText, shownText } from './model/summary';
import { sideText } from './model/words';
import type { PageRoom } from './room';

export interface PageContext {
  readonly repositories: readonly CompareChoices[];
  readonly pair: Pair | undefined;
  readonly result: CompareResult | undefined;
  readonly advisories: CompareAdvisoriesResult | undefined;
  /** Whether `result` is of `pair`, and not of the one before. */
  readonly current: boolean;
  readonly shown: Shown;
  readonly view: CompareView;
  readonly busy: boolean;
  readonly failure: string | undefined;
  readonly done: string | undefined;
  readonly streams: StreamsOfRepository | undefined;
  readonly room: PageRoom;
  readonly scroller: HTMLElement;
  readonly send: (message: FromCompare) => void;
  readonly changeView: (change: Partial<CompareView>) => void;
  readonly compare: (pair: Pair) => void;
}

export function pageOf(context: PageContext): TemplateResult {
  const { result, current } = context;
  return html`
    <main>
    ${context.busy ? html`<vscode-progress-bar class="progress" aria-label="Comparing"></vscode-progress-bar>` : nothing}
    <header class="top">
      <h1 class="visually-hidden">Compare Streams</h1>
      <div class="pair">
        <compare-pickers .repositories=${context.repositories} .pair=${context.pair} .result=${current ? result : undefined}></compare-pickers>
        ${pageActions(context)}
      </div>
      ${summary(context)} ${notes(context)}
    </header>
    ${picture(context)} ${overrides(context)} ${result ? changes(result, context) : nothing}
    </main>
  `;
}

function pageActions({ pair, result, streams, send }: PageContext): TemplateResult {
  const promotion = pair && streams && promotionOf(pair, streams);
  const button = (label: string, icon: string, message: FromCompare): TemplateResult => html`<button type="button"
    class="tool labelled" title=${label} ?disabled=${result === undefined} @click=${() => send(message)}>${codicon(icon)}<span>${label}</span></button>`;
  return html`<span class="page-actions">
    ${promotion ? button('Preview Promotion', 'git-merge', { type: 'promote', ...promotion }) : nothing}
    ${button('Copy as Markdown', 'copy', { type: 'copyMarkdown' })} ${button('Save as JSON', 'save', { type: 'saveJson' })}
  </span>`;
}

/** Whichever way round the pair is compared. */
function promotionOf(
  { from, to }: Pair,
  { streams }: StreamsOfRepository,
): { readonly from: string; readonly to: string } | undefined {
  for (const { spec, stream, feeds } of streams) {
    for (const feed of feeds) {
      const isOf = (fed: string, source: string): boolean =>
        (fed === spec || fed === stream) && (source === feed.spec || source === feed.from);
      if (isOf(from, to) || isOf(to, from)) return { from: feed.from, to: stream };
    }
  }
  return undefined;
}

function summary({ result, shown, advisories, done }: PageContext): TemplateResult {
  const parts = shown.summary;
  return html`<p class="summary">
    ${
      parts.length === 0
        ? nothing
        : html`<span><span class="dim">Packages:</span> ${parts.map(
            ({ text, grave }, i) =>
              html`<span class=${grave ? 'grave' : ''}>${text}</span>${i < parts.length - 1 ? ', ' : ''}`,
          )}</span>`
    }
    ${
      result && advisories && advisories.asked.length > 0
        ? html`<span class="dim asked">Advisories: ${advisories.asked.join(', ')}.</span>`
        : nothing
    }
    ${done === undefined ? nothing : html`<span class="done">${codicon('check')} ${done}</span>`}
  </p>`;
}

/** What could not be read, compared or asked. */
function notes({ result, advisories, failure, repositories, pair }: PageContext): TemplateResult | typeof nothing {
  const broken = result !== undefined && (result.from === undefined || result.to === undefined);
  const readable = result?.from ?? result?.to;
  const all = [
    ...(failure === undefined ? [] : [note('error', failure)]),
    ...(result?.notes ?? []).map(text => note(broken ? 'error' : 'info', text)),
    ...(broken && readable
      ? [
          note(
            'info',
            `${readable.label} can be read${about(sideText(readable))}; there is nothing to compare it with.`,
          ),
        ]
      : []),
    ...advisoryProblems(advisories?.problems ?? []),
    ...(advisories && advisories.asked.length === 0 && advisories.problems.length === 0
      ? [note('info', 'No advisories: there was nowhere to look for them.')]
      : []),
    ...repositories
      .filter(({ folder }) => folder === pair?.folder)
      .flatMap(each => each.notes.map(text => note('info', text))),
  ];
  if (all.length === 0) return nothing;
  return html`<div class="notes" role=${failure === undefined && !broken ? nothing : 'alert'}>${all}</div>`;
}

/** There may be one for every repository and basearch: more than two are folded. */
function advisoryProblems(problems: readonly string[]): readonly TemplateResult[] {
  const [first, ...more] = problems;
  if (first === undefined || more.length < 2) return problems.map(text => note('warning', text));
  return [
    html`<details class="problems">
      <summary>${note('warning', `${first} (${more.length} more)`)}</summary>
      ${more.map(text => note('warning', text))}
    </details>`,
  ];
}

function about(text: string): string {
  return text === '' ? '' : ` (${text})`;
}

function note(kind: 'error' | 'warning' | 'info', text: string): TemplateResult {
  return html`<p class="note ${kind}">${codicon(kind)}<span><span class="visually-hidden">${kind}: </span>${text}</span></p>`;
}

function section(title: string, open: boolean, toggle: () => void, content: () => TemplateResult): TemplateResult {
  return html`<section class="section" aria-label=${title}>
    <h2><button type="button" class="section-title" aria-expanded=${open} @click=${toggle}>${codicon(
      open ? 'chevron-down' : 'chevron-right',
    )}${title}</button></h2>
    ${open ? content() : nothing}
  </section>`;
}

function picture({ streams, pair, view, changeView, compare }: PageContext): TemplateResult | typeof nothing {
  if (streams === undefined || streams.streams.length === 0) return nothing;
  const chosen = ({ detail }: CustomEvent<{ from: string; to: string }>): void =>
    compare({ folder: streams.folder, ...detail });
  return section(
    'Streams',
    view.graph,
    () => changeView({ graph: !view.graph }),
    () => html`<streams-graph
    .repository=${streams} .from=${pair?.from ?? ''} .to=${pair?.to ?? ''} @compare=${chosen}></streams-graph>`,
  );
}

function overrides({ result, view, changeView }: PageContext): TemplateResult | typeof nothing {
  if (!result || result.overrides.length === 0) return nothing;
  const open = view.overrides !== false;
  return section(
    overridesTitle(result),
    open,
    () => changeView({ overrides: !open }),
    () => html`<compare-overrides
    .overrides=${result.overrides} .labels=${labelsOf(result)} .basearches=${result.basearches}></compare-overrides>`,
  );
}

function changes(result: CompareResult, context: PageContext): TemplateResult | typeof nothing {
  const { shown, view, room, scroller } = context;
  if (result.changes.length === 0) {
    const text = nothingText(result);
    return text === undefined ? nothing : html`<p class="nothing">${text}</p>`;
  }
  const told = shownText(shown.rows.length, shown.rowInput, view.group);
  return html`
    <compare-toolbar class="bar" .view=${view} .basearches=${result.basearches} .shown=${told}></compare-toolbar>
    ${shown.rows.length === 0 ? html`<p class="nothing">Nothing that changes is like what you look for.</p>` : nothing}
    <compare-table .lines=${shown.lines} .layout=${room.layout} .sort=${view.sort} .open=${view.open} .labels=${labelsOf(result)}
      .basearches=${result.basearches} .scroller=${scroller} ?hidden=${shown.rows.length === 0}></compare-table>
  `;
}
