/** The scalar types of XML-RPC, and those that others have added to it. */
import { XmlRpcDateTime, type XmlRpcValue } from './xmlrpc-value';

const INTEGER = /^[-+]?\d+$/;
const DOUBLE = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;
const DATE_TIME = /^\d{4}-?\d{2}-?\d{2}T\d{2}:?\d{2}:?\d{2}/;
const BASE64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/;

/** By element name; undefined where the text is not of that type. */
const TYPES = new Map<string, (text: string) => XmlRpcValue | undefined>([
  ['int', integer],
  ['i1', integer],
  ['i2', integer],
  ['i4', integer],
  ['i8', integer],
  ['double', text => (DOUBLE.test(text.trim()) ? Number(text) : PYTHON_DOUBLES[text.trim()])],
  ['boolean', text => ({ '0': false, '1': true })[text.trim()]],
  ['string', text => text],
  ['dateTime.iso8601', text => (DATE_TIME.test(text.trim()) ? new XmlRpcDateTime(text.trim()) : undefined)],
  ['base64', text => (BASE64.test(text) ? new Uint8Array(Buffer.from(text, 'base64')) : undefined)],
  ['nil', text => (text.trim() === '' ? null : undefined)],
]);

/** What Python's `repr` makes of them. */
const PYTHON_DOUBLES: Readonly<Record<string, number>> = {
  inf: Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
  nan: Number.NaN,
};

export function isScalarType(name: string): boolean {
  return TYPES.has(name);
}

/** Undefined where `text` is not of that type. */
export function decodeScalar(type: string, text: string): XmlRpcValue | undefined {
  return TYPES.get(type)?.(text);
}

function integer(text: string): number | bigint | undefined {
  if (!INTEGER.test(text.trim())) return undefined;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text.trim().replace('+', ''));
}
