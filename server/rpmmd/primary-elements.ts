/** What the fast reader looks for in a `package` element, and how it tells names apart. */
import { Field } from './primary-fields';
import { endsName, matches } from './xml-scan';

/** An element or attribute name; its length and first byte apart, as they tell nearly all names from each other. */
export interface Name {
  readonly bytes: Buffer;
  readonly length: number;
  readonly first: number;
}

export interface AttributeField {
  readonly name: Name;
  readonly field: number;
}

/** `text`: its text is a field; `attributes`: only they are; `passed`: nothing is; `format`: the element of that name. */
export type ElementKind = 'text' | 'attributes' | 'passed' | 'format';

export interface KnownElement {
  readonly name: Name;
  readonly kind: ElementKind;
  /** Of its text. */
  readonly field: number;
  readonly attributes: readonly AttributeField[];
  /** One bit for each element that has a field, 0 for the others. */
  readonly bit: number;
  /** Its text is long: the platform's own search is faster than a loop. */
  readonly long: boolean;
}

export const NO_ATTRIBUTES: readonly AttributeField[] = [];

let bits = 0;

function known(name: string, kind: ElementKind, field: number, attributes = NO_ATTRIBUTES): KnownElement {
  const bit = kind === 'text' || kind === 'attributes' ? 1 << bits++ : 0;
  return { name: nameOf(name), kind, field, attributes, bit, long: name === 'description' };
}

function nameOf(text: string): Name {
  return { bytes: Buffer.from(text), length: text.length, first: text.charCodeAt(0) };
}

const text = (name: string, field: number, ...attributes: AttributeField[]) => known(name, 'text', field, attributes);
const only = (name: string, ...attributes: AttributeField[]) => known(name, 'attributes', -1, attributes);
const passed = (name: string) => known(name, 'passed', -1);
const attribute = (name: string, field: number): AttributeField => ({ name: nameOf(name), field });

/** Children of `package`, in the order createrepo_c writes them. */
export const CHILDREN: readonly KnownElement[] = [
  text('name', Field.name),
  text('arch', Field.arch),
  only('version', attribute('epoch', Field.epoch), attribute('ver', Field.version), attribute('rel', Field.release)),
  text('checksum', Field.checksum, attribute('type', Field.checksumType)),
  text('summary', Field.summary),
  passed('description'),
  passed('packager'),
  text('url', Field.url),
  only('time', attribute('file', Field.fileTime), attribute('build', Field.buildTime)),
  only('size', attribute('package', Field.size)),
  only('location', attribute('href', Field.location), attribute('xml:base', Field.locationBase)),
  known('format', 'format', -1),
];

/** Children of `format`, likewise; what comes after them is not looked at. */
export const FORMAT_CHILDREN: readonly KnownElement[] = [
  text('rpm:license', Field.license),
  passed('rpm:vendor'),
  passed('rpm:group'),
  passed('rpm:buildhost'),
  text('rpm:sourcerpm', Field.sourceRpm),
];

/** The bits of all elements that have a field. */
export const ALL_FOUND = (1 << bits) - 1;

export const NO_ELEMENTS: readonly KnownElement[] = [];
export const PACKAGE = nameOf('package');

/** True where `name` and nothing longer stands at `at`. */
export function isName(name: Name, bytes: Buffer, at: number): boolean {
  return name.first === bytes[at] && matches(bytes, at, name.bytes) && endsName(bytes[at + name.length] ?? 0);
}

/** The place in `table` of the element whose name stands at `at`, -1 where it is none of them; `expected` is tried first. */
export function findElement(table: readonly KnownElement[], bytes: Buffer, at: number, expected: number): number {
  const guess = expected < table.length ? table[expected] : undefined;
  if (guess && isName(guess.name, bytes, at)) return expected;
  for (let i = 0; i < table.length; i++) {
    const candidate = table[i];
    if (candidate && isName(candidate.name, bytes, at)) return i;
  }
  return -1;
}
