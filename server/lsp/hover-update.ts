/** The part of a hover about the Bodhi update that an entry names, or else that has its build. */
import type { BodhiUpdate } from '../bodhi/bodhi';
import { parseUpdateReference } from '../bodhi/update-reference';
import { metadataText } from '../lockfile/metadata';
import type { Entry } from '../lockfile/model';
import { isOfOtherRelease, relationOf } from '../rules/bodhi-overrides';
import { isLive, liveUpdateOf } from '../services/entry-update';
import type { BodhiFacts } from '../services/facts';
import { formatDate } from './date';
import { agePart, cveList, joined, type Told, whySilent, withCves } from './hover-told';
import type { Writer } from './markdown';
import { updateStateText } from './update-state';
import type { FileView } from './view';

const MOST_BUGS = 5;
const MOST_CVES = 8;
const DAY_MS = 86_400_000;

export interface UpdatePart {
  readonly lines: readonly string[];
  /** True where the lines link the update that the entry names. */
  readonly linked: boolean;
}

const NONE: UpdatePart = { lines: [], linked: false };

export function updatePart(view: FileView, entry: Entry, told: Told, write: Writer, now: number): UpdatePart {
  const { bodhi } = told.facts;
  if (!bodhi || !entry.version) return NONE;
  const link = metadataText(entry, 'bodhi');
  const alias = link === undefined ? undefined : parseUpdateReference(link)?.alias;
  if (alias === undefined) return ofBuild(view, bodhi, told, write, now);
  const known = bodhi.update(alias);
  if (!known) return { lines: [whySilent(told, 'bodhi', write)], linked: false };
  const update = known.value;
  const live = told.source && liveUpdateOf(bodhi, told.source);
  const right = live && live.alias !== alias ? live : undefined;
  if (!update)
    return { lines: [`Bodhi has no update ${write.text(alias)}.`, ...rightText(right, write)], linked: false };
  const where = placeText(entry, update, right, told, write);
  return { lines: linesOf(view, update, { age: known.at, where }, told, write, now), linked: true };
}

/** An entry that names no update. */
function ofBuild(view: FileView, bodhi: BodhiFacts, told: Told, write: Writer, now: number): UpdatePart {
  const { source } = told;
  if (!source) return NONE;
  const update = liveUpdateOf(bodhi, source);
  if (update === undefined) return { lines: [whySilent(told, 'bodhi', write)], linked: false };
  if (update) {
    const age = (bodhi.updatesOf(source.nvr) ?? bodhi.newest(source.name))?.at ?? now;
    return { lines: linesOf(view, update, { age, where: [] }, told, write, now), linked: false };
  }
  // what a release began with may never have had one
  return view.name?.layer === 'base' ? NONE : { lines: ['No Bodhi update has this build.'], linked: false };
}

interface Shown {
  /** When Bodhi said so, Unix milliseconds. */
  readonly age: number;
  readonly where: readonly string[];
}

function linesOf(
  view: FileView,
  update: BodhiUpdate,
  { age, where }: Shown,
  told: Told,
  write: Writer,
  now: number,
): string[] {
  const others = update.builds.length - 1;
  const state = joined([
    updateStateText(update),
    update.gating === undefined ? '' : `gating ${write.text(update.gating.replaceAll('_', ' '))}`,
    update.critpath ? 'critical path' : '',
  ]);
  const elsewhere = isOfOtherRelease(update, view.repo?.config.releasever);
  const what = joined([
    write.link(update.alias, update.url),
    kindText(update),
    elsewhere ? `for ${write.text(update.release.name)}` : '',
    others > 0 ? `with ${others} other build${others === 1 ? '' : 's'}` : '',
  ]);
  // what is stable stays so
  const aged = update.status === 'stable' && !told.problems.has('bodhi') ? '' : agePart(told, 'bodhi', age, now, write);
  const items = [`${what}: ${state}`, ...where, joined([...dates(update, now), aged])];
  if (update.cves.length > 0) items.push(`fixes ${cveList(update.cves, MOST_CVES, write)}`);
  items.push(...bugItems(update, write));
  return [write.strong('Update'), ...items.filter(item => item !== '').map(item => write.item(item))];
}

/** `security (high)`, `bugfix` */
export function kindText({ type, severity }: BodhiUpdate): string {
  if (type === 'unspecified') return '';
  return severity === 'unspecified' ? type : `${type} (${severity})`;
}

/** Where this build is instead, if the update has it not or is not on its way any more. */
function placeText(
  entry: Entry,
  update: BodhiUpdate,
  right: BodhiUpdate | undefined,
  told: Told,
  write: Writer,
): string[] {
  const relation = relationOf(update, entry, told.source);
  if (relation.kind === 'other-build') {
    return [`has ${write.code(relation.nvr)} instead of this build`, ...rightText(right, write)];
  }
  if (relation.kind === 'unrelated') return ['does not have this build', ...rightText(right, write)];
  if (isLive(update)) return [];
  if (right) return rightText(right, write);
  const [next] = told.newer;
  if (!next) return [];
  const successor = joined([write.link(next.update.alias, next.update.url), updateStateText(next.update)]);
  return [`followed by ${write.code(next.nvr)} in ${successor}`];
}

function rightText(right: BodhiUpdate | undefined, write: Writer): string[] {
  return right ? [`this build is in ${joined([write.link(right.alias, right.url), updateStateText(right)])}`] : [];
}

function dates({ status, submitted, testing, stable, stableDays }: BodhiUpdate, now: number): string[] {
  const days = testing === undefined ? 0 : Math.max(0, Math.floor((now - testing) / DAY_MS));
  const waited =
    stableDays !== undefined && days >= stableDays ? `${stableDays} days reached` : `${days} of ${stableDays} days`;
  const wait = status === 'testing' && stableDays !== undefined ? ` (${waited})` : '';
  return [
    submitted === undefined ? '' : `submitted ${formatDate(submitted / 1000)}`,
    testing === undefined ? '' : `in testing since ${formatDate(testing / 1000)}${wait}`,
    stable === undefined ? '' : `stable since ${formatDate(stable / 1000)}`,
  ];
}

function bugItems({ bugs }: BodhiUpdate, write: Writer): string[] {
  const first = [...bugs].sort((a, b) => Number(b.security) - Number(a.security));
  const shown = first.slice(0, MOST_BUGS).map(({ id, title }) => {
    const page = write.link(String(id), `https://bugzilla.redhat.com/show_bug.cgi?id=${id}`);
    return title === '' ? `bug ${page}` : `bug ${page}: ${withCves(title, write)}`;
  });
  const more = bugs.length - shown.length;
  return more > 0 ? [...shown, `and ${more} more bug${more === 1 ? '' : 's'}`] : shown;
}
