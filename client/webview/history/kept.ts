/** What the page keeps over a reload: what it was asked for, and the streams that are switched off. */
import type { HistoryState } from '../messages';

export interface Kept {
  readonly state: HistoryState;
  readonly without: readonly string[];
}

/** Undefined for anything else, as another version of the extension may have kept. */
export function keptOf(value: unknown): Kept | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { uri, name, since, arch, without } = value as Readonly<Record<string, unknown>>;
  if (typeof uri !== 'string' || typeof name !== 'string' || name === '') return undefined;
  return {
    state: {
      uri,
      name,
      since: typeof since === 'number' ? since : undefined,
      arch: typeof arch === 'string' ? arch : undefined,
    },
    without: Array.isArray(without) ? without.filter(stream => typeof stream === 'string') : [],
  };
}

/** True where a result is one to what was asked. */
export function answers(result: HistoryState, asked: HistoryState): boolean {
  return (
    result.uri === asked.uri &&
    result.name === asked.name &&
    result.position?.line === asked.position?.line &&
    result.position?.character === asked.position?.character &&
    (result.since ?? undefined) === (asked.since ?? undefined) &&
    (result.arch ?? undefined) === (asked.arch ?? undefined)
  );
}

/** The state that asks for the same package again: by its name, wherever it was found. */
export function named({ uri, since, arch }: HistoryState, name: string): HistoryState {
  return { uri, name, since, arch };
}
