/** A build as a line of a list. */
import type { PinCandidate } from '../../server/protocol';

export interface CandidateText {
  readonly label: string;
  readonly description: string;
  readonly detail?: string;
}

export function candidateText({ nvr, from, detail, refused }: PinCandidate): CandidateText {
  const more = refused === undefined ? detail : `cannot be taken: ${refused}`;
  return { label: nvr, description: from.join(', '), ...(more === '' ? {} : { detail: more }) };
}

/** `podman-5.2.5-1.fc40`, `3 builds` */
export function buildsText(candidates: readonly PinCandidate[]): string {
  const [first] = candidates;
  return candidates.length === 1 && first ? first.nvr : `${candidates.length} builds`;
}
