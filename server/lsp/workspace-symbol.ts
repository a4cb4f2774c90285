/** workspace/symbol: every package of every lockfile of the config repositories in use. */
import { type SymbolInformation, SymbolKind } from 'vscode-languageserver';
import type { Entry } from '../lockfile/model';
import { LAYERS, type Layer } from '../lockfile/name';
import { detailOf } from './document-symbol';
import type { FileView } from './view';

/** A client narrows the answer down itself, as one types. */
const LIMIT = 500;

interface Found {
  readonly view: FileView;
  readonly entry: Entry;
  readonly rank: number;
}

/**
 * Of the views of all lockfiles that there are. The best ones first: the name itself, names that begin with the query, that
 * contain it, that have its letters in order.
 */
export function doWorkspaceSymbols(views: Iterable<FileView>, query: string): SymbolInformation[] {
  const wanted = query.replace(/\s/g, '').toLowerCase();
  const found: Found[] = [];
  for (const view of views) {
    for (const entry of view.lockfile.entries) {
      const rank = rankOf(entry.name.toLowerCase(), wanted);
      if (rank !== undefined && entry.name.trim() !== '') found.push({ view, entry, rank });
    }
  }
  return found.sort(byRank).slice(0, LIMIT).map(toSymbol);
}

/** Lower is better; undefined where the letters of the query do not stand in the name in their order. */
function rankOf(name: string, wanted: string): number | undefined {
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  if (name.includes(wanted)) return 2;
  let at = -1;
  for (const letter of wanted) {
    at = name.indexOf(letter, at + 1);
    if (at < 0) return undefined;
  }
  return 3;
}

/** Overrides, which people write, before base locks. */
function byRank(a: Found, b: Found): number {
  return (
    a.rank - b.rank || byText(a.entry.name, b.entry.name) || layerOf(a) - layerOf(b) || byText(a.view.path, b.view.path)
  );
}

function layerOf({ view: { name } }: Found): number {
  return PRECEDENCE.indexOf(name?.layer ?? 'overrides');
}

const PRECEDENCE: readonly Layer[] = LAYERS.toReversed();

function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Of which file it is the location says: an editor shows that beside the container. */
function toSymbol({ view: { document }, entry }: Found): SymbolInformation {
  const detail = detailOf(entry);
  return {
    name: entry.name,
    kind: SymbolKind.Package,
    location: { uri: document.uri, range: document.lines.range(entry.member.key.span) },
    ...(detail === '' ? {} : { containerName: detail }),
  };
}
