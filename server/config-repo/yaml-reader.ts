/** Typed access to a YAML (or JSON) document, with the place of everything and a problem for everything of a wrong type. */
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type ParsedNode,
  parseDocument,
  type Scalar,
  type YAMLMap,
  type YAMLParseError,
} from 'yaml';
import type { Span } from '../lockfile/model';
import { MAX_LENGTH } from '../lockfile/nodes';
import type { Variable } from './condition';
import type { ConfigProblem } from './model';

export interface Located<T> {
  readonly value: T;
  readonly span: Span;
}

export interface Member {
  readonly key: Located<string>;
  readonly value: YamlValue;
}

/** One node, aliases resolved. `what` names it in messages: `repos`, `variables.stream`. */
export class YamlValue {
  constructor(
    private readonly file: YamlFile,
    private readonly node: Node | undefined,
    readonly what: string,
    private readonly fallback: Span,
    /** An alias that leads nowhere: that is said already. */
    private readonly broken = false,
  ) {}

  get span(): Span {
    const range = this.node?.range;
    return range ? { start: range[0], end: range[1] } : this.fallback;
  }

  /** Nothing, `null` or `~`. */
  get isNull(): boolean {
    return !this.broken && (this.node === undefined || (isScalar(this.node) && this.node.value === null));
  }

  get isMap(): boolean {
    return isMap(this.node);
  }

  get isSequence(): boolean {
    return isSeq(this.node);
  }

  /** An integer or a float, by YAML 1.2. */
  get isNumber(): boolean {
    return isScalar(this.node) && typeof this.node.value === 'number';
  }

  /** Members of a map whose keys are scalars; anything but a map is a problem. */
  members(): Member[] {
    if (!isMap(this.node)) return this.wrong('a map') ?? [];
    const map: YAMLMap = this.node;
    this.file.reportRepeatedKeys(map);
    return map.items.flatMap(pair => {
      if (!isScalar(pair.key)) return this.problem(`${this.name} has a key that is no text.`) ?? [];
      const key = { value: sourceText(pair.key), span: spanOf(pair.key) ?? this.span };
      const what = this.what === '' ? key.value : `${this.what}.${key.value}`;
      return [{ key, value: this.file.value(pair.value, what, key.span) }];
    });
  }

  /** Items of a sequence; anything but a sequence is a problem. */
  items(): YamlValue[] {
    if (!isSeq(this.node)) return this.wrong('a list') ?? [];
    return this.node.items.map(item => this.file.value(item, this.what, this.span));
  }

  /** A string; anything else is a problem. */
  string(): Located<string> | undefined {
    if (isScalar(this.node) && typeof this.node.value === 'string') return { value: this.node.value, span: this.span };
    return this.wrong('a string');
  }

  /** A list of strings; items that are none are problems. */
  strings(): Located<string>[] {
    return this.items().flatMap(item => item.string() ?? []);
  }

  /** One string or a list of strings. */
  stringOrStrings(): Located<string>[] {
    if (this.isSequence) return this.strings();
    const one = this.string();
    return one ? [one] : [];
  }

  /** What rpm-ostree takes for a variable: string, unsigned integer or boolean. `text` is the value as written. */
  variable(): (Located<Variable> & { readonly text: string }) | undefined {
    const value = isScalar(this.node) ? this.node.value : undefined;
    const unsigned = typeof value === 'number' && Number.isInteger(value) && value >= 0;
    if (!isScalar(this.node) || !(typeof value === 'string' || typeof value === 'boolean' || unsigned)) {
      return this.wrong('a string, an unsigned integer or a boolean');
    }
    return { value, span: this.span, text: sourceText(this.node) };
  }

  /** A scalar as written, whatever its type; undefined for anything else. */
  get text(): string | undefined {
    return isScalar(this.node) && this.node.value !== null ? sourceText(this.node) : undefined;
  }

  problem(message: string): undefined {
    this.file.problems.push({ path: this.file.path, span: this.span, message });
    return undefined;
  }

  private wrong(expected: string): undefined {
    return this.broken ? undefined : this.problem(`${this.name} must be ${expected}.`);
  }

  private get name(): string {
    return this.what === '' ? 'The file' : `'${this.what}'`;
  }
}

/** One parsed file. Syntax errors are in `problems`; what could be understood is there all the same. */
export class YamlFile {
  readonly problems: ConfigProblem[] = [];
  readonly root: YamlValue;
  private readonly document: Document.Parsed<ParsedNode>;
  private readonly looked = new WeakSet<YAMLMap>();

  constructor(
    readonly path: string,
    readonly text: string,
  ) {
    const tooLarge = text.length > MAX_LENGTH;
    // at `silent` a second document is no error; the parser's own look for keys that are there twice is quadratic
    const options = { prettyErrors: false, logLevel: 'error', uniqueKeys: false } as const;
    this.document = parseDocument(tooLarge ? '' : text, options);
    if (tooLarge) {
      const message = `It is too large to be read: ${text.length} characters, at most ${MAX_LENGTH}.`;
      this.problems.push({ path, span: { start: 0, end: 0 }, message });
    }
    for (const error of this.document.errors) this.problems.push({ path, ...described(error) });
    this.root = this.value(this.document.contents, '', { start: 0, end: 0 });
  }

  /** Each key once, at its second place. */
  reportRepeatedKeys(map: YAMLMap): void {
    if (this.looked.has(map)) return;
    this.looked.add(map);
    const times = new Map<unknown, number>();
    for (const { key } of map.items) {
      if (!isScalar(key)) continue;
      const count = (times.get(key.value) ?? 0) + 1;
      times.set(key.value, count);
      const span = spanOf(key);
      if (count !== 2 || !span) continue;
      const message = `The key ${this.text.slice(span.start, span.end)} is there twice.`;
      this.problems.push({ path: this.path, span, message });
    }
  }

  value(node: unknown, what: string, fallback: Span): YamlValue {
    const resolved = isAlias(node) ? node.resolve(this.document) : node;
    const usable = isMap(resolved) || isSeq(resolved) || isScalar(resolved) ? resolved : undefined;
    if (!isAlias(node) || usable) return new YamlValue(this, usable, what, fallback);
    const span = node.range ? { start: node.range[0], end: node.range[1] } : fallback;
    const message = `No anchor '&${node.source}' stands before this alias. Text that begins with '*' is written in quotes.`;
    this.problems.push({ path: this.path, span, message });
    return new YamlValue(this, undefined, what, span, true);
  }
}

function described({ code, message, pos: [start, end] }: YAMLParseError): { span: Span; message: string } {
  const span = { start, end: Math.max(start, end) };
  // the parser hands on what the engine says when its stack ends
  if (/call stack/.test(message)) return { span, message: 'Nested too deeply to be read.' };
  if (code === 'MULTIPLE_DOCS') return { span, message: 'A second document begins here: only the first one is read.' };
  return { span, message: `${message.replace(/\.$/, '')}.` };
}

/** A plain scalar exactly as written (`1.10` stays that), others with quotes and escapes undone. */
function sourceText(scalar: Scalar): string {
  return typeof scalar.value === 'string' ? scalar.value : (scalar.source ?? String(scalar.value));
}

function spanOf(node: Scalar): Span | undefined {
  return node.range ? { start: node.range[0], end: node.range[1] } : undefined;
}
