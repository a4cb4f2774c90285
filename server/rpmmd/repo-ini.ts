/**
 * The ini dialect of dnf's configuration files, as libdnf's IniParser reads it: sections, `key=value`, values continued on
 * indented lines, comments at the start of a line only. What libdnf refuses but means only one thing is read and reported.
 */

export interface IniEntry {
  readonly key: string;
  /** Continuation lines joined with `\n`, each trimmed. */
  readonly value: string;
  /** Zero-based. */
  readonly line: number;
}

export interface IniSection {
  readonly id: string;
  readonly line: number;
  readonly entries: IniEntry[];
}

export interface IniProblem {
  /** Zero-based. */
  readonly line: number;
  readonly message: string;
}

export interface Ini {
  /** In file order, a repeated one as often as it is there. */
  readonly sections: readonly IniSection[];
  /** In the order of lines. */
  readonly problems: readonly IniProblem[];
}

export function parseIni(text: string): Ini {
  const reader = new IniReader();
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  for (const [line, raw] of lines.entries()) reader.read(raw, line);
  return reader;
}

class IniReader implements Ini {
  readonly sections: IniSection[] = [];
  readonly problems: IniProblem[] = [];
  /** False while the lines belong to no usable section. */
  #inSection = false;
  /** True while the last entry can be continued. */
  #open = false;
  /** A blank line or comment came after the last entry. */
  #interrupted = false;

  read(raw: string, line: number): void {
    const content = raw.trim();
    if (content === '' || raw.startsWith('#') || raw.startsWith(';')) {
      this.#interrupted = true;
      return;
    }
    if (/^\s/.test(raw) && (this.#open || !content.startsWith('['))) this.#continue(content, line);
    else if (content.startsWith('[')) this.#header(content, line);
    else this.#entry(content, line);
    this.#interrupted = false;
  }

  #continue(content: string, line: number): void {
    const entries = this.sections.at(-1)?.entries;
    const last = entries?.at(-1);
    if (!this.#open || !entries || !last) {
      this.#report(line, `an indented line continues a value, and there is none before it: ${content}`);
      return;
    }
    if (this.#interrupted) {
      this.#report(line, 'dnf refuses a continued value with a comment or an empty line in between');
    }
    entries[entries.length - 1] = { ...last, value: `${last.value}\n${content}`.trim() };
  }

  #header(content: string, line: number): void {
    this.#open = false;
    const id = /^\[([^\]]+)\]\s*(?:[#;].*)?$/.exec(content)?.[1];
    this.#inSection = id !== undefined;
    if (id === undefined) this.#report(line, `not a section header: ${content}`);
    else this.sections.push({ id, line, entries: [] });
  }

  #entry(content: string, line: number): void {
    this.#open = false;
    const [, key, separator, value = ''] = /^([^=:]*[^=:\s])\s*([=:])\s*(.*)$/s.exec(content) ?? [];
    if (key === undefined) {
      this.#report(line, `neither a section header nor key=value: ${content}`);
      return;
    }
    if (separator === ':') this.#report(line, `dnf wants '=' after ${key}, not ':'`);
    if (!this.#inSection) {
      this.#report(line, `${key} stands in no section`);
      return;
    }
    this.sections.at(-1)?.entries.push({ key, value, line });
    this.#open = true;
  }

  #report(line: number, message: string): void {
    this.problems.push({ line, message });
  }
}
