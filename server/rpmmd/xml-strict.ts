/** Streaming XML without DTDs, foreign entities or unbounded depth and text. */
import { SaxesParser } from 'saxes';
import { MetadataError } from './metadata-error';

export interface XmlHandler {
  /** `path`: local names (prefix cut off) from the root down to this element. */
  open(path: readonly string[], attributes: Readonly<Record<string, string>>): void;
  /** Character data, CDATA included, in any number of pieces. */
  text(path: readonly string[], text: string): void;
  /** `path` still ends with the element that closes. */
  close(path: readonly string[]): void;
}

// rpm-md is five elements deep
const MAX_DEPTH = 64;
// one text, comment or tag; real descriptions stay below a few hundred KiB
const MAX_TOKEN = 16 * 1024 * 1024;

/**
 * Feeds a handler with the events of one document. `what` names the document in errors. `write` and `end` throw
 * MetadataError with line and column for anything that is not well-formed, a DTD, an entity XML itself does not
 * define, more than 64 levels of elements, and a document that ends before its root element does.
 */
export class StrictXml {
  private readonly parser = new SaxesParser();
  private readonly path: string[] = [];
  private unreported = 0;
  private sawRoot = false;

  constructor(
    private readonly what: string,
    handler: XmlHandler,
  ) {
    const { parser, path } = this;
    parser.on('error', error => {
      throw this.error(error.message.replace(/^\d+:\d+: /, '').replace(/\.$/, ''));
    });
    parser.on('doctype', () => {
      throw this.error('a DTD (<!DOCTYPE>) is not accepted');
    });
    parser.on('opentag', tag => {
      this.unreported = 0;
      this.sawRoot = true;
      if (path.length >= MAX_DEPTH) throw this.error(`more than ${MAX_DEPTH} levels of elements`, 'too-large');
      path.push(localName(tag.name));
      handler.open(path, tag.attributes);
    });
    const text = (text: string) => {
      this.unreported = 0;
      handler.text(path, text);
    };
    parser.on('text', text);
    parser.on('cdata', text);
    parser.on('closetag', () => {
      this.unreported = 0;
      handler.close(path);
      path.pop();
    });
  }

  write(text: string): void {
    for (let from = 0; from < text.length; from += MAX_TOKEN / 16) {
      const piece = text.slice(from, from + MAX_TOKEN / 16);
      this.unreported += piece.length;
      this.parser.write(piece);
      if (this.unreported > MAX_TOKEN) throw this.error('one text or tag is longer than 16 MiB', 'too-large');
    }
  }

  end(): void {
    if (this.path.length > 0 || !this.sawRoot) {
      throw this.error(this.sawRoot ? `ends before </${this.path[0]}>` : 'has no root element', 'truncated');
    }
    this.parser.close();
  }

  /** An error at the current place of the document. */
  error(message: string, kind: MetadataError['kind'] = 'malformed'): MetadataError {
    return new MetadataError(kind, `${this.what}, line ${this.parser.line}, column ${this.parser.column}: ${message}`);
  }
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}
