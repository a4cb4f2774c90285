/** The overrides of a file and the Bodhi updates that they name, for the rules with data D. */
import type { BodhiUpdate } from '../bodhi/bodhi';
import type { Entry, Span } from '../lockfile/model';
import { sourceBuildOf } from '../operations/source-build';
import { distTag } from '../rpm/dist-tag';
import { compareEvr } from '../rpm/evr';
import { splitNvr } from '../rpm/nvr';
import { hasBuild, type SourceBuildName, updateAlias } from '../services/entry-update';
import type { BodhiFacts } from '../services/facts';
import type { RuleContext } from './rule';
import { isOverrides, liveEntries, metadataText, scopeOf } from './support';

export interface UpdateOverride {
  readonly entry: Entry;
  /** Of the link. */
  readonly span: Span;
  readonly alias: string;
  /** Null: Bodhi has no such update. */
  readonly update: BodhiUpdate | null;
  /** The build that the entry is of; undefined where neither Koji nor the repositories say. */
  readonly source: SourceBuildName | undefined;
}

export interface UpdateOverrides {
  readonly bodhi: BodhiFacts;
  /** Live entries with a link whose update Bodhi is known to have, or not to have. */
  readonly overrides: readonly UpdateOverride[];
}

/** Undefined for a file that is no overrides file, and where Bodhi is not asked. */
export function updateOverrides(context: RuleContext): UpdateOverrides | undefined {
  const bodhi = context.services?.bodhi;
  const scope = scopeOf(context);
  if (!bodhi || !scope || !isOverrides(context)) return undefined;
  const overrides = liveEntries(context).flatMap(entry => {
    const link = metadataText(entry, 'bodhi');
    const alias = link === undefined ? undefined : updateAlias(link);
    const known = alias === undefined ? undefined : bodhi.update(alias);
    if (alias === undefined || !known || !entry.version) return [];
    // an alias of YAML stands elsewhere than what it stands for: the link is where the entry has it
    const span = entry.metadata.get('bodhi')?.value?.span ?? entry.member.key.span;
    const source = sourceBuildOf(scope, entry, context.services?.koji);
    return [{ entry, span, alias, update: known.value ?? null, source }];
  });
  return { bodhi, overrides };
}

/** How an update stands to the build of an entry. */
export type Relation =
  | { readonly kind: 'contains' }
  /** It has another build of the same source package. */
  | { readonly kind: 'other-build'; readonly nvr: string; readonly order: 'newer' | 'older' }
  | { readonly kind: 'unrelated' }
  /** Neither Koji nor the repositories say what the entry is a build of, and the names do not tell. */
  | { readonly kind: 'unknown' };

export function relationOf(update: BodhiUpdate, entry: Entry, source: SourceBuildName | undefined): Relation {
  const vr = entry.version?.evr.replace(/^\d+:/, '') ?? '';
  const builds = update.builds.flatMap(({ nvr }) => {
    const split = splitNvr(nvr);
    return split ? [{ nvr, ...split }] : [];
  });
  if (source ? hasBuild(update, source.nvr) : builds.some(build => build.vr === vr)) return { kind: 'contains' };
  // a package that is called like a source package is built from it
  const same = builds.find(({ name }) => name === (source?.name ?? entry.name));
  if (same) {
    const own = (source && splitNvr(source.nvr)?.vr) ?? vr;
    return { kind: 'other-build', nvr: same.nvr, order: compareEvr(same.vr, own) > 0 ? 'newer' : 'older' };
  }
  if (source) return { kind: 'unrelated' };
  const tag = distTag(vr);
  const otherRelease = tag !== undefined && builds.length > 0 && builds.every(build => isOther(distTag(build.vr), tag));
  return { kind: otherRelease ? 'unrelated' : 'unknown' };
}

/** "podman-5.2.5-1.fc40", "lvm2-2.03.25-1.fc40 and 2 other builds". */
export function buildsText({ builds }: BodhiUpdate): string {
  const [first, ...others] = builds;
  if (!first) return 'no builds';
  if (others.length === 0) return first.nvr;
  return `${first.nvr} and ${others.length === 1 ? 'another build' : `${others.length} other builds`}`;
}

/** True for an update of another release than `releasever` (`40`, `9.8`); false where one of them is not told by a number. */
export function isOfOtherRelease({ release }: BodhiUpdate, releasever: string | undefined): boolean {
  const [own, other] = [releasever, release.version].map(text => Number.parseInt(text ?? '', 10));
  return !Number.isNaN(own) && !Number.isNaN(other) && own !== other;
}

function isOther(tag: string | undefined, own: string): boolean {
  return tag !== undefined && tag !== own;
}
