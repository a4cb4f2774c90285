/** Answers in XML-RPC (http://xmlrpc.com/spec.md), read strictly: nothing that is not part of it gets through. */
import { SaxesParser } from 'saxes';
import { decodeScalar, isScalarType } from './xmlrpc-scalar';
import type { XmlRpcStruct, XmlRpcValue } from './xmlrpc-value';

export type XmlRpcResponse =
  | { readonly kind: 'value'; readonly value: XmlRpcValue }
  | { readonly kind: 'fault'; readonly code: number; readonly message: string };

/** Not a whole XML-RPC answer. `message` says what is wrong and where. */
export class XmlRpcError extends Error {
  override readonly name = 'XmlRpcError';
}

/** A build's `extra` is free JSON, so nesting is no sign of harm by itself; ten levels are what the hub has. */
const MAX_DEPTH = 128;

/** What may stand in what, values apart. */
const CHILDREN: Readonly<Record<string, readonly string[]>> = {
  '': ['methodResponse'],
  methodResponse: ['params', 'fault'],
  params: ['param'],
  param: ['value'],
  fault: ['value'],
  array: ['data'],
  data: ['value'],
  struct: ['member'],
  member: ['name', 'value'],
};

/** An open element. */
interface Element {
  readonly name: string;
  text: string;
  /** Values read inside: one of `value`, any number of `data`. */
  readonly values: XmlRpcValue[];
  /** Of a `struct`; without prototype, so that a member `__proto__` is one like others. */
  readonly members: Record<string, XmlRpcValue>;
  /** Of a `member`. */
  memberName: string | undefined;
}

const element = (name: string): Element => ({
  name,
  text: '',
  values: [],
  members: Object.create(null) as Record<string, XmlRpcValue>,
  memberName: undefined,
});

/** Takes the text of an answer in any number of pieces. Both methods throw XmlRpcError. */
export class ResponseReader {
  readonly #parser = new SaxesParser();
  readonly #open: Element[] = [element('')];
  #response: XmlRpcResponse | undefined;

  constructor() {
    const parser = this.#parser;
    parser.on('error', error => this.#fail(error.message.replace(/^\d+:\d+: /, '').replace(/\.$/, '')));
    parser.on('doctype', () => this.#fail('a DTD (<!DOCTYPE>) is not accepted'));
    parser.on('opentag', ({ name }) => this.#start(name));
    parser.on('text', text => this.#text(text));
    parser.on('cdata', text => this.#text(text));
    parser.on('closetag', () => this.#end());
  }

  write(xml: string): void {
    this.#parser.write(xml);
  }

  end(): XmlRpcResponse {
    const open = this.#open[1];
    if (open) this.#fail(`ends before </${open.name}>`);
    this.#parser.close();
    return this.#response ?? this.#fail('empty');
  }

  #start(name: string): void {
    const parent = this.#top();
    const value = parent.name === 'value';
    const allowed = value
      ? parent.values.length === 0 && (name === 'array' || name === 'struct' || isScalarType(name))
      : CHILDREN[parent.name]?.includes(name);
    if (!allowed) this.#fail(parent.name === '' ? `<${name}> instead of <methodResponse>` : misplaced(name, parent));
    if (value && parent.text.trim() !== '') this.#fail(misplacedText(parent.text));
    if (this.#open.length > MAX_DEPTH) this.#fail(`more than ${MAX_DEPTH} levels of elements`);
    this.#open.push(element(name));
  }

  #text(text: string): void {
    const top = this.#top();
    // a value without a type is a string
    const untyped = top.name === 'value' && top.values.length === 0;
    if (untyped || top.name === 'name' || isScalarType(top.name)) top.text += text;
    else if (text.trim() !== '') this.#fail(misplacedText(text));
  }

  #end(): void {
    const closed = this.#open.pop() ?? element('');
    const parent = this.#top();
    switch (closed.name) {
      case 'value':
        this.#endValue(closed.values.length === 0 ? closed.text : (closed.values[0] ?? null), parent);
        return;
      case 'name':
        parent.memberName = closed.text;
        return;
      case 'member':
        this.#endMember(closed, parent);
        return;
      case 'data':
        parent.values.push(closed.values);
        return;
      case 'array':
        parent.values.push(closed.values[0] ?? this.#fail('<array> without <data>'));
        return;
      case 'struct':
        parent.values.push(closed.members);
        return;
      case 'param':
        this.#answer({ kind: 'value', value: this.#only(closed) });
        return;
      case 'fault':
        this.#answer(this.#fault(this.#only(closed)));
        return;
      case 'params':
      case 'methodResponse':
        return;
      default:
        parent.values.push(this.#scalar(closed));
    }
  }

  #endValue(value: XmlRpcValue, parent: Element): void {
    if (parent.name !== 'data' && parent.values.length > 0) this.#fail(`more than one <value> in <${parent.name}>`);
    parent.values.push(value);
  }

  #endMember(member: Element, struct: Element): void {
    if (member.memberName === undefined) this.#fail('<member> without <name>');
    struct.members[member.memberName] = this.#only(member);
  }

  #only(holder: Element): XmlRpcValue {
    const [value] = holder.values;
    return value === undefined ? this.#fail(`<${holder.name}> without <value>`) : value;
  }

  #scalar({ name, text }: Element): XmlRpcValue {
    const value = decodeScalar(name, text);
    return value === undefined ? this.#fail(`${JSON.stringify(text.slice(0, 100))} is not of type ${name}`) : value;
  }

  #fault(value: XmlRpcValue): XmlRpcResponse {
    const { faultCode, faultString } = isStruct(value) ? value : {};
    if (typeof faultCode !== 'number' || typeof faultString !== 'string') {
      return this.#fail('<fault> without faultCode and faultString');
    }
    return { kind: 'fault', code: faultCode, message: faultString };
  }

  #answer(response: XmlRpcResponse): void {
    if (this.#response) this.#fail('more than one value');
    this.#response = response;
  }

  #top(): Element {
    return this.#open.at(-1) ?? element('');
  }

  #fail(message: string): never {
    throw new XmlRpcError(`line ${this.#parser.line}, column ${this.#parser.column}: ${message}`);
  }
}

const misplaced = (name: string, parent: Element): string => `<${name}> has no place in <${parent.name}>`;

const misplacedText = (text: string): string => `text between elements: ${JSON.stringify(text.trim().slice(0, 60))}`;

function isStruct(value: XmlRpcValue | undefined): value is XmlRpcStruct {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Uint8Array) &&
    Object.getPrototypeOf(value) === null
  );
}
