/**
 * What is compared with what. Native selects: they have groups, names, type-ahead and the platform's own list for screen readers, which
 * the selects of @vscode-elements have not.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CompareChoice, CompareChoices, CompareResult } from '../../../server/protocol';
import { codicon } from '../shared/codicon';
import { LightElement } from '../shared/light-element';
import { pairEvent, sendEvent } from './events';
import type { Pair } from './model/state';
import { sideText } from './model/words';

const OTHER = '\n';

const GROUPS: readonly (readonly [CompareChoice['group'], string])[] = [
  ['stream', 'Streams'],
  ['working tree', 'Working tree'],
  ['branch', 'Branches'],
  ['build', 'Builds'],
  ['tag', 'Koji tags'],
];

@customElement('compare-pickers')
export class ComparePickers extends LightElement {
  @property({ attribute: false }) accessor repositories: readonly CompareChoices[] = [];
  @property({ attribute: false }) accessor pair: Pair | undefined;
  /** Of this pair; undefined while it is not known. */
  @property({ attribute: false }) accessor result: CompareResult | undefined;

  protected override render(): TemplateResult {
    const { pair, repositories } = this;
    const shown = repositories.find(({ folder }) => folder === pair?.folder) ?? repositories[0];
    return html`
      ${repositories.length > 1 ? this.repositoryPicker(shown) : nothing}
      ${this.picker('from', 'From', shown)}
      <button type="button" class="tool swap" title="Swap the two sides" aria-label="Swap the two sides"
        ?disabled=${pair === undefined} @click=${this.swap}>${codicon('arrow-swap')}</button>
      ${this.picker('to', 'To', shown)}
    `;
  }

  private repositoryPicker(shown: CompareChoices | undefined): TemplateResult {
    const chosen = (event: Event): void => {
      const folder = (event.target as HTMLSelectElement).value;
      const suggested = this.repositories.find(each => each.folder === folder)?.suggested;
      const pair = suggested ?? this.pair;
      if (pair) this.dispatchEvent(pairEvent({ folder, from: pair.from, to: pair.to }));
    };
    return html`<span class="picker">
      <label for="repository">In</label>
      <select id="repository" class="select" @change=${chosen}>
        ${this.repositories.map(
          ({ folder, name }) => html`<option value=${folder} ?selected=${folder === shown?.folder}>${name}</option>`,
        )}
      </select>
    </span>`;
  }

  private picker(side: 'from' | 'to', label: string, shown: CompareChoices | undefined): TemplateResult {
    const choices = shown?.choices ?? [];
    const spec = this.pair?.[side] ?? '';
    const known = spec === '' || choices.some(choice => choice.spec === spec);
    const side_ = this.result?.[side];
    const about = side_ === undefined ? '' : sideText(side_);
    return html`<span class="picker">
      <label for=${side}>${label}</label>
      <select id=${side} class="select" @change=${(event: Event) => this.chosen(side, event)}
        aria-describedby=${`about-${side}`}>
        ${spec === '' ? html`<option value="">\u2026</option>` : nothing}
        ${known ? nothing : html`<option value=${spec}>${side_?.label ?? spec}</option>`}
        ${GROUPS.map(([group, title]) => {
          const some = choices.filter(choice => choice.group === group);
          return some.length === 0 ? nothing : html`<optgroup label=${title}>${some.map(option)}</optgroup>`;
        })}
        <option value=${OTHER}>Other\u2026</option>
      </select>
      <span class="about dim" id=${`about-${side}`}>${about}</span>
    </span>`;
  }

  protected override updated(): void {
    // options come after the value was set
    for (const side of ['from', 'to'] as const) {
      const select = this.querySelector<HTMLSelectElement>(`#${side}`);
      if (select) select.value = this.pair?.[side] ?? '';
    }
  }

  private chosen(side: 'from' | 'to', event: Event): void {
    const select = event.target as HTMLSelectElement;
    const { value } = select;
    if (value === OTHER) {
      select.value = this.pair?.[side] ?? '';
      this.dispatchEvent(sendEvent({ type: 'other', side }));
      return;
    }
    const folder = this.pair?.folder ?? this.repositories[0]?.folder;
    if (folder === undefined || value === '') return;
    const pair = { folder, from: this.pair?.from ?? value, to: this.pair?.to ?? value, [side]: value };
    this.dispatchEvent(pairEvent(pair));
  }

  private swap(): void {
    if (!this.pair) return;
    const { folder, from, to } = this.pair;
    this.dispatchEvent(pairEvent({ folder, from: to, to: from }));
  }
}

function option({ spec, label, detail }: CompareChoice): TemplateResult {
  return html`<option value=${spec}>${detail === '' ? label : `${label} \u2014 ${detail}`}</option>`;
}
