/** What is listed together: the packages of one kind, by source package. */
import type { ChangeKind, SourceChange, StreamDiff } from './diff';
import { isRebuild } from './diff-sides';

export interface KindSection {
  readonly kind: ChangeKind;
  /** With the packages of that kind alone: a subpackage that comes with an upgrade is listed among what is added. */
  readonly sources: readonly SectionSource[];
  /** A name says it all of these: the version is the same, and no override is behind it. */
  readonly rebuilt: readonly SourceChange[];
}

export interface SectionSource extends SourceChange {
  /** Where its advisories and its changelog are told: once, with what most of it does. */
  readonly tellsStory: boolean;
}

const STORY: readonly ChangeKind[] = ['downgraded', 'upgraded', 'added', 'removed'];

/** `flat`: every package has a row of its own, so that nothing is summed up. */
export function kindSection({ sources }: StreamDiff, kind: ChangeKind, flat: boolean): KindSection {
  const rebuilt = flat ? [] : sources.filter(source => source.kind === kind && isPlainRebuild(source));
  const listed = sources.flatMap((source): SectionSource[] => {
    const packages = source.packages.filter(change => change.kind === kind);
    if (packages.length === 0 || rebuilt.includes(source)) return [];
    const main = STORY.find(known => source.packages.some(change => change.kind === known));
    return [{ ...source, packages, tellsStory: main === kind }];
  });
  return { kind, sources: listed, rebuilt };
}

function isPlainRebuild(source: SourceChange): boolean {
  if (source.diverges || !isRebuild(source)) return false;
  return !source.packages.some(({ arches }) =>
    [...arches.values()].some(
      ({ from, to }) => from?.provenance.kind === 'override' || to?.provenance.kind === 'override',
    ),
  );
}
