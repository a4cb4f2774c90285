/** What screen readers are told although the focus is elsewhere. */

// there from the start: what comes along with its own region is not read
const region = liveRegion();

/** Says a sentence politely. The same one twice in a row is said twice. */
export function announce(text: string): void {
  // an unchanged text is no change, and nothing would be said
  region.textContent = region.textContent === text ? `${text}\u00a0` : text;
}

function liveRegion(): HTMLElement {
  const element = document.createElement('div');
  element.className = 'visually-hidden';
  element.setAttribute('role', 'status');
  element.setAttribute('aria-live', 'polite');
  document.body.append(element);
  return element;
}
