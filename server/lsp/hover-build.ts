/** The part of a hover about the Koji build that an entry is of. */
import type { Entry } from '../lockfile/model';
import { stateFault } from '../operations/koji-builds';
import { list } from '../operations/words';
import { findNevra } from '../rpmmd/candidates';
import { poolTags } from '../rules/built-overrides';
import type { EntryBuild } from '../services/entry-build';
import type { KojiFacts } from '../services/facts';
import { formatDate } from './date';
import { agePart, joined, type Told, whySilent } from './hover-told';
import type { Writer } from './markdown';
import type { FileView } from './view';

const MOST_TAGS = 6;

type FoundBuild = EntryBuild & { readonly kind: 'found' };

export function buildPart(view: FileView, entry: Entry, told: Told, write: Writer, now: number): string[] {
  const { build, basearches, facts } = told;
  if (!facts.koji || !entry.version || basearches.length === 0) return [];
  if (!build) return [whySilent(told, 'koji', write)];
  if (build.kind === 'absent') {
    const what = `${write.code(`${entry.name} ${entry.version.evr}`)} for ${write.text(list(basearches))}`;
    const age = agePart(told, 'koji', build.at, now, write);
    return [`Koji has no RPM ${what}${age === '' ? '.' : ` (${age}).`}`];
  }
  const { koji } = facts;
  const tags = koji.tags(build.build.id);
  const age = agePart(told, 'koji', tags?.at ?? build.at, now, write);
  const missing = basearches.filter(basearch => !build.rpms.has(basearch));
  const items = [
    joined([
      stateText(build, koji, write),
      signatureText(build, koji, write),
      poolText(view, entry, told, tags?.value, write),
    ]),
    missing.length > 0 ? `has no ${write.code(entry.name)} for ${write.text(list(missing))}` : '',
    joined([tagsText(tags?.value, write), age]),
  ];
  return [write.strong('Build'), ...items.filter(item => item !== '').map(item => write.item(item))];
}

function stateText({ build }: FoundBuild, koji: KojiFacts, write: Writer): string {
  const page = write.link(build.nvr, koji.page(build));
  const fault = stateFault(build);
  const who = build.owner === undefined ? '' : ` by ${write.text(build.owner)}`;
  const when = build.completed === undefined ? '' : ` on ${formatDate(build.completed / 1000)}`;
  if (fault === undefined) return `${page}, built${who}${when}`;
  const started = joined([`${page} ${write.strong(fault)}`, who === '' && when === '' ? '' : `built${who}${when}`]);
  return build.state === 'deleted' ? started : `${page} ${write.strong(fault)}${who === '' ? '' : `, started${who}`}`;
}

/** Nothing for a build that has nothing to sign, and where Koji has not said. */
function signatureText({ build, rpms }: FoundBuild, koji: KojiFacts, write: Writer): string {
  if (build.state !== 'complete') return '';
  const known = [...rpms].map(([basearch, { id }]) => ({ basearch, keys: koji.signatures(id)?.value }));
  if (known.some(({ keys }) => keys === undefined)) return '';
  const bare = known.filter(({ keys }) => keys?.length === 0).map(({ basearch }) => basearch);
  if (bare.length === 0) return 'signed';
  return bare.length === known.length ? write.strong('not signed') : `${write.strong('not signed')} for ${list(bare)}`;
}

/** Whether the tag and the metadata of the pool have the build; nothing where there is no pool. */
function poolText(
  view: FileView,
  entry: Entry,
  { build, basearches }: Told,
  tags: readonly string[] | undefined,
  write: Writer,
): string {
  const names = poolTags(view);
  if (!names || build?.kind !== 'found') return '';
  const { has, lacks } = poolCopies(view, entry, basearches);
  const pool = write.text(names.pool);
  if (!tags) return has.length > 0 ? `in the pool's repository (${list(has)})` : '';
  if (tags.includes(names.pool)) {
    return lacks.length > 0 ? `in ${pool}, but not in its repository yet (${list(lacks)})` : `in ${pool}`;
  }
  if (tags.includes(names.signing)) return `waits for its signature in ${write.text(names.signing)}`;
  return has.length > 0 ? `without the tag ${pool}, but in its repository (${list(has)})` : `not in ${pool}`;
}

/** The basearches whose pool is known to have the very package, and those that have it not. */
function poolCopies(view: FileView, { name, version }: Entry, basearches: readonly string[]) {
  const has: string[] = [];
  const lacks: string[] = [];
  for (const basearch of basearches) {
    const known = view.availability(basearch);
    const pools = known?.repositories.filter(({ role, index }) => role === 'pool' && index !== undefined) ?? [];
    if (!version || pools.length === 0) continue;
    const found = findNevra({ basearch, repositories: pools }, name, version.evr, version.arch);
    (found.length > 0 ? has : lacks).push(basearch);
  }
  return { has, lacks };
}

function tagsText(tags: readonly string[] | undefined, write: Writer): string {
  if (!tags) return '';
  if (tags.length === 0) return 'no tags';
  const named = tags.slice(0, MOST_TAGS).map(tag => write.text(tag));
  const more = tags.length - named.length;
  return `tags: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
