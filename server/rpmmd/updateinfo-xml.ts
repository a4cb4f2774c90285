/**
 * Reads updateinfo.xml, as Bodhi, createrepo_c and others write it. Elements are told apart by their local names; unknown ones are
 * passed over.
 */
import { setImmediate } from 'node:timers/promises';
import type { TextDecoder } from 'node:util';
import { cvesIn } from '../rpm/cve';
import { formatEvr, parseEvr } from '../rpm/evr';
import { splitNvr } from '../rpm/nvr';
import { MetadataError } from './metadata-error';
import type { UpdateinfoAdvisory, UpdateinfoPackage, UpdateinfoSource } from './updateinfo';
import { decoderFor } from './xml-decoder';
import { StrictXml } from './xml-strict';

/** Bytes once decompressed; Fedora's is about 30 million. */
const MAX_BYTES = 256 * 1024 * 1024;
/** Packages of all advisories; several times those of a release of Fedora. */
const MAX_PACKAGES = 2_000_000;

/**
 * The advisories of a document given in pieces, in its order. One id, one advisory: its packages may stand in several elements. Rejects with a
 * MetadataError for a document that is not well-formed, has a DTD or foreign entities, is cut off, or is beyond all measure.
 */
export async function readUpdateinfo(chunks: AsyncIterable<Uint8Array>, what: string): Promise<UpdateinfoAdvisory[]> {
  const reader = new UpdateinfoReader(what);
  for await (const chunk of chunks) {
    reader.push(chunk);
    // whoever else wants this thread gets it
    await setImmediate();
  }
  return reader.end();
}

type Attributes = Readonly<Record<string, string>>;

const TEXTS = ['id', 'title', 'severity', 'summary', 'description'] as const;
type TextName = (typeof TEXTS)[number];
const isText = (name: string): name is TextName => (TEXTS as readonly string[]).includes(name);

interface Contents {
  readonly packages: Map<string, UpdateinfoPackage>;
  readonly sources: Map<string, UpdateinfoSource>;
}

/** One `update` element. */
interface Draft extends Contents {
  readonly attributes: Attributes;
  readonly texts: Record<TextName, string>;
  issued: string;
  url: string | undefined;
  /** Where CVEs may be named. */
  readonly references: string[];
}

/** One advisory, of one element or several. */
interface Gathered extends Contents {
  readonly head: Omit<UpdateinfoAdvisory, 'cves' | 'packages' | 'sources'>;
  readonly cves: Set<string>;
}

class UpdateinfoReader {
  readonly #xml: StrictXml;
  readonly #gathered = new Map<string, Gathered>();
  #decoder: TextDecoder | undefined;
  #draft: Draft | undefined;
  #bytes = 0;
  #packages = 0;

  constructor(private readonly what: string) {
    this.#xml = new StrictXml(what, {
      open: (path, attributes) => this.#open(path, attributes),
      text: (path, text) => this.#text(path, text),
      close: path => this.#close(path),
    });
  }

  push(chunk: Uint8Array): void {
    this.#bytes += chunk.length;
    if (this.#bytes > MAX_BYTES) {
      throw new MetadataError('too-large', `${this.what}: more than ${MAX_BYTES} bytes are not read`);
    }
    this.#decoder ??= decoderFor(chunk, this.what);
    this.#xml.write(this.#decoder.decode(chunk, { stream: true }));
  }

  end(): UpdateinfoAdvisory[] {
    this.#xml.write(this.#decoder?.decode() ?? '');
    this.#xml.end();
    return [...this.#gathered.values()].map(({ head, cves, packages, sources }) => ({
      ...head,
      cves: cvesIn([...cves]),
      packages: [...packages.values()],
      sources: [...sources.values()],
    }));
  }

  #open(path: readonly string[], attributes: Attributes): void {
    if (path.length === 1 && path[0] !== 'updates') {
      throw this.#xml.error(`the root element is <${path[0]}>, not <updates>`);
    }
    if (path[1] !== 'update') return;
    if (path.length === 2) this.#draft = newDraft(attributes);
    const draft = this.#draft;
    if (!draft) return;
    const name = path[path.length - 1];
    if (path.length === 3 && name === 'issued') draft.issued = attributes['date'] ?? '';
    else if (path[2] === 'references' && name === 'reference') addReference(draft, attributes);
    else if (path[2] === 'pkglist' && name === 'package') {
      if (++this.#packages > MAX_PACKAGES) {
        throw this.#xml.error(`more than ${MAX_PACKAGES} packages`, 'too-large');
      }
      addPackage(draft, attributes);
    }
  }

  #text(path: readonly string[], text: string): void {
    const name = path[2];
    if (this.#draft && path.length === 3 && name !== undefined && isText(name)) this.#draft.texts[name] += text;
  }

  #close(path: readonly string[]): void {
    if (path.length !== 2 || !this.#draft) return;
    const draft = this.#draft;
    this.#draft = undefined;
    const head = headOf(draft);
    if (!head) return;
    const known = this.#gathered.get(head.id);
    const { packages, sources } = draft;
    const gathered = known ?? { head, cves: new Set(), packages, sources };
    this.#gathered.set(head.id, gathered);
    for (const cve of cvesIn([...Object.values(draft.texts), ...draft.references])) gathered.cves.add(cve);
    if (!known) return;
    for (const [key, value] of packages) known.packages.set(key, value);
    for (const [key, value] of sources) known.sources.set(key, value);
  }
}

