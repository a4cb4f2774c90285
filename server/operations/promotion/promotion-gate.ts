/** What of a promotion fails a check. */
import { FAILING_KINDS, type FailingKind, failing } from '../diff/only-kinds';
import type { Promotion } from './promotion';

/** As of a comparison, and downgrades that no pin means. */
export const PROMOTION_GATES = [...FAILING_KINDS, 'unexplained-downgraded'] as const;

export type PromotionGate = (typeof PROMOTION_GATES)[number];

/** The names of the packages that fail it, by gate; without the gates that nothing fails. */
export function failingGates(
  { diff, downgrades }: Pick<Promotion, 'diff' | 'downgrades'>,
  gates: readonly PromotionGate[],
): ReadonlyMap<PromotionGate, readonly string[]> {
  const isKind = (gate: PromotionGate): gate is FailingKind => gate !== 'unexplained-downgraded';
  const found = new Map<PromotionGate, readonly string[]>(failing(diff, gates.filter(isKind)));
  const unexplained = downgrades.filter(({ reason }) => reason === undefined).map(({ change }) => change.name);
  if (gates.includes('unexplained-downgraded') && unexplained.length > 0) {
    found.set('unexplained-downgraded', unexplained);
  }
  return found;
}
