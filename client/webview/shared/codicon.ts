import { html, type TemplateResult } from 'lit';

/** A codicon (its name without `codicon-`). It is for the eyes: what it means stands beside it in words. */
export function codicon(name: string): TemplateResult {
  return html`<span class="codicon codicon-${name}" aria-hidden="true"></span>`;
}
