/** A change of one package in a line: "5:5.2.4-1.fc40 -> 5:5.2.3-1.fc40". */
import type { ArchChange, OverrideChange, PackageChange } from '../diff/diff';
import type { SidePackage } from '../diff/side';

/** Basearches of some kinds of change alone, each version with its basearches where not all have the same one. */
export function changeText({ arches, diverges }: PackageChange, wanted: (change: ArchChange) => boolean): string {
  const byText = new Map<string, string[]>();
  for (const [arch, change] of arches) {
    if (!wanted(change)) continue;
    const text = versionsText(change.from, change.to);
    byText.set(text, [...(byText.get(text) ?? []), arch]);
  }
  const parts = [...byText].map(([text, on]) => (diverges ? `${text} (${on.join(', ')})` : text));
  return parts.join(', ');
}

/** `basearches`: all that are compared. */
export function overrideText({ from, to, arches }: OverrideChange, basearches: readonly string[]): string {
  const text = versionsText(from, to);
  return arches.length < basearches.length ? `${text} (${arches.join(', ')})` : text;
}

function versionsText(from: SidePackage | undefined, to: SidePackage | undefined): string {
  return `${from?.evr ?? 'not locked'} -> ${to?.evr ?? 'not locked'}`;
}
