import type { PropertyDeclarations } from 'lit';
import { LightElement } from './light-element';

/** An element that draws for the width it has, and again when that changes. */
export class MeasuredElement extends LightElement {
  static override properties: PropertyDeclarations = { width: { state: true } };

  /** px; 0 before it was measured. */
  declare protected width: number;
  readonly #resized = new ResizeObserver(([entry]) => {
    if (entry) this.width = Math.floor(entry.contentRect.width);
  });

  constructor() {
    super();
    this.width = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resized.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
  }
}
