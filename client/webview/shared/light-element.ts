import { LitElement } from 'lit';

/**
 * An element that renders into the document itself: the page's one style sheet (codicons, VS Code's variables) reaches it, and ids that
 * `aria-*` attributes name are found. Nothing here is used outside our own pages, so that nothing needs the fence of a shadow root.
 */
export class LightElement extends LitElement {
  protected override createRenderRoot(): this {
    return this;
  }
}
