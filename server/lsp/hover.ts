/** A hover on an entry: what the package is, where its version comes from, what repositories and services have and say. */
import type { Hover } from 'vscode-languageserver';
import type { Provenance } from '../lockfile/layers';
import { metadataText } from '../lockfile/metadata';
import type { Entry } from '../lockfile/model';
import { sourceOf } from '../operations/source';
import { compareEvr } from '../rpm/evr';
import type { PackageRecord } from '../rpmmd/package-index';
import type { RepositoryState } from '../rpmmd/repositories';
import { formatAge, formatDate } from './date';
import { buildPart } from './hover-build';
import { changelogPart } from './hover-changelog';
import { newerPart, storyPart } from './hover-story';
import { streamsPart } from './hover-streams';
import { type HoverFacts, NOTHING_TOLD, type Told, toldOf } from './hover-told';
import { updatePart } from './hover-update';
import { placeAt } from './locate';
import type { Writer } from './markdown';
import { plannerOf, scopeOf } from './scope';
import type { FileView } from './view';

export function doHover(
  view: FileView,
  offset: number,
  write: Writer,
  now: number,
  { services, origin, changelog }: HoverFacts = NOTHING_TOLD,
): Hover | undefined {
  const place = placeAt(view.lockfile, offset);
  if (!place) return undefined;
  const { entry } = place;
  const record = anyRecord(view, entry);
  const told = services && toldOf(view, entry, services);
  const update = told ? updatePart(view, entry, told, write, now) : undefined;
  const story = storyPart(view, entry, origin, write, now);
  const linked = { bodhi: update?.linked === true, reason: story.length > 0 };
  const blocks = [
    heading(entry, record, write),
    about(view, entry, record, told, write),
    layers(view, entry, write),
    streamsPart(view, entry, write),
    update?.lines ?? [],
    told ? buildPart(view, entry, told, write, now) : [],
    story,
    told ? newerPart(told, write) : [],
    repositories(view, entry, write, now),
    newer(view, entry, write),
    links(entry, record, linked, write),
    changelog ? changelogPart(changelog, write) : [],
  ];
  const value = blocks
    .map(lines => lines.filter(line => line !== '').join('\n'))
    .filter(block => block !== '')
    .join('\n\n');
  return { contents: { kind: write.kind, value }, range: view.document.lines.range(place.span) };
}

function heading(entry: Entry, record: PackageRecord | undefined, write: Writer): string[] {
  const summary = record?.summary ? `: ${write.text(record.summary)}` : '';
  return [write.strong(entry.name) + summary];
}

function about(
  view: FileView,
  entry: Entry,
  record: PackageRecord | undefined,
  told: Told | undefined,
  write: Writer,
): string[] {
  const source = sourceOf(scopeOf(view), entry) ?? told?.source?.name;
  const facts = [
    source === undefined ? '' : `Source package ${write.code(source)}`,
    record?.license ? `licence ${write.text(record.license)}` : '',
  ];
  return [facts.filter(fact => fact !== '').join(', ')];
}

/** The effective version of each basearch, and what it replaces. Basearches that agree on the versions share a line. */
function layers(view: FileView, entry: Entry, write: Writer): string[] {
  const { repo } = view;
  if (!repo) return [];
  const arches = view.name?.arch === undefined ? repo.config.basearches : [view.name.arch];
  const groups = new Map<string, { arches: string[]; stacks: Provenance[][] }>();
  for (const arch of arches) {
    const effective = repo.effective(arch).get(entry.name);
    const stack = effective ? [effective, ...effective.replaces] : [];
    const key = JSON.stringify(stack.map(({ file, entry: { version } }) => [file.layer, version?.evr]));
    const group = groups.get(key) ?? { arches: [], stacks: [] };
    groups.set(key, group);
    group.arches.push(arch);
    group.stacks.push(stack);
  }
  if (groups.size === 0) return [];
  const items = [...groups.values()].map(group => {
    return write.item(`${write.text(group.arches.join(', '))}: ${stackText(view, group.stacks, write)}`);
  });
  return [write.strong('Locked'), ...items];
}

/** `stacks`: the same layers and versions on several basearches, the winner first. */
function stackText(view: FileView, stacks: readonly (readonly Provenance[])[], write: Writer): string {
  const [first = []] = stacks;
  if (first.length === 0) return 'not locked';
  const places = first.map((_, level) =>
    placesText(
      view,
      stacks.flatMap(stack => stack[level] ?? []),
      write,
    ),
  );
  const [winner, ...replaced] = places;
  return winner + (replaced.length === 0 ? '' : `, replaces ${replaced.join(', ')}`);
}

/** One version and every file of one layer that has it: the first by its path, the others by their basearch. */
function placesText(view: FileView, places: readonly Provenance[], write: Writer): string {
  const byPath = new Map(places.map(place => [place.file.path, place]));
  const [first, ...others] = byPath.values();
  if (!first) return '';
  const { version } = first.entry;
  const also = others.map(place => placeLink(view, place, place.file.arch ?? place.file.path, write));
  const text = `${version ? write.code(version.evr) : 'no usable version'} in ${placeLink(view, first, first.file.path, write)}`;
  return also.length === 0 ? text : `${text} (and ${also.join(', ')})`;
}

