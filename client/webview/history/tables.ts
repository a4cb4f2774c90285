/** The two tables of the page: stream x basearch as it is now, and every span. */
import { html, nothing, type TemplateResult } from 'lit';
import type { HistoryResult } from '../../../server/protocol';
import { shortAddress } from '../shared/address';
import { webLink } from '../shared/link';
import { shownMatrix } from './matrix';
import { type ShownSpan, shownStreams } from './spans';
import { dateText, daysBetween, originText } from './words';

export interface Actions {
  readonly commit: (span: ShownSpan) => void;
  readonly link: (url: string) => void;
}

export function matrixTable(history: HistoryResult): TemplateResult {
  return html`<div class="scroll" role="region" aria-label="Streams and basearches" tabindex="0">
    <table>
      <caption>
        <h2>Now, by basearch</h2>
      </caption>
      <thead>
        <tr>
          <th scope="col">Stream</th>
          ${history.basearches.map(basearch => html`<th scope="col">${basearch}</th>`)}
          <th scope="col">Basearches</th>
        </tr>
      </thead>
      <tbody>
        ${shownMatrix(history).map(
          ({ label, cells, remark }) => html`<tr>
            <th scope="row">${label}</th>
            ${cells.map(
              ({ evr, override, differs }) => html`<td class=${differs ? 'differs' : ''}>
                ${
                  evr === undefined
                    ? html`<span class="dim">not locked</span>`
                    : html`<span class="mono">${evr}</span>${override === '' ? nothing : ` ${override}`}`
                }
              </td>`,
            )}
            <td class=${remark === 'all alike' || remark === 'not locked' ? 'dim' : 'differs'}>${remark}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

export function spansTable(history: HistoryResult, without: ReadonlySet<string>, actions: Actions): TemplateResult {
  const streams = shownStreams(history).filter(
    ({ stream, spans }) => !without.has(stream) && spans.some(({ evr }) => evr !== undefined),
  );
  return html`<div class="scroll" role="region" aria-label="All spans" tabindex="0">
    <table>
      <caption>
        <h2>All spans</h2>
        <span class="dim">on ${history.basearch}, newest first; dates are UTC</span>
      </caption>
      <thead>
        <tr>
          <th scope="col">Version</th>
          <th scope="col">From</th>
          <th scope="col">To</th>
          <th scope="col" class="number">Days held</th>
          <th scope="col">By</th>
          <th scope="col">Reason</th>
          <th scope="col">Commit</th>
        </tr>
      </thead>
      ${streams.map(
        ({ label, spans }) => html`<tbody>
          <tr>
            <th scope="rowgroup" colspan="7" class="group">${label}</th>
          </tr>
          ${[...spans].reverse().map(span => spanRow(span, actions))}
        </tbody>`,
      )}
    </table>
  </div>`;
}

function spanRow(span: ShownSpan, { commit, link }: Actions): TemplateResult {
  const { evr, since, until, current, reason, subject } = span;
  const days = daysBetween(since, until);
  return html`<tr>
    <th scope="row" class="mono">${evr ?? html`<span class="dim">not locked</span>`}</th>
    <td>${dateText(since)}</td>
    <td>${current ? html`<span class="dim">now</span>` : dateText(until)}</td>
    <td class="number">${days < 1 ? '< 1' : days}</td>
    <td>${evr === undefined ? '' : originText(span)}</td>
    <td>${reason === undefined ? nothing : webLink(reason, shortAddress(reason), link)}</td>
    <td class="wide">
      <button class="link" title=${subject} @click=${() => commit(span)}>
        <span class="mono">${span.commit.slice(0, 8)}</span> ${subject}
      </button>
    </td>
  </tr>`;
}
