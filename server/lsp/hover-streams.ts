/** The part of a hover about other streams: what each of them has of the package, and the way to its history. */
import { inPromotionOrder } from '../config-repo/load-stream-targets';
import type { EffectiveEntry } from '../lockfile/layers';
import type { Entry } from '../lockfile/model';
import { versionsByArch } from '../operations/words';
import { folderOf } from './look-up';
import type { Writer } from './markdown';
import type { FileView } from './view';

/** Of our own client: `{uri, name}`. */
const HISTORY_COMMAND = 'manifestLock.packageHistory';

/** Out of what is known of the branches anyway: a hover waits for no git. */
export function streamsPart(view: FileView, { name }: Entry, write: Writer): string[] {
  const streams = streamsText(view, name, write);
  const history = historyLink(view, name, write);
  if (streams === '') return [history];
  return [history === '' ? streams : `${streams} (${history})`];
}

function historyLink(view: FileView, name: string, write: Writer): string {
  if (view.mode === 'restricted' || folderOf(view) === undefined) return '';
  return write.command?.('Package History', HISTORY_COMMAND, { uri: view.document.uri, name }) ?? '';
}

/** "**Streams** stable, testing `5:5.2.4-1.fc40`; next `5:5.2.5-1.fc41`", production first; empty where no other stream is known. */
function streamsText(view: FileView, name: string, write: Writer): string {
  const { branches, config, effective } = view.repo ?? {};
  if (!branches || !config || !effective || branches.streams.size === 0) return '';
  const own = branches.stream?.name ?? config.stream;
  const states = new Map<string, StreamState>(branches.streams);
  if (own !== undefined) states.set(own, { basearches: config.basearches, files: view.repo?.files ?? [], effective });
  const groups = new Map<string, string[]>();
  for (const stream of inOrder([...states.keys()], config.settings.streams)) {
    const state = states.get(stream);
    const text = state && versionText(state, name, view.name?.arch, write);
    if (text !== undefined) groups.set(text, [...(groups.get(text) ?? []), stream]);
  }
  if (groups.size === 0) return '';
  const words = [...groups].map(([text, streams]) => `${write.text(streams.join(', '))} ${text}`);
  return `${write.strong('Streams')} ${words.join('; ')}`;
}

interface StreamState {
  readonly basearches: readonly string[];
  readonly files: readonly { readonly layer: string }[];
  effective(basearch: string): ReadonlyMap<string, EffectiveEntry>;
}

/** What is promoted to comes first: that is what is out there. */
function inOrder(streams: readonly string[], policies: Parameters<typeof inPromotionOrder>[0]): string[] {
  const order = inPromotionOrder(policies).map(({ name }) => name);
  return [...streams].sort((a, b) => order.indexOf(b) - order.indexOf(a));
}

/** Undefined where nothing is to be said: a stream without base locks that does not override it. */
function versionText(
  { basearches, files, effective }: StreamState,
  name: string,
  arch: string | undefined,
  write: Writer,
): string | undefined {
  const arches = arch === undefined ? basearches : basearches.filter(other => other === arch);
  const locked = new Map(
    arches.flatMap((basearch): [string, string][] => {
      const evr = effective(basearch).get(name)?.version?.evr;
      return evr === undefined ? [] : [[basearch, evr]];
    }),
  );
  const versions = new Set(locked.values());
  const [only] = versions;
  if (only === undefined) return files.some(({ layer }) => layer === 'base') ? 'not locked' : undefined;
  if (versions.size > 1) return write.text(versionsByArch(locked));
  // built for some arches only
  return locked.size === arches.length
    ? write.code(only)
    : `${write.code(only)} (${write.text([...locked.keys()].join(', '))})`;
}
