/** What a promotion takes back and loses, in words: source packages of which the same becomes the same stand together. */
import { overrideRows, rowsOf } from '../diff/change-rows';
import { becauseOf, isCaughtUp, movesWords, overrideWords } from '../diff/diff-words';
import { list, some } from '../words';
import type { Promotion } from './promotion';

/** Packages that fare alike. Plain text, to be escaped by who shows it. */
export interface Fare {
  /** "grub2 (grub2-efi-x64, grub2-pc and 3 more)" */
  readonly name: string;
  /** "1:2.06-100.fc39 -> 1:2.06-95.fc39 on x86_64" */
  readonly what: string;
  /** Type and reason of an override; undefined where nothing gives one. */
  readonly why: { readonly type: string; readonly texts: readonly string[] } | undefined;
}

/** What goes backwards; `why` is the pin that means it. */
export function downgradeFares({ diff, downgrades }: Pick<Promotion, 'diff' | 'downgrades'>): Fare[] {
  const reasons = new Map(downgrades.map(({ change, reason }) => [change.name, reason]));
  return diff.sources.flatMap(source => {
    const packages = source.packages.filter(({ name }) => reasons.has(name));
    return rowsOf(diff, { ...source, packages }).map(row => {
      const reason = reasons.get(row.packages[0] ?? '');
      return {
        name: named(source.source, row.packages),
        what: movesWords(row.moves, 'downgraded'),
        why: reason === undefined ? undefined : { type: 'pin', texts: [reason] },
      };
    });
  });
}

/** Overrides that go and take a version or a hold with them; those that have done their work are not among them. */
export function lossFares({ diff, overrides }: Pick<Promotion, 'diff' | 'overrides'>): Fare[] {
  return overrideRows(overrides)
    .filter(row => row.kind === 'lost' && !isCaughtUp(row))
    .map(row => {
      const { source, packages, arches, from } = row;
      const on = diff.basearches.every(arch => arches.includes(arch)) ? '' : ` on ${list(arches)}`;
      return { name: named(source, packages), what: `${overrideWords(row)}${on}`, why: becauseOf(from?.provenance) };
    });
}

/** "kernel", "kernel (kernel-core and kernel-modules)" */
function named(source: string, packages: readonly string[]): string {
  return packages.length === 1 && packages[0] === source ? source : `${source} (${some(packages)})`;
}

/** "pin: https://...", as a line. */
export function whyWords({ why }: Fare): string | undefined {
  if (!why) return undefined;
  return `${why.type}: ${why.texts.length === 0 ? 'no reason is given' : why.texts.join(' ')}`;
}

/** "3 changed, 1 added, 2 removed" */
export function fileCounts({ added, changed, removed }: Promotion['files']): string {
  const counts = [
    [changed.length, 'changed'],
    [added.length, 'added'],
    [removed.length, 'removed'],
  ] as const;
  return counts.flatMap(([number, word]) => (number === 0 ? [] : [`${number} ${word}`])).join(', ');
}
