/** Calls as XML-RPC (http://xmlrpc.com/spec.md), with the `nil` and `i8` of Koji's own client. */
import { XmlRpcDateTime, type XmlRpcStruct, type XmlRpcValue } from './xmlrpc-value';

const MAX_INT = 2 ** 31 - 1;
const MAX_I8 = 2n ** 63n - 1n;

/**
 * The body of a POST. Throws RangeError for numbers that XML-RPC has no form for. Characters that XML cannot carry go as
 * U+FFFD: a name with one of them is the name of nothing, and must not spoil the question for others.
 */
export function encodeCall(method: string, params: readonly XmlRpcValue[]): string {
  const encoded = params.map(param => `<param>${encodeValue(param)}</param>`).join('');
  return `<?xml version="1.0"?>\n<methodCall><methodName>${encodeText(method)}</methodName><params>${encoded}</params></methodCall>\n`;
}

/** Keyword arguments as Koji takes them: a struct at the end of the parameters, marked by a member `__starstar`. */
export function keywords(named: XmlRpcStruct): XmlRpcStruct {
  return { ...named, __starstar: true };
}

function encodeValue(value: XmlRpcValue): string {
  return `<value>${encodeTyped(value)}</value>`;
}

function encodeTyped(value: XmlRpcValue): string {
  if (value === null) return '<nil/>';
  switch (typeof value) {
    case 'boolean':
      return `<boolean>${value ? 1 : 0}</boolean>`;
    case 'number':
      return encodeNumber(value);
    case 'bigint':
      return encodeInteger(value);
    case 'string':
      return `<string>${encodeText(value)}</string>`;
  }
  if (value instanceof XmlRpcDateTime) return `<dateTime.iso8601>${encodeText(value.text)}</dateTime.iso8601>`;
  if (value instanceof Uint8Array) return `<base64>${Buffer.from(value).toString('base64')}</base64>`;
  if (isArray(value)) return `<array><data>${value.map(encodeValue).join('')}</data></array>`;
  const members = Object.entries(value).map(
    ([name, member]) => `<member><name>${encodeText(name)}</name>${encodeValue(member)}</member>`,
  );
  return `<struct>${members.join('')}</struct>`;
}

function encodeNumber(value: number): string {
  if (Number.isSafeInteger(value)) return encodeInteger(BigInt(value));
  if (!Number.isFinite(value)) throw new RangeError(`XML-RPC has no ${value}`);
  return `<double>${value}</double>`;
}

function encodeInteger(value: bigint): string {
  if (value > MAX_I8 || value < -MAX_I8 - 1n) throw new RangeError(`${value} has more than 64 bits`);
  const type = value > MAX_INT || value < -MAX_INT - 1 ? 'i8' : 'int';
  return `<${type}>${value}</${type}>`;
}

// XML 1.0 section 2.2
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

// a bare carriage return would be read as a line feed
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };

function encodeText(text: string): string {
  return text.replace(NOT_XML, '\ufffd').replace(/[&<>\r]/g, c => ESCAPES[c] ?? c);
}

/** Array.isArray does not narrow readonly arrays. */
const isArray = (value: XmlRpcStruct | readonly XmlRpcValue[]): value is readonly XmlRpcValue[] => Array.isArray(value);
