/** What a promotion would do, as a document that is shown rendered and is there as long as the window. */
import { commands, type Disposable, EventEmitter, type TextDocumentContentProvider, Uri, workspace } from 'vscode';
import type { PromotePreview } from '../../server/protocol';

const SCHEME = 'manifest-lock-promotion';

export class PromotionDocuments implements TextDocumentContentProvider, Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new EventEmitter<Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #registration = workspace.registerTextDocumentContentProvider(SCHEME, this);

  provideTextDocumentContent(uri: Uri): string {
    return this.#texts.get(uri.path) ?? '';
  }

  async show({ from, to, markdown }: PromotePreview): Promise<void> {
    const uri = Uri.from({ scheme: SCHEME, path: `/Promote ${from.stream} to ${to.stream}.md` });
    this.#texts.set(uri.path, markdown);
    this.#changed.fire(uri);
    await commands.executeCommand('markdown.showPreview', uri);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
