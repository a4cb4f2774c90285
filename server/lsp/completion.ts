/** textDocument/completion: package names, versions newest first, keys and the values they admit. */
import { type CompletionItem, CompletionItemKind, type CompletionList, InsertTextMode } from 'vscode-languageserver';
import { compareEvr } from '../rpm/evr';
import { findNevra, packagesOf } from '../rpmmd/candidates';
import type { Availability, Candidate } from '../rpmmd/repositories';
import { type CompletionContext, completionContext } from './completion-context';
import { formatDate } from './date';
import type { FileView } from './view';

/** Names offered from repositories at a time; typing on asks again. */
const MAX_NAMES = 200;

const NONE: CompletionList = { isIncomplete: false, items: [] };

/** What the client can do with an item once it was taken. */
export interface CompletionCapabilities {
  /** It can open the list again (`editor.action.triggerSuggest`), as one does after a key for its value. */
  readonly suggestsNext: boolean;
}

export function doCompletion(view: FileView, offset: number, can: CompletionCapabilities): CompletionList {
  const found = complete(view, offset);
  return can.suggestsNext ? { ...found, items: found.items.map(suggestingNext) } : found;
}

/** Keys and names end where their value begins. */
function suggestingNext(item: CompletionItem): CompletionItem {
  if (item.kind === CompletionItemKind.Value || !item.textEdit?.newText.endsWith(' ')) return item;
  // `auto`: where there is nothing to suggest, nothing is said
  return {
    ...item,
    command: { title: 'Suggest', command: 'editor.action.triggerSuggest', arguments: [{ auto: true }] },
  };
}

function complete(view: FileView, offset: number): CompletionList {
  const context = completionContext(view.document.text, view.lockfile.format, offset);
  if (!context) return NONE;
  const [top, name, metadata] = context.path;
  if (top !== undefined && top !== 'packages') return NONE;
  if (context.at === 'key') {
    if (context.path.length === 0) return keys(view, context, TOP_KEYS);
    if (name === undefined) return names(view, context);
    if (metadata === undefined) return keys(view, context, entryKeys(context));
    return metadata === 'metadata' && context.path.length === 3 ? keys(view, context, METADATA_KEYS) : NONE;
  }
  if (name === undefined || context.key === undefined) return NONE;
  if (context.path.length === 2) {
    if (context.key === 'evr' || context.key === 'evra') return versions(view, context, name, context.key);
    return context.key === 'digest' ? digests(view, context, name) : NONE;
  }
  const values = context.path.length === 3 && metadata === 'metadata' ? METADATA_VALUES[context.key] : undefined;
  return values ? list(values.map(([label, detail]) => value(view, context, label, detail))) : NONE;
}

type Choice = readonly [label: string, detail: string];

const TOP_KEYS: readonly Choice[] = [
  ['packages', 'locked packages by name'],
  ['metadata', 'when and from what the lock was generated'],
];

const METADATA_KEYS: readonly Choice[] = [
  ['type', 'pin or fast-track'],
  ['reason', 'URL that says why'],
  ['bodhi', 'Bodhi update of a fast-track'],
];

const METADATA_VALUES: Readonly<Record<string, readonly Choice[] | undefined>> = {
  type: [
    ['pin', 'hold this version until someone removes it'],
    ['fast-track', 'ahead of the stable repositories; goes away once they have caught up'],
  ],
  bodhi: [['https://bodhi.fedoraproject.org/updates/', 'address of an update']],
  reason: [
    ['https://github.com/coreos/fedora-coreos-tracker/issues/', 'tracker issue'],
    ['https://bugzilla.redhat.com/show_bug.cgi?id=', 'Bugzilla bug'],
  ],
};

function entryKeys({ siblings }: CompletionContext): readonly Choice[] {
  const versioned = siblings.has('evr') || siblings.has('evra');
  const version: readonly Choice[] = [
    ['evr', '[epoch:]version-release'],
    ['evra', '[epoch:]version-release.arch'],
  ];
  return [
    ...(versioned ? [] : version),
    ['metadata', 'type, reason and Bodhi update'],
    ['digest', 'checksum of the package, algorithm:hex'],
  ];
}

function list(items: readonly CompletionItem[], isIncomplete = false): CompletionList {
  // clients sort by label unless told otherwise
  const ordered = items.map((item, index) => ({ ...item, sortText: String(index).padStart(5, '0') }));
  return { isIncomplete, items: ordered };
}

const OPENS_MAP = new Set(['packages', 'metadata']);

function keys(view: FileView, context: CompletionContext, choices: readonly Choice[]): CompletionList {
  const left = choices.filter(([key]) => !context.siblings.has(key));
  return list(
    left.map(([key, detail]) => {
      const below = OPENS_MAP.has(key) ? `\n${context.indent}  ` : ' ';
      const newText = view.lockfile.format === 'json' ? jsonKey(context, key) : yamlKey(context, key, below);
      return item(view, context, key, newText, { detail, kind: CompletionItemKind.Property });
    }),
  );
}

function yamlKey({ hasColon }: CompletionContext, key: string, after: string): string {
  return hasColon ? key : `${key}:${after}`;
}

