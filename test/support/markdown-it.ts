/** What markdown-it, a reader of CommonMark and GFM's tables and strikethrough that the packager brings along, makes of Markdown. */
import { createRequire } from 'node:module';

export interface MarkdownToken {
  /** `paragraph_open`, `text`, `link_open`, ... */
  readonly type: string;
  /** Of a text. */
  readonly content: string;
}

interface Token extends MarkdownToken {
  readonly children: readonly MarkdownToken[] | null;
}

interface MarkdownIt {
  new (options: {
    readonly html: boolean;
    readonly linkify: boolean;
  }): {
    readonly linkify: { set(options: { readonly fuzzyLink: boolean; readonly fuzzyEmail: boolean }): void };
    parse(markdown: string, environment: object): readonly Token[];
  };
}

const library = load();
const reader = library && new library({ html: true, linkify: true });
// names of hosts and people's addresses are told from words by each reader in its own way
reader?.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

export const hasMarkdownIt = reader !== undefined;

/** Blocks and what stands in them, in their order. Texts side by side are one. */
export function renderedTokens(markdown: string): MarkdownToken[] {
  return (reader?.parse(markdown, {}) ?? []).flatMap(({ type, content, children }) => children ?? [{ type, content }]);
}

function load(): MarkdownIt | undefined {
  try {
    return createRequire(__filename)('markdown-it') as MarkdownIt;
  } catch {
    return undefined;
  }
}
