/** What several rules need: layers, scalars, fixes, near names. */
import { setMetadata } from '../lockfile/edits';
import type { LayerFile } from '../lockfile/layers';
import type { Entry, TextEdit } from '../lockfile/model';
import { BASEARCHES } from '../lockfile/name';
import { lineEnd, lineStart } from '../lockfile/places';
import { lastMember } from '../lockfile/view';
import type { FileScope } from '../operations/reach';
import type { Fix, RuleContext } from './rule';

export { nearest } from '../config-repo/nearest';
export { metadataText } from '../lockfile/metadata';
export { list } from '../operations/words';

/** True for the files that people write: overrides of all or of one basearch. Base and generated locks are made by a build. */
export function isOverrides({ name }: RuleContext): boolean {
  return name !== undefined && name.layer !== 'base' && !name.generated;
}

/** The entries that count, in file order: not the first of two equal ones. */
export function liveEntries({ lockfile }: Pick<RuleContext, 'lockfile'>): Entry[] {
  return lockfile.entries.filter(entry => !entry.superseded);
}

/** A fix in the checked file. */
export function fixHere(
  context: RuleContext,
  title: string,
  edits: readonly TextEdit[],
  options: { readonly preferred?: boolean; readonly fixAll?: boolean } = {},
): Fix {
  return { title, edits: [{ path: context.path, edits }], ...options };
}

/** A fix that sets one key of an entry's own metadata; none where that is an alias or no map, and so holds nothing. */
export function metadataFix(
  context: RuleContext,
  entry: Entry,
  [key, value]: readonly [string, string],
  title: string,
  preferred = false,
): Fix[] {
  const metadata = lastMember(entry.map, 'metadata')?.value;
  const writable = !metadata || metadata.kind === 'map' || (metadata.kind === 'scalar' && metadata.yaml12 === 'null');
  if (!entry.map || !writable) return [];
  return [fixHere(context, title, setMetadata(context.lockfile, entry, key, value), { preferred })];
}

/** The checked file as operations see it; undefined where its name says no layer, or for a build's own lock. */
export function scopeOf(context: RuleContext): FileScope | undefined {
  const { name, path, lockfile, repo } = context;
  if (name === undefined || name.generated) return undefined;
  const own: LayerFile = { path, layer: name.layer, arch: name.arch, lockfile };
  const others = repo?.files.filter(file => file.path !== path) ?? [];
  return {
    file: own,
    files: [...others, own],
    basearches: repo?.config.basearches ?? BASEARCHES,
    availability: basearch => context.availability(basearch),
  };
}

/** False where no basearch of the file has metadata (M): then there is nothing to go through its entries for. */
export function knowsPackages({ file, basearches, availability }: FileScope): boolean {
  return (file.arch === undefined ? basearches : [file.arch]).some(arch => availability(arch) !== undefined);
}

/** True in a base lock for what an override replaces: the version is decided there. */
export function isReplaced({ name, path, repo }: Pick<RuleContext, 'name' | 'path' | 'repo'>, entry: string): boolean {
  if (name?.layer !== 'base' || name.arch === undefined) return false;
  const effective = repo?.effective(name.arch).get(entry);
  return effective !== undefined && effective.file.path !== path;
}

const SHOWN = 100;

/** What a message quotes of a text: all of it, or its beginning. */
export function shortened(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}...` : text;
}

/** Starts of the comment lines right above the line of `offset`, the nearest first. */
export function commentLinesAbove(text: string, offset: number): number[] {
  const lines: number[] = [];
  for (let line = lineStart(text, offset); line > 0; ) {
    line = lineStart(text, line - 1);
    if (!text.slice(line, lineEnd(text, line)).trimStart().startsWith('#')) break;
    lines.push(line);
  }
  return lines;
}
