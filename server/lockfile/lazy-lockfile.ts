/** A lockfile of JSON of which names and versions are known at once, and where they stand when somebody asks. */
import type { Entry, EntryVersion, Lockfile, MapNode, Member, ScalarNode, Span } from './model';
import { MAX_LENGTH } from './nodes';

/**
 * The lockfile that `parse` makes of the text. Names, versions and texts of metadata are read by the engine's own parser of JSON, and the rest by `parse` at the
 * first question about it, which takes several times as long. Undefined where a tolerant parser has to decide.
 */
export function lazyLockfile(text: string, parse: () => Lockfile): Lockfile | undefined {
  const whole = new Whole(text, parse);
  const byName = text.length <= MAX_LENGTH ? readEntries(text, whole) : undefined;
  return byName && new LazyLockfile(whole, byName);
}

/** Undefined where a tolerant parser has to decide. */
function readEntries(text: string, whole: Whole): ReadonlyMap<string, Entry> | undefined {
  const entries = membersOf(membersOf(parsed(text))?.['packages']);
  if (!entries) return undefined;
  const found = new Map<string, Entry>();
  for (const name of Object.keys(entries)) {
    const { evr, evra, metadata } = membersOf(entries[name]) ?? NOTHING;
    // a number is a text for this model, and how it is written is lost here
    if (!isTextOrNone(evr) || !isTextOrNone(evra)) return undefined;
    found.set(name, new LazyEntry(name, evr, evra, metadata, whole));
  }
  return found;
}

const NOTHING: Members = {};

function isTextOrNone(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Members = Readonly<Record<string, unknown>>;

function membersOf(value: unknown): Members | undefined {
  return isMap(value) ? value : undefined;
}

function isMap(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What the parser of this model makes of the text, once somebody asks. */
class Whole {
  #lockfile: Lockfile | undefined;

  constructor(
    readonly text: string,
    private readonly parse: () => Lockfile,
  ) {}

  get lockfile(): Lockfile {
    this.#lockfile ??= this.parse();
    return this.#lockfile;
  }

  entry(name: string): Entry {
    return present(this.lockfile.byName.get(name), name);
  }
}

class LazyLockfile implements Lockfile {
  readonly format = 'json';
  readonly syntaxProblems = [];
  readonly comments = [];
  readonly text: string;

  constructor(
    private readonly whole: Whole,
    readonly byName: ReadonlyMap<string, Entry>,
  ) {
    this.text = whole.text;
  }

  get root(): Lockfile['root'] {
    return this.whole.lockfile.root;
  }

  get packages(): Member | undefined {
    return this.whole.lockfile.packages;
  }

  get entries(): readonly Entry[] {
    return this.whole.lockfile.entries;
  }
}

/** An entry and its version in one: of the thousands that a comparison reads, a second object each would be a tenth of its time. */
class LazyEntry implements Entry, EntryVersion {
  readonly superseded = false;
  readonly version: EntryVersion | undefined;
  readonly key: 'evr' | 'evra';
  readonly evr: string;
  readonly arch: string | undefined;

  constructor(
    readonly name: string,
    evr: string | undefined,
    evra: string | undefined,
    private readonly said: unknown,
    private readonly whole: Whole,
  ) {
    const dot = evra === undefined ? -1 : evra.lastIndexOf('.');
    this.key = evr === undefined ? 'evra' : 'evr';
    this.evr = evr ?? (dot < 0 ? evra : evra?.slice(0, dot)) ?? '';
    this.arch = evr === undefined && dot >= 0 ? evra?.slice(dot + 1) : undefined;
    this.version = (evr === undefined) === (evra === undefined) ? undefined : this;
  }

  get member(): Member {
    return this.whole.entry(this.name).member;
  }

  get map(): MapNode | undefined {
    return this.whole.entry(this.name).map;
  }

  get scalar(): ScalarNode {
    return present(this.whole.entry(this.name).version, this.evr).scalar;
  }

  get evrSpan(): Span {
    return present(this.whole.entry(this.name).version, this.evr).evrSpan;
  }

  /** `sourcerpm` is asked of every package. */
  get metadata(): ReadonlyMap<string, Member> {
    const found = new Map<string, Member>();
    const places = () => this.whole.entry(this.name).metadata;
    for (const [key, value] of Object.entries(membersOf(this.said) ?? NOTHING)) {
      if (typeof value !== 'string' || key === '<<') return places();
      found.set(key, new LazyMember(key, value, places));
    }
    return found;
  }
}

class LazyMember implements Member {
  readonly superseded = false;
  readonly key: ScalarNode;
  readonly value: ScalarNode;
  readonly #whole: () => Member;

  constructor(key: string, value: string, whole: () => ReadonlyMap<string, Member>) {
    this.#whole = () => present(whole().get(key), key);
    this.key = new LazyText(key, () => this.#whole().key.span);
    this.value = new LazyText(value, () => present(this.#whole().value, key).span);
  }

  get span(): Span {
    return this.#whole().span;
  }
}

/** A text in double quotes, as every text of JSON is. */
class LazyText implements ScalarNode {
  readonly kind = 'scalar';
  readonly style = 'double';
  readonly yaml11 = 'string';
  readonly yaml12 = 'string';
  readonly text: string;
  readonly #place: () => Span;

  constructor(text: string, place: () => Span) {
    this.text = text;
    this.#place = place;
  }

  get span(): Span {
    return this.#place();
  }
}

function present<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new Error(`${what} is there for one parser of JSON and not for the other`);
  return found;
}
