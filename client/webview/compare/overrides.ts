/** The overrides that come, go or change: they matter even where no version does. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ComparedOverride, ComparedVersion } from '../../../server/protocol';
import { shortAddress } from '../shared/address';
import { codicon } from '../shared/codicon';
import { LightElement } from '../shared/light-element';
import { webLink } from '../shared/link';
import { sendEvent } from './events';
import { groupOverrides, type OverrideGroup } from './model/overrides';
import { counted, effectText, provenanceText } from './model/words';

const ICONS: Readonly<Record<ComparedOverride['kind'], string>> = {
  lost: 'warning',
  changed: 'edit',
  gained: 'add',
};

@customElement('compare-overrides')
export class CompareOverrides extends LightElement {
  @property({ attribute: false }) accessor overrides: readonly ComparedOverride[] = [];
  @property({ attribute: false }) accessor labels = { from: '', to: '' };
  @property({ attribute: false }) accessor basearches: readonly string[] = [];

  protected override render(): TemplateResult {
    return html`<div class="overrides-table">
      <table>
        <thead class="visually-hidden">
          <tr>
            <th scope="col">Override</th><th scope="col">Packages</th><th scope="col">Entry</th>
            <th scope="col">What becomes of it</th>
          </tr>
        </thead>
        <tbody>
          ${groupOverrides(this.overrides).map(group => this.line(group))}
        </tbody>
      </table>
    </div>`;
  }

  private line({ override, names }: OverrideGroup): TemplateResult {
    const { kind, arches, caughtUp } = override;
    const everywhere = arches.length === this.basearches.length;
    const [icon, word] = caughtUp ? (['check', 'caught up'] as const) : ([ICONS[kind], kind] as const);
    return html`<tr class="override ${caughtUp ? 'caught-up' : kind}">
      <td class="what">${codicon(icon)} ${word}</td>
      <td class="names"><span title=${names.join(', ')}>${override.name}</span>
        ${names.length > 1 ? html`<span class="dim">and ${counted(names.length - 1, 'more', 'more')}</span>` : nothing}
        ${everywhere ? nothing : html`<span class="dim">${arches.join(', ')}</span>`}</td>
      <td>${this.entries(override)}</td>
      <td class="effect ${override.effect}">${effectText(override)}</td>
    </tr>`;
  }

  private entries(override: ComparedOverride): TemplateResult {
    const { kind, from, to } = override;
    if (kind === 'changed' && from && to) {
      return html`${this.entry('from', override, from)} \u2192 ${this.entry('to', override, to)}`;
    }
    const side = kind === 'lost' ? 'from' : 'to';
    const version = override[side];
    return version ? this.entry(side, override, version) : html``;
  }

  private entry(side: 'from' | 'to', { name, arches }: ComparedOverride, version: ComparedVersion): TemplateResult {
    const text = `${provenanceText(version)} ${version.evr}`;
    const arch = arches[0];
    const go = (): void => {
      if (arch !== undefined) this.dispatchEvent(sendEvent({ type: 'place', side, name, arch }));
    };
    const label = `${text}: go to ${name} in ${this.labels[side]}`;
    const { reason, bodhi } = version;
    return html`<span class="entry">${
      version.file === undefined
        ? text
        : html`<button type="button" class="link" title=${label} aria-label=${label} @click=${go}>${text}</button>`
    }${[reason, bodhi].map(url => (url === undefined ? nothing : html` (${this.link(url)})`))}</span>`;
  }

  private link(url: string): TemplateResult | string {
    return webLink(url, shortAddress(url), address => this.dispatchEvent(sendEvent({ type: 'link', url: address })));
  }
}
