/** Asks a Koji hub: many calls in one request, and what it answers to each. */
import { setImmediate } from 'node:timers/promises';
import * as v from 'valibot';
import { HttpError, type HttpFetch } from '../http/http';
import { printable } from '../http/printable';
import { withoutPassword } from '../http/url';
import { KojiError } from './koji';
import { ResponseReader, XmlRpcError, type XmlRpcResponse } from './xmlrpc-decode';
import { encodeCall } from './xmlrpc-encode';
import type { XmlRpcValue } from './xmlrpc-value';

export interface Call {
  readonly method: string;
  readonly params: readonly XmlRpcValue[];
}

/** What the hub says to one call. */
export type Outcome =
  | { readonly kind: 'value'; readonly value: XmlRpcValue }
  | { readonly kind: 'fault'; readonly code: number; readonly message: string };

/** Twenty builds of a kernel with all their packages are some 10 MB. Bytes. */
const MAX_ANSWER = 64 * 1024 * 1024;

/** Each is a list with the result in it, or the struct of a fault (Koji adds a traceback). */
const RESULTS = v.array(
  v.union([
    v.strictTuple([v.custom<XmlRpcValue>(value => value !== undefined)]),
    v.object({ faultCode: v.number(), faultString: v.string() }),
  ]),
);

export class Hub {
  constructor(
    private readonly url: string,
    private readonly fetch: HttpFetch,
  ) {}

  /** For messages: without password. */
  get shownUrl(): string {
    return withoutPassword(this.url);
  }

  /** `multiCall`: outcomes in the order of the calls. Rejects with a KojiError. */
  async ask(calls: readonly Call[], signal: AbortSignal): Promise<Outcome[]> {
    const list = calls.map(({ method, params }) => ({ methodName: method, params }));
    const response = await this.#post(encodeCall('multiCall', [list]), signal);
    if (response.kind === 'fault') throw this.error(faultWords(response));
    const results = v.safeParse(RESULTS, response.value);
    if (!results.success) throw this.error('multiCall answered with something else than results and faults');
    if (results.output.length !== calls.length) {
      throw this.error(`multiCall answered ${calls.length} calls with ${results.output.length} results`);
    }
    return results.output.map(result =>
      'faultCode' in result
        ? { kind: 'fault', code: result.faultCode, message: result.faultString }
        : { kind: 'value', value: result[0] },
    );
  }

  error(words: string, options?: ErrorOptions): KojiError {
    return new KojiError(this.words(words), options);
  }

  /** A message that begins with the hub's address. */
  words(words: string): string {
    return printable(`${this.shownUrl}: ${words}`);
  }

  async #post(body: string, signal: AbortSignal): Promise<XmlRpcResponse> {
    const { body: bytes, headers } = await this.#send(body, signal);
    const text = this.#text(bytes);
    if (/^text\/html\b/i.test(headers['content-type'] ?? '') || /^\s*<(?:!doctype\s+html|html)\b/i.test(text)) {
      throw new KojiError(`${this.shownUrl} answered with a web page instead of XML-RPC`);
    }
    try {
      return await read(text, signal);
    } catch (error) {
      if (!(error instanceof XmlRpcError)) throw error;
      throw this.error(`not a whole XML-RPC answer (${error.message})`, { cause: error });
    }
  }

  async #send(body: string, signal: AbortSignal): ReturnType<HttpFetch> {
    try {
      return await this.fetch({
        url: this.url,
        method: 'POST',
        body,
        headers: { 'content-type': 'text/xml', accept: 'text/xml' },
        maxBytes: MAX_ANSWER,
        signal,
      });
    } catch (error) {
      if (error instanceof HttpError) throw new KojiError(error.message, { cause: error });
      throw error;
    }
  }

  #text(bytes: Buffer): string {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch (error) {
      throw this.error('the answer is not UTF-8', { cause: error });
    }
  }
}

/** A few milliseconds' work. Characters. */
const PIECE = 64 * 1024;

/** Lets others have their turn between pieces: the answer about a kernel's packages takes a tenth of a second. */
async function read(xml: string, signal: AbortSignal): Promise<XmlRpcResponse> {
  const reader = new ResponseReader();
  for (let from = 0; from < xml.length; from += PIECE) {
    if (from > 0) await setImmediate();
    signal.throwIfAborted();
    reader.write(xml.slice(from, from + PIECE));
  }
  return reader.end();
}

const MAX_WORDS = 500;

/** The hub's own words on one line: `database outage (fault 1014)`. */
export function faultWords({ code, message }: { readonly code: number; readonly message: string }): string {
  const words = message.replace(/\s+/g, ' ').trim();
  return `${words.slice(0, MAX_WORDS) || 'the hub failed'} (fault ${code})`;
}
