/** What a comparison cannot say, in sentences. */
import { list } from '../words';
import type { DiffSide } from './side';

/** Of the basearches in `arches` (all where not said): those that a side does not know and why, then what each side tells. */
export function diffNotes(from: DiffSide, to: DiffSide, arches: readonly string[] | undefined): string[] {
  const notes: string[] = [];
  const sides = [from, to] as const;
  const wanted = (arch: string): boolean => arches?.includes(arch) ?? true;
  for (const side of sides) {
    for (const [why, of] of byReason(side.missing, wanted)) notes.push(`${side.label}, ${list(of)}: ${why}`);
  }
  for (const [here, there] of [sides, [to, from] as const]) {
    const only = here.basearches.filter(
      arch => wanted(arch) && !there.basearches.includes(arch) && !there.missing.has(arch),
    );
    if (only.length === 0) continue;
    const are = only.length === 1 ? 'is' : 'are';
    notes.push(
      `${list(only)} ${are} not compared: ${here.label} has ${only.length === 1 ? 'it' : 'them'}, ${there.label} does not.`,
    );
  }
  const neither = (arches ?? []).filter(arch =>
    sides.every(side => !side.basearches.includes(arch) && !side.missing.has(arch)),
  );
  if (neither.length > 0) notes.push(`Neither ${from.label} nor ${to.label} has ${list(neither)}.`);
  for (const side of sides) notes.push(...side.notes.map(note => `${side.label}: ${note}`));
  for (const side of sides) {
    if (side.partial)
      notes.push(
        `Of ${side.label} only the packages of the other side are looked at: what it has beyond them is not shown.`,
      );
  }
  return notes;
}

/** Several basearches often are missing for one reason. */
function byReason(
  missing: ReadonlyMap<string, string>,
  wanted: (arch: string) => boolean,
): ReadonlyMap<string, readonly string[]> {
  const reasons = new Map<string, string[]>();
  for (const [arch, why] of missing) if (wanted(arch)) reasons.set(why, [...(reasons.get(why) ?? []), arch]);
  return reasons;
}
