/** A tree of what the server answers, asked again when that may have changed. */
import { type Disposable, EventEmitter, type TreeDataProvider, type TreeItem, type TreeView, window } from 'vscode';

export interface LiveTreeOptions<Result> {
  /** Of the view, as package.json contributes it. */
  readonly view: string;
  readonly load: () => Promise<Result>;
  readonly empty: Result;
  /** Says in place of the tree why there is none; empty where there is one. */
  readonly messageOf: (result: Result) => string;
  /** "The streams could not be read" */
  readonly failure: string;
}

export abstract class LiveTree<Node, Result> implements TreeDataProvider<Node>, Disposable {
  readonly onDidChangeTreeData;
  readonly #options: LiveTreeOptions<Result>;
  readonly #changed = new EventEmitter<undefined>();
  readonly #view: TreeView<Node>;
  readonly #disposables: Disposable[];
  #result: Result;
  /** The result that the tree was made of, as JSON; undefined before it was made. */
  #shown: string | undefined;
  #loading: Promise<void> | undefined;
  /** Something changed since it was asked for. */
  #stale = false;

  constructor(options: LiveTreeOptions<Result>) {
    this.#options = options;
    this.#result = options.empty;
    this.onDidChangeTreeData = this.#changed.event;
    this.#view = window.createTreeView<Node>(options.view, { treeDataProvider: this, showCollapseAll: true });
    this.#disposables = [
      this.#changed,
      this.#view,
      this.#view.onDidChangeVisibility(({ visible }) => visible && this.#stale && this.refresh()),
    ];
  }

  protected abstract rootsOf(result: Result): Node[];
  protected abstract childrenOf(node: Node): readonly Node[];
  abstract getTreeItem(node: Node): TreeItem;

  /** Asks the server again. The tree is made anew only where something differs: a click on one that is, is lost. */
  refresh(): void {
    this.#stale = true;
    this.#loading ??= this.#load().finally(() => {
      this.#loading = undefined;
    });
  }

  /** The answer may be another now. What nobody looks at is not asked for. */
  changed(): void {
    this.#stale = true;
    if (this.#view.visible) this.refresh();
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node) return [...this.childrenOf(node)];
    if (this.#shown === undefined) {
      this.refresh();
      await this.#loading;
    }
    this.#shown = JSON.stringify(this.#result);
    return this.rootsOf(this.#result);
  }

  dispose(): void {
    for (const disposable of this.#disposables.splice(0)) disposable.dispose();
  }

  /** The same answer is to be shown otherwise. */
  protected remake(): void {
    this.#changed.fire(undefined);
  }

  async #load(): Promise<void> {
    const { load, messageOf, failure } = this.#options;
    while (this.#stale) {
      this.#stale = false;
      try {
        this.#result = await load();
        this.#view.message = messageOf(this.#result);
      } catch (error) {
        this.#view.message = `${failure}: ${error instanceof Error ? error.message : String(error)}`;
      }
      if (this.#shown !== undefined && this.#shown !== JSON.stringify(this.#result)) this.remake();
    }
  }
}
