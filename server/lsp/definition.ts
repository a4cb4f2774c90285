/** textDocument/definition: from an override to what it replaces and to other streams, from a base lock to its override. */
import type { Location, LocationLink } from 'vscode-languageserver';
import type { EffectiveEntry, LayerFile, Provenance } from '../lockfile/layers';
import { layersOf } from '../lockfile/layers';
import type { Entry } from '../lockfile/model';
import { isOverrides } from '../rules/support';
import { placeAt } from './locate';
import { inOtherStream, type LockPlace, placeIn } from './lock-place';
import { layerFileOf } from './scope';
import type { FileView } from './view';

export interface DefinitionCapabilities {
  /** `textDocument.definition.linkSupport` */
  readonly links: boolean;
  /** Files of other branches can be opened: the client asks us for their text. */
  readonly gitDocuments: boolean;
}

export function doDefinition(view: FileView, offset: number, can: DefinitionCapabilities): Location[] | LocationLink[] {
  const place = placeAt(view.lockfile, offset);
  if (!place || place.part === 'metadata') return [];
  const targets = targetsOf(view, place.entry, can);
  if (!can.links) return targets.map(({ uri, range }) => ({ uri, range }));
  const originSelectionRange = view.document.lines.range(place.span);
  return targets.map(({ uri, range, entryRange }) => {
    return { targetUri: uri, targetRange: entryRange, targetSelectionRange: range, originSelectionRange };
  });
}

function targetsOf(view: FileView, entry: Entry, can: DefinitionCapabilities): LockPlace[] {
  const file = layerFileOf(view);
  const live = view.lockfile.byName.get(entry.name);
  // of two equal names in a file the other one counts
  if (entry.superseded && live) return [placeIn(view, file, live)].filter(place => place !== undefined);
  const { repo } = view;
  if (!repo) return [];
  const found = isOverrides(view)
    ? [...replaced(view, file, entry), ...otherStreams(view, entry, can)]
    : overridesOf(view, file, entry);
  return found.filter(place => place !== undefined);
}

/** What lower layers have of that name, nearest first, once for each file. */
function replaced(view: FileView, file: LayerFile, { name }: Entry): (LockPlace | undefined)[] {
  const { config, files } = view.repo ?? { config: { basearches: [] }, files: [] };
  const basearches = file.arch === undefined ? config.basearches : [file.arch];
  const below = new Map<LayerFile, Entry>();
  for (const basearch of basearches) {
    const layers = layersOf(basearch, files);
    const own = layers.findIndex(({ path }) => path === file.path);
    for (const lower of layers.slice(0, Math.max(own, 0)).reverse()) {
      const entry = lower.lockfile.byName.get(name);
      if (entry) below.set(lower, entry);
    }
  }
  return [...below].map(([lower, entry]) => placeIn(view, lower, entry));
}

/** For each stream the entries that count there, one for each version: basearches mostly agree. */
function otherStreams(view: FileView, { name }: Entry, can: DefinitionCapabilities): (LockPlace | undefined)[] {
  const { repo } = view;
  if (!can.gitDocuments || !repo?.branches) return [];
  const own = layerFileOf(view).arch;
  return [...repo.branches.streams.values()].flatMap(snapshot => {
    const { basearches } = snapshot;
    const wanted = own === undefined ? [...new Set([...view.arches, ...basearches])] : [own];
    const versions = new Map<string, EffectiveEntry>();
    for (const basearch of wanted.filter(arch => basearches.includes(arch))) {
      const entry = snapshot.effective(basearch).get(name);
      const evr = entry?.version?.evr ?? '';
      if (entry && !versions.has(evr)) versions.set(evr, entry);
    }
    return [...versions.values()].map(({ file, entry }) => inOtherStream(view, snapshot, file, entry));
  });
}

/** What replaces the base lock's entry on its basearch; where nothing does, the other base locks' entries. */
function overridesOf(view: FileView, file: LayerFile, { name }: Entry): (LockPlace | undefined)[] {
  const { repo } = view;
  if (!repo) return [];
  const effective = file.arch === undefined ? undefined : repo.effective(file.arch).get(name);
  const places: Provenance[] =
    effective && effective.file.path !== file.path
      ? [effective]
      : repo.files.flatMap(other => {
          const entry =
            other.layer === 'base' && other.path !== file.path ? other.lockfile.byName.get(name) : undefined;
          return entry ? [{ file: other, entry }] : [];
        });
  return places.map(found => placeIn(view, found.file, found.entry));
}
