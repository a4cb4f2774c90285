/** Parsing for those who want names and versions of many base locks, and seldom where they stand. */
import type { Entry, EntryVersion, Lockfile, LockfileFormat, MapNode, Member, ScalarNode, Span } from './model';
import { MAX_LENGTH } from './nodes';
import { parseLockfile } from './parse';

/**
 * The same lockfile as `parseLockfile` gives. Of JSON without a fault, names, versions and texts of metadata are read by the engine's own parser, and the
 * rest at the first question about it, which takes several times as long.
 */
export function parseLazily(text: string, format: LockfileFormat): Lockfile {
  const whole = new Whole(text, format);
  const byName = format === 'json' && text.length <= MAX_LENGTH ? readEntries(text, whole) : undefined;
  return byName ? new LazyLockfile(whole, byName) : whole.lockfile;
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
    private readonly format: LockfileFormat,
  ) {}

  get lockfile(): Lockfile {
    this.#lockfile ??= parseLockfile(this.text, this.format);
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

class LazyEntry implements Entry {
  readonly superseded = false;
  readonly version: EntryVersion | undefined;

  constructor(
    readonly name: string,
    evr: string | undefined,
    evra: string | undefined,
    private readonly said: unknown,
    private readonly whole: Whole,
  ) {
    if (evr === undefined) this.version = evra === undefined ? undefined : new LazyVersion(name, 'evra', evra, whole);
    else this.version = evra === undefined ? new LazyVersion(name, 'evr', evr, whole) : undefined;
  }

  get member(): Member {
    return this.whole.entry(this.name).member;
  }

  get map(): MapNode | undefined {
    return this.whole.entry(this.name).map;
  }

  /** `sourcerpm` is asked of every package. */
  get metadata(): ReadonlyMap<string, Member> {
    const members = membersOf(this.said) ?? NOTHING;
    const found = new Map<string, Member>();
    const places = () => this.whole.entry(this.name).metadata;
    for (const [key, value] of Object.entries(members)) {
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

class LazyVersion implements EntryVersion {
  readonly evr: string;
  readonly arch: string | undefined;

  constructor(
    private readonly name: string,
    readonly key: 'evr' | 'evra',
    text: string,
    private readonly whole: Whole,
  ) {
    const dot = key === 'evra' ? text.lastIndexOf('.') : -1;
    this.evr = dot < 0 ? text : text.slice(0, dot);
    this.arch = dot < 0 ? undefined : text.slice(dot + 1);
  }

  get scalar(): ScalarNode {
    return present(this.whole.entry(this.name).version, this.evr).scalar;
  }

  get evrSpan(): Span {
    return present(this.whole.entry(this.name).version, this.evr).evrSpan;
  }
}

function present<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new Error(`${what} is there for one parser of JSON and not for the other`);
  return found;
}
