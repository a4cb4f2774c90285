/** Comparing, promoting and looking back: from the palette, an editor, the Streams view and links of hovers. */
import { type QuickPickItem, QuickPickItemKind, Uri, window } from 'vscode';
import {
  type CompareChoice,
  type CompareChoices,
  CompareChoicesRequest,
  type CompareParams,
  type HistoryParams,
  StreamsRequest,
} from '../../server/protocol';
import type { Command, Running } from '../context';
import { openAddress } from '../open-address';
import { PinFlow } from '../pin/flow';
import { promote } from '../promotion/promote';
import type { Node, StreamNode } from '../views/streams/nodes';
import { uriOf } from './of-file';
import { reportPin } from './pin-backport';

export const refreshStreams: Command = { needsServer: true, run: async ({ streams }) => streams.refresh() };

/** Callable with the pair (`CompareParams`), with a row of the Streams view, or without: then with what most would compare. */
export const compareStreams: Command = {
  needsServer: true,
  async run({ compare, client }, given) {
    const pair = pairOf(given) ?? streamPair(given) ?? (await suggested(client, uriOf(given)));
    compare.show(pair);
  },
};

/** The working tree with something else, which the user chooses: from a lockfile. */
export const compareWith: Command = {
  needsServer: true,
  async run({ compare, client }, given) {
    const repository = await repositoryOf(client, resourceOf(given));
    if (!repository) return;
    const choice = await pickSide(repository, 'What to compare the working tree with');
    if (choice) compare.show({ folder: repository.folder, from: choice.spec, to: 'worktree' });
  },
};

/** Callable with `CompareParams`, with a row of the Streams view, or without: then the user chooses. */
export const previewPromotion: Command = {
  needsServer: true,
  async run({ client, promotions }, given) {
    const pair = pairOf(given) ?? promotionOf(given) ?? (await pickPromotion(client));
    if (pair) await promote(client, promotions, pair);
  },
};

/** Callable with `{uri, name}`, with a row of the Streams view, or without for the package under the cursor. */
export const packageHistory: Command = {
  needsServer: true,
  async run({ history }, given) {
    const item = given as Node | undefined;
    if (item?.kind === 'item') return showHistory(history, Uri.file(item.folder).toString(), item.item.name);
    const { uri = uriOf(given), name, position = cursorIn(uri) } = (given ?? {}) as Partial<HistoryParams>;
    if (uri === undefined) {
      void window.showInformationMessage('Package History: open a manifest-lock file first.');
      return;
    }
    const asked = name ?? (position ? '' : await window.showInputBox({ title: 'Package History', prompt: 'Package' }));
    if (asked !== undefined)
      history.show({ uri, name: asked, since: undefined, arch: undefined, ...(position ? { position } : {}) });
  },
};

export const backportPackage: Command = {
  needsServer: true,
  async run({ client }, given) {
    const node = given as Node | undefined;
    if (node?.kind === 'item') await backport(client, node.folder, node.item.source);
    else if (node?.kind === 'stream') await backport(client, node.folder, undefined, node.row.stream);
  },
};

export const openStreamReason: Command = {
  needsServer: false,
  run: (_context, given) => {
    const node = given as Node | undefined;
    return node?.kind === 'item' ? openAddress(node.item.reason) : undefined;
  },
};

/** "Pin Backport" of a package (what it is, is asked where that is not said), to a stream where one is named. */
export async function backport(
  client: Running['client'],
  folder: string,
  query: string | undefined,
  stream?: string,
): Promise<void> {
  const uri = Uri.file(folder).toString();
  const result = await new PinFlow(client, {
    uri,
    ...(query === undefined ? {} : { query }),
    ...(stream === undefined ? {} : { streams: [stream] }),
  }).run();
  if (result) reportPin(result);
}

function showHistory(history: Running['history'], uri: string, name: string): void {
  history.show({ uri, name, since: undefined, arch: undefined });
}

function cursorIn(uri: string | undefined): HistoryParams['position'] {
  const editor = window.activeTextEditor;
  if (!editor || editor.document.uri.toString() !== uri) return undefined;
  const { line, character } = editor.selection.active;
  return { line, character };
}

function pairOf(given: unknown): CompareParams | undefined {
  const pair = given as Partial<CompareParams & { readonly kind: string }> | undefined;
  if (typeof pair?.folder !== 'string' || typeof pair.from !== 'string' || typeof pair.to !== 'string')
    return undefined;
  return { folder: pair.folder, from: pair.from, to: pair.to };
}

/** Of a row of the Streams view: what it would get from the stream that feeds it. */
function streamPair(given: unknown): CompareParams | undefined {
  const node = given as Node | undefined;
  if (node?.kind !== 'stream' || !node.feed) return undefined;
  return { folder: node.folder, from: node.row.spec, to: node.feed.spec };
}

function promotionOf(given: unknown): CompareParams | undefined {
  const node = given as StreamNode | undefined;
  if (node?.kind !== 'stream' || !node.feed) return undefined;
  return { folder: node.folder, from: node.feed.from, to: node.row.stream };
}

/** A context menu and an editor's title hand over the resource. */
function resourceOf(given: unknown): string | undefined {
  return given instanceof Uri ? given.toString() : uriOf(given);
}

async function suggested(client: Running['client'], uri: string | undefined): Promise<CompareParams | undefined> {
  const repository = await repositoryOf(client, uri);
  return repository?.suggested && { folder: repository.folder, ...repository.suggested };
}

/** Where there are several and nothing says which, the user does. */
async function repositoryOf(client: Running['client'], uri: string | undefined): Promise<CompareChoices | undefined> {
  const { repositories } = await client.sendRequest(CompareChoicesRequest, uri === undefined ? {} : { uri });
  if (repositories.length === 0) {
    void window.showInformationMessage('Compare Streams: no config repository with lockfiles is open.');
    return undefined;
  }
  if (repositories.length === 1) return repositories[0];
  const items = repositories.map(repository => ({
    label: repository.name,
    description: repository.folder,
    repository,
  }));
  return (await window.showQuickPick(items, { title: 'Config repository' }))?.repository;
}

async function pickSide({ choices }: CompareChoices, title: string): Promise<CompareChoice | undefined> {
  type Item = QuickPickItem & { readonly choice?: CompareChoice };
  const items: Item[] = [];
  let group: string | undefined;
  for (const choice of choices.filter(({ spec }) => spec !== 'worktree')) {
    if (choice.group !== group) items.push({ label: choice.group, kind: QuickPickItemKind.Separator });
    group = choice.group;
    items.push({ label: choice.label, description: choice.detail, choice });
  }
  return (await window.showQuickPick(items, { title, matchOnDescription: true }))?.choice;
}

async function pickPromotion(client: Running['client']): Promise<CompareParams | undefined> {
  const { repositories } = await client.sendRequest(StreamsRequest);
  const items = repositories.flatMap(({ folder, name, streams }) =>
    streams.flatMap(({ stream, feeds }) =>
      feeds.map(({ from, likely }) => ({
        label: `${from} to ${stream}`,
        description: [likely ? '' : 'not where the next promotion would come from', repositories.length > 1 ? name : '']
          .filter(Boolean)
          .join(', '),
        pair: { folder, from, to: stream },
      })),
    ),
  );
  if (items.length === 0) {
    void window.showInformationMessage(
      'Promote: no two streams of which one is promoted to the other have a branch here.',
    );
    return undefined;
  }
  return (await window.showQuickPick(items, { title: 'Promotion', matchOnDescription: true }))?.pair;
}
