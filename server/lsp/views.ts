/** Makes the views of documents and of files that are not open: one value as long as nothing they show changes. */
import { basename, join, sep } from 'node:path';
import { URI } from 'vscode-uri';
import type { LayerFile } from '../lockfile/layers';
import type { Lockfile } from '../lockfile/model';
import { parseLockfileName } from '../lockfile/name';
import { parseLockfile } from '../lockfile/parse';
import type { ClientConfiguration } from '../protocol';
import type { Availability } from '../rpmmd/repositories';
import type { RepoContext } from '../rules/rule';
import type { ServiceFacts } from '../services/facts';
import type { OpenLockfile, Snapshot } from './config-repository';
import { modeOf } from './configuration';
import { type PositionEncoding, TextLines } from './convert';
import type { LockDocument } from './document';
import { parseGitUri } from './git-uri';
import { isReadOnly, pathOf, relativePath } from './uri';
import { archesOf, type FileHandle, type FileView, LANGUAGE } from './view';

export interface ViewsOptions {
  readonly encoding: PositionEncoding;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly configuration: () => ClientConfiguration;
  readonly documents: () => readonly LockDocument[];
  readonly availability: (folder: string, basearch: string) => Availability | undefined;
  /** What services are known to say of the overrides of a config repository; undefined where they are not asked. */
  readonly facts: (folder: string) => ServiceFacts | undefined;
}

/** A config repository as it is seen now. */
export interface Surroundings {
  /** Absolute. */
  readonly folder: string;
  readonly snapshot: Snapshot;
  readonly repo: RepoContext;
}

interface Subject {
  readonly document: LockDocument;
  readonly lockfile: Lockfile;
  /** Absolute; undefined for a document that is no file. */
  readonly path: string | undefined;
  /** The version the client has open. */
  readonly version: number | undefined;
  /** Equal as long as the text is. */
  readonly identity: object;
}

const DAY_MS = 86_400_000;

export class Views {
  readonly #options: ViewsOptions;
  readonly #parsed = new WeakMap<LockDocument, Lockfile>();
  readonly #lines = new WeakMap<Lockfile, TextLines>();
  readonly #otherLines = new WeakMap<ReadonlyMap<string, string>, Map<string, TextLines>>();
  readonly #views = new Map<string, { readonly key: readonly unknown[]; readonly view: FileView }>();

  constructor(options: ViewsOptions) {
    this.#options = options;
  }

  ofDocument(document: LockDocument, around: Surroundings | undefined): FileView {
    const lockfile = this.#parse(document);
    const path = pathOf(document.uri);
    return this.#view({ document, lockfile, path, version: document.version, identity: document }, around);
  }

  /** Of a lockfile as it is on disk. */
  ofFile({ path, lockfile }: LayerFile, around: Surroundings): FileView {
    const absolute = join(around.folder, path);
    const languageId = path.endsWith('.json') ? 'json' : LANGUAGE;
    const lines = this.linesOf(lockfile);
    const document = { uri: URI.file(absolute).toString(), languageId, version: 0, text: lockfile.text, lines };
    return this.#view({ document, lockfile, path: absolute, version: undefined, identity: lockfile }, around);
  }

