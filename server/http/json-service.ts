/** A service that answers GET requests with JSON: what may come in its place, in words. */
import { gunzipSync } from 'node:zlib';
import * as v from 'valibot';
import { HttpError, type HttpFetch, type HttpResponse } from './http';
import { printable } from './printable';
import { withoutPassword } from './url';

export interface JsonService {
  /** For messages: `Bodhi`. */
  readonly name: string;
  readonly fetch: HttpFetch;
  /** Makes the service's own error. */
  readonly failure: (message: string, options: ErrorOptions) => Error;
}

export interface JsonRequest<S> {
  readonly url: string;
  /** What is read of the answer; unknown keys are left out. */
  readonly schema: S;
  /** Bytes. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

export interface JsonAnswer<T> {
  readonly value: T;
  /** As it came. */
  readonly text: string;
}

type Schema = v.GenericSchema<unknown, unknown>;

/** Characters of a URL and of a value in messages. */
const URL_LENGTH = 160;
const VALUE_LENGTH = 80;

/**
 * Rejects with the service's error, which says what was asked and what came (its cause is the HttpError, where it is one);
 * with the signal's reason once that is aborted.
 */
export async function getJson<S extends Schema>(
  service: JsonService,
  { url, schema, maxBytes, signal }: JsonRequest<S>,
): Promise<JsonAnswer<v.InferOutput<S>>> {
  signal?.throwIfAborted();
  const headers = { accept: 'application/json' };
  const response = await service.fetch({ url, headers, maxBytes, signal }).catch((error: unknown) => {
    signal?.throwIfAborted();
    if (!(error instanceof HttpError)) throw error;
    throw service.failure(`${service.name} cannot be asked: ${shortUrl(url)}: ${causeOf(error)}`, { cause: error });
  });
  const wrong = (words: string, cause?: unknown): Error =>
    service.failure(`${service.name} answered with something else than it should: ${shortUrl(url)}: ${words}`, {
      cause,
    });
  let text: string;
  let json: unknown;
  try {
    text = bodyText(response, maxBytes);
    json = JSON.parse(text);
  } catch (error) {
    throw wrong(notJson(response, error), error);
  }
  const parsed = v.safeParse(schema, json);
  if (!parsed.success) throw wrong(errorOf(json) ?? issueWords(parsed.issues[0]), new v.ValiError(parsed.issues));
  return { value: parsed.output, text };
}

/** The same; undefined for an answer of one of the statuses `absent`, which mean that there is no such thing. */
export async function findJson<S extends Schema>(
  service: JsonService,
  request: JsonRequest<S>,
  absent: readonly number[],
): Promise<JsonAnswer<v.InferOutput<S>> | undefined> {
  try {
    return await getJson(service, request);
  } catch (error) {
    const status = statusOf(error);
    if (status !== undefined && absent.includes(status)) return undefined;
    throw error;
  }
}

/** The status that a service's error is about. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof Error && error.cause instanceof HttpError ? error.cause.status : undefined;
}

/** What was kept, where it is of that shape. */
export function ofShape<S extends Schema>(schema: S): (kept: unknown) => v.InferOutput<S> | undefined {
  return kept => {
    const parsed = v.safeParse(schema, kept);
    return parsed.success ? parsed.output : undefined;
  };
}

/** Stored objects may come compressed although no encoding was asked for; no JSON begins like gzip. */
function bodyText({ body }: HttpResponse, maxBytes: number): string {
  const plain = body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body, { maxOutputLength: maxBytes }) : body;
  return new TextDecoder('utf-8', { fatal: true }).decode(plain);
}

function notJson({ body }: HttpResponse, error: unknown): string {
  const start = body.toString('utf8', 0, 512).trimStart();
  if (/^(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html)\b/is.test(start)) {
    return 'an HTML page came instead of JSON (a login or error page?)';
  }
  if (start === '') return 'an empty answer came instead of JSON';
  const why = error instanceof Error ? error.message : String(error);
  return printable(`what came is not JSON, or cut short (${clipped(why, VALUE_LENGTH)})`);
}

/** Cornice (Bodhi's framework) says errors in a body of their own, which some proxies hand on as if it were an answer. */
const CorniceErrors = v.object({
  status: v.literal('error'),
  errors: v.pipe(v.array(v.object({ name: v.nullish(v.string()), description: v.string() })), v.minLength(1)),
});

function errorOf(json: unknown): string | undefined {
  const parsed = v.safeParse(CorniceErrors, json);
  if (!parsed.success) return undefined;
  const words = parsed.output.errors.map(({ name, description }) => (name ? `${name}: ${description}` : description));
  return printable(`an error: ${clipped(words.join('; '), 2 * VALUE_LENGTH)}`);
}

/** `updates.3.status is "lost", where "pending" | "testing" was expected`; `whole`: what it is that has no path. */
export function issueWords(issue: v.BaseIssue<unknown>, whole = 'the answer'): string {
  const path = v.getDotPath(issue) ?? whole;
  // valibot gives the received value as source text, "undefined" for a key that is not there
  if (issue.received === 'undefined') return printable(`${path} is missing`);
  const expected = issue.expected ? `, where ${clipped(issue.expected, 2 * VALUE_LENGTH)} was expected` : '';
  return printable(`${path} is ${clipped(issue.received, VALUE_LENGTH)}${expected}`);
}

/** An HttpError's message begins with its URL, which may be a long one. */
function causeOf(error: HttpError): string {
  const start = `${error.url}: `;
  return error.message.startsWith(start) ? error.message.slice(start.length) : error.message;
}

const shortUrl = (url: string): string => clipped(withoutPassword(url), URL_LENGTH);

function clipped(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}...`;
}
