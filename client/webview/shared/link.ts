import { html, type TemplateResult } from 'lit';
import { isWebAddress } from './address';

export interface LinkOptions {
  /** What is read out, where `text` is too short for that. */
  readonly label?: string;
  readonly tabIndex?: number;
}

/** A link, where it is an address of the web; else its text alone. */
export function webLink(
  url: string,
  text: string,
  open: (url: string) => void,
  { label = text, tabIndex = 0 }: LinkOptions = {},
): TemplateResult | string {
  if (!isWebAddress(url)) return text;
  const clicked = (event: Event): void => {
    event.preventDefault();
    // VS Code opens every link that a click bubbles up from; ours goes by the extension
    event.stopPropagation();
    open(url);
  };
  return html`<a href=${url} title=${url} aria-label=${label} tabindex=${tabIndex} @click=${clicked}>${text}</a>`;
}
