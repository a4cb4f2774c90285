/** What a plan would change, shown as differences: documents that exist only as long as the plan does. */
import {
  commands,
  type Disposable,
  EventEmitter,
  TabInputText,
  type TextDocumentContentProvider,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { PinChange } from '../../server/protocol';

const SCHEME = 'manifest-lock-preview';
/** What the title of the editor begins with. */
const TITLE = 'Pin Backport';

type Side = 'before' | 'after';

export class Preview implements TextDocumentContentProvider, Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new EventEmitter<Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #registration = workspace.registerTextDocumentContentProvider(SCHEME, this);

  provideTextDocumentContent(uri: Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  /** Takes a plan over in place of the one before. */
  set(changes: readonly PinChange[]): void {
    this.#texts.clear();
    for (const change of changes) {
      for (const { path, before, after } of documentsOf(change)) {
        this.#put(uriOf(change, path, 'before'), before);
        this.#put(uriOf(change, path, 'after'), after);
      }
    }
  }

  /** All of it in one editor. `what` is about its title. */
  async show(what: string, changes: readonly PinChange[]): Promise<void> {
    const resources = changes.flatMap(change =>
      documentsOf(change).map(({ path, before }) => {
        const after = uriOf(change, path, 'after');
        return [after, before === '' ? undefined : uriOf(change, path, 'before'), after];
      }),
    );
    await commands.executeCommand('vscode.changes', `${TITLE}: ${what}`, resources);
  }

  /** What it shows is there no longer. */
  async close(): Promise<void> {
    const tabs = window.tabGroups.all.flatMap(group => group.tabs);
    // the editor of several differences has no input that extensions may know
    const own = tabs.filter(({ label, input }) => label.startsWith(`${TITLE}: `) && !(input instanceof TabInputText));
    await window.tabGroups.close(own);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }

  #put(uri: Uri, text: string): void {
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
  }
}

/** What comes of a change, its commit message, and its files. The list of the last step lies over the beginning, and has the same notes. */
function documentsOf({ files, worktree, message, notes }: PinChange): PinChange['files'] {
  return [
    ...(notes.length === 0 ? [] : [{ path: 'NOTES.txt', before: '', after: `${notes.join('\n')}\n` }]),
    ...(worktree ? [] : [{ path: 'COMMIT_MESSAGE.txt', before: '', after: message }]),
    ...files,
  ];
}

function uriOf({ stream }: PinChange, path: string, side: Side): Uri {
  return Uri.from({ scheme: SCHEME, path: `/${stream}/${path}`, query: side });
}