function newDraft(attributes: Attributes): Draft {
  return {
    attributes,
    texts: { id: '', title: '', severity: '', summary: '', description: '' },
    issued: '',
    url: undefined,
    references: [],
    packages: new Map(),
    sources: new Map(),
  };
}

function addReference(draft: Draft, { type, href = '', id = '', title = '' }: Attributes): void {
  draft.references.push(title);
  if (type === 'cve') draft.references.push(id);
  if (type === 'self' && /^https?:\/\/[\w.:/?&=%~+-]+$/.test(href)) draft.url ??= href;
}

/** For debuggers, never part of a compose: a third of all. */
const FOR_DEBUGGERS = /-(?:debuginfo|debugsource)(?:-|$)/;

/**
 * createrepo_c writes the source RPM's name into `src`, Bodhi the address of the package itself; Bodhi lists the source
 * packages beside the binary ones.
 */
function addPackage(draft: Draft, attributes: Attributes): void {
  const { name = '', epoch = '', version = '', release = '', arch, src } = attributes;
  if (name === '' || version === '') return;
  const vr = release === '' ? version : `${version}-${release}`;
  const evr = formatEvr(parseEvr(/^\d+$/.test(epoch) ? `${epoch}:${vr}` : vr));
  if (arch === 'src' || arch === 'nosrc') {
    draft.sources.set(`${name} ${vr}`, { name, vr, epoch: parseEvr(evr).epoch });
    return;
  }
  if (FOR_DEBUGGERS.test(name)) return;
  draft.packages.set(`${name} ${evr}`, { name, evr });
  const file = /([^/]+)\.(?:no)?src\.rpm$/.exec(src ?? '')?.[1];
  const source = file === undefined ? undefined : splitNvr(file);
  if (!source) return;
  const key = `${source.name} ${source.vr}`;
  if (!draft.sources.has(key)) draft.sources.set(key, { ...source, epoch: undefined });
}

/** Undefined for one without id, and for one that was taken back. */
function headOf({ texts, attributes, issued, url }: Draft): Gathered['head'] | undefined {
  const id = words(texts.id);
  if (id === '' || /^(?:obsolete|unpushed|retracted)$/i.test(attributes['status'] ?? '')) return undefined;
  return {
    id,
    title: words(texts.title),
    type: typeOf(attributes['type'] ?? ''),
    severity: severityOf(texts.severity.trim() || (attributes['severity'] ?? '')),
    issued: parseIssued(issued.trim()),
    url,
  };
}

const words = (text: string): string => text.trim().replace(/\s+/g, ' ');

function typeOf(text: string): UpdateinfoAdvisory['type'] {
  switch (text) {
    case 'security':
    case 'bugfix':
    case 'enhancement':
    case 'newpackage':
      return text;
    default:
      return 'unspecified';
  }
}

/** Bodhi's own words for the same, where somebody writes those. */
function severityOf(text: string): UpdateinfoAdvisory['severity'] {
  switch (text.toLowerCase()) {
    case 'critical':
    case 'urgent':
      return 'critical';
    case 'important':
    case 'high':
      return 'important';
    case 'moderate':
    case 'medium':
      return 'moderate';
    case 'low':
      return 'low';
    default:
      return 'none';
  }
}

const ISSUED = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d)?))?(?:\.\d+)?\s*(?:Z|UTC)?$/;

/** `2024-10-21 16:00:00` (UTC), also with T, without the time, or as Unix seconds; undefined for anything else. Unix milliseconds. */
function parseIssued(text: string): number | undefined {
  if (/^\d{9,11}$/.test(text)) return Number(text) * 1000;
  const [, day, time = '00:00:00'] = ISSUED.exec(text) ?? [];
  const at = day === undefined ? Number.NaN : Date.parse(`${day}T${time}Z`);
  return Number.isNaN(at) ? undefined : at;
}
