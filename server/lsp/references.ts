/** textDocument/references: every place of the config repository that names the package. */
import type { Location } from 'vscode-languageserver';
import { LAYERS } from '../lockfile/name';
import { entryAt } from './locate';
import { inOtherStream, placeIn } from './lock-place';
import type { FileView } from './view';

export interface ReferenceOptions {
  /** With the entry that is asked about. */
  readonly includeDeclaration: boolean;
  /** Files of other branches can be opened: the client asks us for their text. */
  readonly gitDocuments: boolean;
}

/** In order: the lockfiles by layer, the manifest, other streams. */
export function doReferences(view: FileView, offset: number, options: ReferenceOptions): Location[] {
  const asked = entryAt(view.lockfile, offset);
  if (!asked) return [];
  const { lines } = view.document;
  const own = { uri: view.document.uri, range: lines.range(asked.member.key.span) };
  const all = [own, ...inLockfiles(view, asked.name), ...inManifest(view, asked.name)];
  if (options.gitDocuments) all.push(...inOtherStreams(view, asked.name));
  const found = distinct(all);
  return options.includeDeclaration ? found : found.filter(location => location !== own);
}

/** Duplicates in one file count, too: people look for them. */
function inLockfiles(view: FileView, name: string): Location[] {
  const files = view.repo?.files ?? [];
  const byLayer = LAYERS.flatMap(layer => files.filter(file => file.layer === layer));
  return byLayer
    .flatMap(file => {
      const entries = file.lockfile.entries.filter(entry => entry.name === name);
      return entries.map(entry => placeIn(view, file, entry)).filter(place => place !== undefined);
    })
    .map(toLocation);
}

/** What the manifest asks for by name, on any basearch. */
function inManifest(view: FileView, name: string): Location[] {
  const { config } = view.repo ?? {};
  const mentions = (config?.basearches ?? []).flatMap(arch => config?.treefile(arch).packages ?? []);
  return mentions
    .filter(mention => mention.name === name)
    .flatMap(({ path, span }) => {
      const { uri, lines } = view.file(path);
      return lines ? [{ uri, range: lines.range(span) }] : [];
    });
}

function inOtherStreams(view: FileView, name: string): Location[] {
  const streams = [...(view.repo?.branches?.streams.values() ?? [])];
  return streams.flatMap(snapshot =>
    snapshot.files.flatMap(file => {
      const entry = file.lockfile.byName.get(name);
      const place = entry && inOtherStream(view, snapshot, file, entry);
      return place ? [toLocation(place)] : [];
    }),
  );
}

const toLocation = ({ uri, range }: Location): Location => ({ uri, range });

/** The first of equal ones. */
function distinct(locations: readonly Location[]): Location[] {
  const seen = new Map<string, Location>();
  for (const location of locations) {
    const key = `${location.uri} ${JSON.stringify(location.range)}`;
    if (!seen.has(key)) seen.set(key, location);
  }
  return [...seen.values()];
}
