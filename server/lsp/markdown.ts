/** Text of repositories and files as Markdown or plain text, as a client can show it. */
import { MarkupKind } from 'vscode-languageserver';
import { escapeMarkdown, inlineCode, link, oneLine } from '../operations/markdown-text';

export { escapeMarkdown, inlineCode, link, safeUrl } from '../operations/markdown-text';

/** How text is written for one client: Markdown, or plain text where it can show nothing else. */
export interface Writer {
  readonly kind: MarkupKind;
  text(text: string): string;
  code(text: string): string;
  strong(text: string): string;
  link(label: string, target: string): string;
  item(text: string): string;
  /** A link that runs a command of the client, with an argument; missing where the client runs none. */
  command?(label: string, command: string, argument: object): string;
}

export const MARKDOWN: Writer = {
  kind: MarkupKind.Markdown,
  text: escapeMarkdown,
  code: inlineCode,
  strong: text => `**${escapeMarkdown(text)}**`,
  link,
  item: text => `- ${text}`,
};

/** For our own client, which lets links of hovers run the commands that they are meant for. */
export const OWN_MARKDOWN: Writer = {
  ...MARKDOWN,
  command: (label, command, argument) => {
    return `[${escapeMarkdown(label)}](<command:${command}?${encodeURIComponent(JSON.stringify(argument))}>)`;
  },
};

export const PLAIN_TEXT: Writer = {
  kind: MarkupKind.PlainText,
  text: oneLine,
  code: oneLine,
  strong: oneLine,
  link: (label, target) => (target.startsWith('file:') ? oneLine(label) : `${oneLine(label)}: ${oneLine(target)}`),
  item: text => `- ${text}`,
};
