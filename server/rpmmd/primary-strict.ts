/**
 * The thorough reader of primary.xml: any well-formed document in any encoding the platform decodes, and every error.
 * Elements are told apart by their local names, as createrepo_c and libsolv do; unknown ones are passed over.
 */
import type { TextDecoder } from 'node:util';
import { emptyPackage, FIELDS, Field, type PackageSink, type PrimaryCounts } from './primary-fields';
import { decoderFor } from './xml-decoder';
import { StrictXml } from './xml-strict';

const TEXT_FIELDS: ReadonlyMap<string, number> = new Map([
  ['name', Field.name],
  ['arch', Field.arch],
  ['checksum', Field.checksum],
  ['summary', Field.summary],
  ['url', Field.url],
  ['format/license', Field.license],
  ['format/sourcerpm', Field.sourceRpm],
]);

const ATTRIBUTE_FIELDS: ReadonlyMap<string, readonly (readonly [attribute: string, field: number])[]> = new Map([
  [
    'version',
    [
      ['epoch', Field.epoch],
      ['ver', Field.version],
      ['rel', Field.release],
    ],
  ],
  ['checksum', [['type', Field.checksumType]]],
  [
    'time',
    [
      ['file', Field.fileTime],
      ['build', Field.buildTime],
    ],
  ],
  ['size', [['package', Field.size]]],
  [
    'location',
    [
      ['href', Field.location],
      ['xml:base', Field.locationBase],
    ],
  ],
]);

/** Feed with `push`, then ask `end`. Both throw MetadataError for what is no complete, well-formed primary metadata. */
export class StrictPrimaryReader {
  private readonly parser: StrictXml;
  private decoder: TextDecoder | undefined;
  private values: (string | undefined)[] | undefined;
  private readonly raw = emptyPackage();
  private packages = 0;
  private declared: number | undefined;

  /** `what` names the file in errors. */
  constructor(
    private readonly sink: PackageSink,
    private readonly what: string,
  ) {
    this.parser = new StrictXml(what, {
      open: (path, attributes) => this.open(path, attributes),
      text: (path, text) => this.text(path, text),
      close: path => this.close(path),
    });
  }

  push(chunk: Uint8Array): void {
    this.decoder ??= decoderFor(chunk, this.what);
    this.parser.write(this.decoder.decode(chunk, { stream: true }));
  }

  end(): PrimaryCounts {
    this.parser.write(this.decoder?.decode() ?? '');
    this.parser.end();
    return { packages: this.packages, declared: this.declared };
  }

  private open(path: readonly string[], attributes: Readonly<Record<string, string>>): void {
    if (path.length === 1) {
      if (path[0] !== 'metadata') throw this.parser.error(`the root element is <${path[0]}>, not <metadata>`);
      const packages = attributes['packages'] ?? '';
      if (/^\d+$/.test(packages)) this.declared = Number(packages);
      return;
    }
    if (path[1] !== 'package') return;
    if (path.length === 2) {
      this.values = new Array<string | undefined>(FIELDS).fill(undefined);
      return;
    }
    const { values } = this;
    const key = keyOf(path);
    if (!values || key === undefined) return;
    for (const [attribute, field] of ATTRIBUTE_FIELDS.get(key) ?? []) values[field] = attributes[attribute];
    const field = TEXT_FIELDS.get(key);
    if (field !== undefined) values[field] = '';
  }

  private text(path: readonly string[], text: string): void {
    const { values } = this;
    if (!values || path[1] !== 'package') return;
    const key = keyOf(path);
    const field = key === undefined ? undefined : TEXT_FIELDS.get(key);
    if (field !== undefined) values[field] = (values[field] ?? '') + text;
  }

  private close(path: readonly string[]): void {
    const { values } = this;
    if (path.length !== 2 || !values) return;
    this.values = undefined;
    this.check(values);
    const { raw } = this;
    raw.bytes = Buffer.from(values.join(''));
    let at = 0;
    for (let field = 0; field < FIELDS; field++) {
      raw.from[field] = at;
      at += Buffer.byteLength(values[field] ?? '');
      raw.to[field] = at;
    }
    this.sink(raw);
    this.packages++;
  }

  private check(values: (string | undefined)[]): void {
    const package_ = values[Field.name] ? `package '${values[Field.name]}'` : `package number ${this.packages + 1}`;
    const need = (field: number, name: string) => {
      if (!values[field]) throw this.parser.error(`${package_} has no ${name}`);
    };
    need(Field.name, 'name');
    need(Field.arch, 'arch');
    need(Field.version, 'version');
    need(Field.checksum, 'checksum');
    need(Field.checksumType, 'checksum type');
    need(Field.location, 'location');
    const checksum = (values[Field.checksum] ?? '').trim().toLowerCase();
    if (!/^(?:[0-9a-f]{2})+$/.test(checksum)) {
      throw this.parser.error(`${package_} has a checksum that is not hexadecimal: '${checksum}'`);
    }
    values[Field.checksum] = checksum;
    const epoch = values[Field.epoch] ?? '';
    if (!/^\d*$/.test(epoch)) throw this.parser.error(`${package_} has an epoch that is no number: '${epoch}'`);
    // as createrepo_c and libsolv: what is no number here is worth no error
    for (const field of [Field.fileTime, Field.buildTime, Field.size]) {
      values[field] = /^\s*(\d+)/.exec(values[field] ?? '')?.[1] ?? '';
    }
  }
}

/** `name`, `format/license`: what of a package this element is; undefined for what is deeper or elsewhere. */
function keyOf(path: readonly string[]): string | undefined {
  if (path.length === 3) return path[2];
  return path.length === 4 && path[2] === 'format' ? `format/${path[3]}` : undefined;
}