function placeLink(view: FileView, { file, entry }: Provenance, label: string, write: Writer): string {
  const { uri, lines } = view.file(file.path);
  const line = lines ? lines.positionAt(entry.member.span.start).line + 1 : 1;
  return write.link(label, `${uri}#L${line}`);
}

function repositories(view: FileView, entry: Entry, write: Writer, now: number): string[] {
  // the metadata at hand is that of the tree that is checked out
  if (view.readOnly) return [];
  if (view.mode === 'restricted') return ['Repositories are not read in a restricted (untrusted) workspace.'];
  const lines: string[] = [];
  for (const basearch of view.arches) {
    for (const state of view.repositories(basearch)) {
      lines.push(write.item(repositoryText(view, entry, state, basearch, write, now)));
    }
  }
  if (lines.length > 0) return [write.strong('Available'), ...lines];
  const arch = view.arches[0];
  const none = view.repo && arch !== undefined && view.repo.config.repos(arch).length === 0;
  if (!none) return [];
  return view.repo?.config.sources.some(source => /(?:^|\/)manifest[^/]*\.ya?ml$/.test(source))
    ? ['The manifest names no repository that a .repo file defines.']
    : ['No manifest beside the lockfile says which repositories to look into.'];
}

function repositoryText(
  view: FileView,
  entry: Entry,
  state: RepositoryState,
  basearch: string,
  write: Writer,
  now: number,
): string {
  const name = `${write.text(state.id)} ${write.text(basearch)}`;
  const error = state.error === undefined ? undefined : withoutName(state.error, state, basearch);
  if (!state.index) return `${name}: ${missingText(view, state, error, write)}`;
  const versions = newestByArch(state.index.find(entry.name).filter(({ arch }) => fits(entry, arch, basearch)));
  const found = versions.map(record => {
    const arch = record.arch === basearch ? '' : ` ${write.text(record.arch)}`;
    return `${write.code(record.evr)}${arch} (${formatDate(record.fileTime)}${comparison(entry, record)})`;
  });
  const text = found.length > 0 ? found.join(', ') : 'no such package';
  const old = error === undefined ? '' : `; ${ageText(state, now)}, last attempt failed: ${write.text(error)}`;
  return `${name}: ${text}${old}`;
}

function ageText({ checkedAt }: RepositoryState, now: number): string {
  return checkedAt === undefined ? 'of unknown age' : `as of ${formatAge(checkedAt, now)}`;
}

/** An error names its repository, as the line does that it is shown in. */
function withoutName(error: string, { id }: RepositoryState, basearch: string): string {
  const name = `${id} ${basearch}: `;
  return error.startsWith(name) ? error.slice(name.length) : error;
}

function missingText(view: FileView, { status }: RepositoryState, error: string | undefined, write: Writer): string {
  if (status === 'loading') return 'loading metadata';
  if (status === 'failed') return `metadata could not be had: ${write.text(error ?? 'unknown cause')}`;
  return view.mode === 'offline' ? 'metadata not loaded: offline' : 'metadata not loaded';
}

/** The newest of each arch, newest first: a lock never means i686 unless it says so. */
function newestByArch(records: readonly PackageRecord[]): PackageRecord[] {
  const seen = new Set<string>();
  return records.filter(({ arch }) => {
    const first = !seen.has(arch);
    seen.add(arch);
    return first;
  });
}

function fits(entry: Entry, arch: string, basearch: string): boolean {
  return arch === basearch || arch === 'noarch' || arch === entry.version?.arch;
}

function comparison(entry: Entry, record: PackageRecord): string {
  if (!entry.version) return '';
  const order = compareEvr(record.evr, entry.version.evr);
  if (order === 0) return ', this version';
  return order > 0 ? ', newer' : ', older';
}

function newer(view: FileView, entry: Entry, write: Writer): string[] {
  const plan = plannerOf(view).plan(entry);
  if (plan.kind === 'none') return plan.why === 'partial' ? [write.text(plan.message)] : [];
  return plan.group.notes.map(note => write.text(note));
}

const LINKS = [
  ['bodhi', 'Bodhi update'],
  ['reason', 'Reason'],
] as const;

/** `linked`: what other parts link already. */
function links(
  entry: Entry,
  record: PackageRecord | undefined,
  linked: Readonly<Record<'bodhi' | 'reason', boolean>>,
  write: Writer,
): string[] {
  const found: string[] = [];
  if (record?.url) found.push(httpLink('Home page', record.url, write));
  for (const [key, label] of LINKS) {
    const text = metadataText(entry, key);
    if (text && !linked[key]) found.push(httpLink(label, text, write));
  }
  return [found.filter(text => text !== '').join(', ')];
}

function httpLink(label: string, url: string, write: Writer): string {
  return /^https?:\/\//i.test(url) ? write.link(label, url) : '';
}

/** What any known repository says of the package: the locked version where it is there, else the newest. */
function anyRecord(view: FileView, entry: Entry): PackageRecord | undefined {
  const records = view.arches.flatMap(arch =>
    view.repositories(arch).flatMap(({ index }) => index?.find(entry.name) ?? []),
  );
  return records.find(record => record.evr === entry.version?.evr) ?? records[0];
}
