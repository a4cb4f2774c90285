/** What is shown of a comparison: toggles (one stop of the Tab key, arrows go from one to the next) and the filter. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CompareView } from '../messages';
import { codicon } from '../shared/codicon';
import { LightElement } from '../shared/light-element';
import { viewEvent } from './events';
import { SHOWN_KINDS } from './model/packages';
import { DEFAULT_VIEW, isNarrowed, toggled } from './model/state';
import { KIND_ICONS, KIND_WORDS } from './model/words';

@customElement('compare-toolbar')
export class CompareToolbar extends LightElement {
  @property({ attribute: false }) accessor view: CompareView = DEFAULT_VIEW;
  @property({ attribute: false }) accessor basearches: readonly string[] = [];
  /** `12 of 341 changes shown` */
  @property({ attribute: false }) accessor shown = '';

  focusFilter(): void {
    const input = this.querySelector('input');
    input?.focus();
    input?.select();
  }

  protected override render(): TemplateResult {
    const { view } = this;
    return html`
      <div class="toggles" role="toolbar" aria-label="What is shown" @keydown=${this.moveInToolbar} @focusin=${this.rove}>
        <span class="toggle-group" role="group" aria-label="Kinds of change">
          ${SHOWN_KINDS.map(kind =>
            this.toggle(
              capital(KIND_WORDS[kind]),
              view.kinds.includes(kind),
              { kinds: toggled(view.kinds, kind) },
              {
                icon: KIND_ICONS[kind],
                className: `kind ${kind}`,
              },
            ),
          )}
        </span>
        ${
          this.basearches.length < 2
            ? nothing
            : html`<span class="toggle-group" role="group" aria-label="Basearches">
                ${this.basearches.map(arch =>
                  this.toggle(arch, view.arches.includes(arch), { arches: toggled(view.arches, arch) }),
                )}
              </span>`
        }
        <span class="toggle-group" role="group" aria-label="Rows">
          ${this.toggle('Security only', view.securityOnly, { securityOnly: !view.securityOnly }, { icon: 'shield' })}
          ${this.toggle('Overrides only', view.overridesOnly, { overridesOnly: !view.overridesOnly }, { icon: 'pin' })}
          ${this.toggle(
            'By source package',
            view.group === 'source',
            { group: view.group === 'source' ? 'flat' : 'source' },
            { icon: 'list-tree' },
          )}
        </span>
      </div>
      <div class="filter">
        <span class="filter-box">
          ${codicon('filter')}
          <input type="text" class="input" aria-label="Filter by name, source, version, CVE or advisory" spellcheck="false"
            placeholder="Filter: name, source, version, CVE, advisory" .value=${view.filter}
            @input=${this.typed} @keydown=${this.keyInFilter} aria-keyshortcuts="/ Control+F" />
        </span>
        <span class="shown dim">${this.shown}</span>
        ${
          isNarrowed(view)
            ? html`<button type="button" class="tool" @click=${this.clear}>${codicon('clear-all')}Show all</button>`
            : nothing
        }
      </div>
    `;
  }

  private toggle(
    label: string,
    pressed: boolean,
    change: Partial<CompareView>,
    { icon, className = '' }: { readonly icon?: string; readonly className?: string } = {},
  ): TemplateResult {
    return html`<button type="button" class="tool ${className}" tabindex="-1" aria-pressed=${pressed}
      @click=${() => this.dispatchEvent(viewEvent(change))}>${icon === undefined ? nothing : codicon(icon)}${label}</button>`;
  }

  protected override updated(): void {
    const buttons = this.buttons();
    if (!buttons.some(({ tabIndex }) => tabIndex === 0)) buttons[0]?.setAttribute('tabindex', '0');
  }

  private buttons(): readonly HTMLButtonElement[] {
    return [...this.querySelectorAll<HTMLButtonElement>('[role="toolbar"] button')];
  }

  private rove({ target }: Event): void {
    for (const button of this.buttons()) button.setAttribute('tabindex', button === target ? '0' : '-1');
  }

  private moveInToolbar(event: KeyboardEvent): void {
    const buttons = this.buttons();
    const at = event.target instanceof HTMLButtonElement ? buttons.indexOf(event.target) : -1;
    const last = buttons.length - 1;
    const next = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[
      event.key
    ];
    if (at === -1 || next === undefined) return;
    event.preventDefault();
    buttons[next]?.focus();
  }

  private typed({ target }: Event): void {
    this.dispatchEvent(viewEvent({ filter: (target as HTMLInputElement).value }));
  }

  private keyInFilter(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      this.dispatchEvent(viewEvent({ filter: '' }));
    } else if (event.key === 'ArrowDown') {
      event.preventDefault();
      this.dispatchEvent(new CustomEvent('to-table', { bubbles: true }));
    }
  }

  private clear(): void {
    const { filter, kinds, arches, securityOnly, overridesOnly } = DEFAULT_VIEW;
    this.dispatchEvent(viewEvent({ filter, kinds, arches, securityOnly, overridesOnly }));
    // the button goes; the focus would go with it
    this.focusFilter();
  }
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