  /** The open lockfiles among `documents` that stand below a folder. */
  openIn(folder: string, documents: readonly LockDocument[]): OpenLockfile[] {
    return documents.flatMap(document => {
      const path = pathOf(document.uri);
      return path?.startsWith(folder + sep) ? [{ path, lockfile: this.#parse(document) }] : [];
    });
  }

  linesOf(lockfile: Lockfile): TextLines {
    let lines = this.#lines.get(lockfile);
    if (!lines) {
      lines = new TextLines(lockfile.text, this.#options.encoding);
      this.#lines.set(lockfile, lines);
    }
    return lines;
  }

  forget(uri: string): void {
    this.#views.delete(uri);
  }

  /** Those of files of a folder that are not open, but for `kept`. */
  forgetIn(folder: string, kept: readonly FileView[] = []): void {
    const open = new Set(this.#options.documents().map(({ uri }) => uri));
    for (const [uri, { view }] of this.#views) {
      if (view.folder === folder && !open.has(uri) && !kept.includes(view)) this.#views.delete(uri);
    }
  }

  #view(subject: Subject, around: Surroundings | undefined): FileView {
    const { configuration: configurationNow, now } = this.#options;
    const configuration = configurationNow();
    const { document, lockfile, path } = subject;
    const arches = this.#archesOf(path, around);
    const availability = new Map<string, Availability | undefined>(
      arches.map(arch => [arch, around && this.#options.availability(around.folder, arch)]),
    );
    // rules tell ages in days
    const day = Math.floor(now() / DAY_MS);
    const services = around && this.#options.facts(around.folder);
    const key = [subject.identity, around?.repo, configuration, day, services, ...availability.values()];
    const last = this.#views.get(document.uri);
    if (last && last.key.length === key.length && last.key.every((part, i) => part === key[i])) return last.view;
    const name = path ?? parseGitUri(document.uri)?.path ?? URI.parse(document.uri).path;
    const view: FileView = {
      document,
      path: path === undefined ? document.uri : relativePath(around?.folder, path),
      name: parseLockfileName(basename(name)),
      lockfile,
      repo: around?.repo,
      arches,
      mode: modeOf(configuration),
      folder: around?.folder,
      readOnly: isReadOnly(document.uri),
      severity: configuration.settings.severity,
      availability: basearch => known(availability.get(basearch)),
      services,
      now: now(),
      repositories: basearch => availability.get(basearch)?.repositories ?? [],
      linesOf: text => this.linesOf(text),
      file: other => this.#file(subject, around, other),
    };
    this.#views.set(document.uri, { key, view });
    return view;
  }

  #archesOf(path: string | undefined, around: Surroundings | undefined): readonly string[] {
    if (path === undefined) return [];
    const { primaryArch } = this.#options.configuration().settings;
    const basearches = around?.repo.config.basearches ?? [];
    const arches = archesOf(path, primaryArch, basearches);
    const common = parseLockfileName(basename(path))?.arch === undefined;
    // the common file is about every basearch that is there anyway
    const more = common && around ? basearches.filter(arch => this.#options.availability(around.folder, arch)) : [];
    return [...new Set([...arches, ...more])];
  }

  #file({ document, path, version }: Subject, around: Surroundings | undefined, other: string): FileHandle {
    const own = { uri: document.uri, version, lines: document.lines };
    if (!around || path === undefined || other === relativePath(around.folder, path)) return own;
    const absolute = join(around.folder, other);
    const open = this.#options.documents().find(candidate => pathOf(candidate.uri) === absolute);
    const lockfile = around.repo.files.find(candidate => candidate.path === other)?.lockfile;
    return {
      uri: open?.uri ?? URI.file(absolute).toString(),
      version: open?.version,
      lines: lockfile ? this.linesOf(lockfile) : this.#linesOfOther(around.snapshot.texts, other),
    };
  }

  /** Of a manifest, `.repo` or settings file. */
  #linesOfOther(texts: ReadonlyMap<string, string>, path: string): TextLines | undefined {
    const text = texts.get(path);
    if (text === undefined) return undefined;
    const made = this.#otherLines.get(texts) ?? new Map<string, TextLines>();
    this.#otherLines.set(texts, made);
    const lines = made.get(path) ?? new TextLines(text, this.#options.encoding);
    made.set(path, lines);
    return lines;
  }

  #parse(document: LockDocument): Lockfile {
    let lockfile = this.#parsed.get(document);
    if (!lockfile) {
      const { path } = URI.parse(document.uri);
      const json = document.languageId.startsWith('json') || path.endsWith('.json');
      lockfile = parseLockfile(document.text, json ? 'json' : 'yaml');
      this.#parsed.set(document, lockfile);
    }
    return lockfile;
  }
}

/** Undefined where nothing at all is known: then rules stay silent. */
function known(availability: Availability | undefined): Availability | undefined {
  return availability?.repositories.some(({ index }) => index !== undefined) ? availability : undefined;
}