function jsonKey({ hasColon }: CompletionContext, key: string): string {
  return hasColon ? JSON.stringify(key) : `${JSON.stringify(key)}: `;
}

/** Packages of the base locks first, as overrides are nearly always of those; then what the repositories have. */
function names(view: FileView, context: CompletionContext): CompletionList {
  const typed = context.typed.replace(/^["']/, '');
  const details = new Map<string, string>();
  // as ci/overrides.py writes them: the arch of a noarch package is part of its version
  const noarch = new Set<string>();
  for (const file of view.repo?.files ?? []) {
    const fits = file.layer === 'base' && (view.name?.arch === undefined || view.name.arch === file.arch);
    if (!fits) continue;
    for (const [name, entry] of file.lockfile.byName) {
      if (!details.has(name)) details.set(name, entry.version ? `locked at ${entry.version.evr}` : 'locked');
      if (entry.version?.arch === 'noarch') noarch.add(name);
    }
  }
  const locked = [...details.keys()].sort();
  const known = new Set<string>();
  let complete = true;
  for (const { index, id } of repositoriesOf(view)) {
    const found = index?.namesWithPrefix(typed, MAX_NAMES) ?? [];
    if (found.length === MAX_NAMES) complete = false;
    for (const name of found) {
      if (details.has(name)) continue;
      known.add(name);
      details.set(name, `in ${id}`);
    }
  }
  const all = [...locked, ...[...known].sort()].filter(name => !context.siblings.has(name));
  const items = all.map(name => {
    const below = `\n${context.indent}  ${noarch.has(name) ? 'evra' : 'evr'}: `;
    const newText = view.lockfile.format === 'json' ? jsonKey(context, name) : yamlKey(context, name, below);
    return item(view, context, name, newText, { detail: details.get(name) ?? '', kind: CompletionItemKind.Module });
  });
  // what is offered from repositories depends on what was typed
  return list(items, !complete || known.size > 0 || typed === '');
}

function repositoriesOf(view: FileView) {
  return availabilities(view).flatMap(({ repositories }) => repositories.filter(({ role }) => role === 'repo'));
}

function availabilities(view: FileView): Availability[] {
  return view.arches.map(arch => view.availability(arch)).filter(availability => availability !== undefined);
}

/** Every EVR that a repository or the pool has, newest first in RPM's order. */
function versions(view: FileView, context: CompletionContext, name: string, key: 'evr' | 'evra'): CompletionList {
  const found = new Map<string, Candidate[]>();
  for (const availability of availabilities(view)) {
    for (const candidate of packagesOf(availability, name)) {
      const { evr, arch } = candidate.record;
      const text = key === 'evr' ? evr : `${evr}.${arch}`;
      found.set(text, [...(found.get(text) ?? []), candidate]);
    }
  }
  const sorted = [...found].sort(([, [a]], [, [b]]) => compareEvr(b?.record.evr ?? '', a?.record.evr ?? ''));
  const typed = context.typed.replace(/^["']/, '');
  const { start, end } = context.replace;
  const rest = view.document.text.slice(start + context.typed.length, end);
  // at the end of a whole version one wants to see the others, not only what it is a part of
  const showAll = (rest === '' || rest === context.quote) && /-[^-]+\.[^-]*$/.test(typed);
  const items = sorted.map(([text, candidates]) => {
    const places = new Map(candidates.map(({ record, repository }) => [repository.id, formatDate(record.fileTime)]));
    const detail = [...places].map(([id, date]) => `${id} (${date})`).join(', ');
    const made = value(view, context, text, detail);
    return showAll ? { ...made, filterText: context.typed } : made;
  });
  return list(items, showAll);
}

function digests(view: FileView, context: CompletionContext, name: string): CompletionList {
  const version = view.lockfile.byName.get(name)?.version;
  if (!version) return NONE;
  const found = new Map<string, string>();
  for (const availability of availabilities(view)) {
    for (const { record, repository } of findNevra(availability, name, version.evr, version.arch)) {
      found.set(record.checksum, `${record.name}-${record.evr}.${record.arch} in ${repository.id}`);
    }
  }
  return list([...found].map(([checksum, detail]) => value(view, context, checksum, detail)));
}

function value(view: FileView, context: CompletionContext, text: string, detail: string): CompletionItem {
  const quote = view.lockfile.format === 'json' ? '"' : context.quote;
  const written = view.document.text;
  // right after a colon YAML needs a blank
  const gap = view.lockfile.format === 'yaml' && written[context.replace.start - 1] === ':' ? ' ' : '';
  return item(view, context, text, `${gap}${quote}${text}${quote}`, { detail, kind: CompletionItemKind.Value });
}

function item(
  view: FileView,
  context: CompletionContext,
  label: string,
  newText: string,
  rest: { readonly detail: string; readonly kind: CompletionItemKind },
): CompletionItem {
  return {
    label,
    ...rest,
    // clients filter by the text in the range, its quote included
    filterText: context.quote + label,
    insertTextMode: InsertTextMode.asIs,
    textEdit: { range: view.document.lines.range(context.replace), newText },
  };
}
