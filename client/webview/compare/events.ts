/** What the parts of the page tell the page. */
import type { CompareView, FromCompare } from '../messages';

/** To be posted to the extension. */
export type SendEvent = CustomEvent<FromCompare>;

/** The user wants another view. */
export type ViewEvent = CustomEvent<Partial<CompareView>>;

export interface PairChoice {
  readonly folder: string;
  readonly from: string;
  readonly to: string;
}

export type PairEvent = CustomEvent<PairChoice>;

export function sendEvent(detail: FromCompare): SendEvent {
  return new CustomEvent('send', { detail, bubbles: true });
}

export function viewEvent(detail: Partial<CompareView>): ViewEvent {
  return new CustomEvent('view', { detail, bubbles: true });
}

export function pairEvent(detail: PairChoice): PairEvent {
  return new CustomEvent('pair', { detail, bubbles: true });
}
