/** The HTTP layer on undici: time-outs, retries, proxies, bounded redirects, sizes and concurrency, and a gate. */
import { STATUS_CODES } from 'node:http';
import { readBody } from './body';
import { DispatcherHolder } from './dispatcher';
import { DEFAULT_TIMEOUTS, type HttpTimeouts, seconds, toHttpError } from './failure';
import { HostQueue } from './host-queue';
import { HttpError, type HttpFetch, type HttpLogEntry, type HttpRequest, type HttpResponse } from './http';
import { DIRECT, type Environment, type ProxyOptions } from './proxy';
import { DEFAULT_RETRIES, delayAfter, isTransient, parseRetryAfter, type RetryPolicy, sleep } from './retry';
import type { Dispatcher } from './undici';
import { parseUrl, percentDecoded, withoutPassword } from './url';

export interface HttpOptions {
  /** Of this program, for the User-Agent. */
  readonly version: string;
  /** Asked before every single request: a reason not to send any, or undefined. Settings and trust may change. */
  readonly gate?: () => 'network-off' | 'untrusted' | undefined;
  /** VS Code's settings as they are now; a change takes effect with the next request. */
  readonly proxy?: () => ProxyOptions;
  /** Variables for `http_proxy` and its like. None are read where this is not given. */
  readonly environment?: Environment;
  /** Called for every exchange, retried and redirected ones included. */
  readonly log?: (entry: HttpLogEntry) => void;
  readonly timeouts?: Partial<HttpTimeouts>;
  readonly retries?: Partial<RetryPolicy>;
  /** Requests in progress at a time to one host. */
  readonly perHost?: number;
  readonly sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** Unix milliseconds. */
  readonly now?: () => number;
  /** 0..1 */
  readonly random?: () => number;
}

export interface Http {
  readonly fetch: HttpFetch;
  /** Ends open connections. Requests in progress are cut off. */
  close(): Promise<void>;
}

const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** The others make a GET of a POST (RFC 9110 section 15.4), and its question is lost. */
const KEEPS_METHOD = new Set([307, 308]);
const PER_HOST = 4;
/** Bytes a second, dnf's default `minrate`. */
const MIN_RATE = 1000;

const GATE_WORDS = {
  'network-off': 'network access is off (setting manifestLock.network, or --offline)',
  untrusted: 'the workspace is not trusted, so nothing is fetched',
} as const;

interface Answer {
  readonly response: HttpResponse;
  readonly reason: string;
}

export function createHttp(options: HttpOptions): Http {
  const timeouts: HttpTimeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
  const retries: RetryPolicy = { ...DEFAULT_RETRIES, ...options.retries };
  const now = options.now ?? Date.now;
  const random = options.random ?? Math.random;
  const wait = options.sleep ?? sleep;
  const queue = new HostQueue(options.perHost ?? PER_HOST);
  const dispatchers = new DispatcherHolder(timeouts, options.environment ?? {});
  const userAgent = `manifest-lock/${options.version} (rpm-ostree lockfile editor and linter)`;

  let closed = false;

  async function fetch(request: HttpRequest): Promise<HttpResponse> {
    for (let attempt = 1; ; attempt++) {
      try {
        const { response, reason } = await follow(request);
        if ((response.status >= 200 && response.status <= 299) || response.status === 304) return response;
        throw statusError(response, reason, parseRetryAfter(response.headers['retry-after'], now()));
      } catch (error) {
        const failure = toHttpError(error, request.url, timeouts, request.signal);
        if (attempt >= retries.attempts || !isTransient(failure)) throw failure;
        const delay = delayAfter(attempt, failure.retryAfter, retries, random);
        if (delay === undefined) throw failure;
        try {
          await wait(delay, request.signal);
        } catch (reason) {
          throw toHttpError(reason, request.url, timeouts, request.signal);
        }
      }
    }
  }

  async function follow(request: HttpRequest): Promise<Answer> {
    let url = checkedUrl(request.url, undefined);
    for (let hop = 0; ; hop++) {
      const answer = await exchange(url, request);
      const { status, headers } = answer.response;
      const location = headers['location'];
      if (!REDIRECTS.has(status) || location === undefined) return answer;
      if (request.method === 'POST' && !KEEPS_METHOD.has(status)) throw lostQuestion(answer, location);
      if (hop === MAX_REDIRECTS) {
        throw new HttpError(
          'bad-url',
          withoutPassword(request.url),
          `${withoutPassword(request.url)}: too many redirects`,
        );
      }
      url = checkedUrl(location, url);
    }
  }

  function exchange(url: URL, request: HttpRequest): Promise<Answer> {
    const reason = options.gate?.();
    if (reason) throw new HttpError(reason, shown(url), `${shown(url)}: ${GATE_WORDS[reason]}`);
    if (closed) throw new HttpError('aborted', shown(url), `${shown(url)}: cancelled, the program is closing`);
    return queue.run(url.host, request.signal, async () => {
      const started = now();
      let status: number | undefined;
      let bytes = 0;
      const finish = (error?: string): void => {
        const { method = 'GET' } = request;
        const entry = { method, url: shown(url), status, bytes, milliseconds: now() - started };
        options.log?.(error === undefined ? entry : { ...entry, error });
      };
      try {
        const answer = await send(url, request, {
          onStatus: value => {
            status = value;
          },
          onBytes: received => {
            bytes = received;
          },
        });
        finish();
        return answer;
      } catch (error) {
        const failure = toHttpError(error, url.href, timeouts, request.signal);
        finish(failure.message);
        throw failure;
      }
    });
  }

  async function send(
    url: URL,
    request: HttpRequest,
    watch: { onStatus(status: number): void; onBytes(received: number): void },
  ): Promise<Answer> {
    const dispatcher = dispatchers.get(options.proxy?.() ?? DIRECT);
    const sent = await dispatcher.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: request.method ?? 'GET',
      body: request.body ?? null,
      headers: { ...request.headers, ...authorization(url), 'user-agent': userAgent, 'accept-encoding': 'identity' },
      signal: request.signal ?? null,
      headersTimeout: timeouts.headers,
      bodyTimeout: timeouts.idle,
    });
    watch.onStatus(sent.statusCode);
    const headers = flatten(sent.headers);
    const wanted = sent.statusCode >= 200 && sent.statusCode <= 299;
    const body = wanted ? await readAnswer(sent.body, url, headers, request, watch.onBytes) : Buffer.alloc(0);
    if (!wanted) await discard(sent.body);
    return { response: { status: sent.statusCode, headers, body, url: url.href }, reason: sent.statusText };
  }

  async function readAnswer(
    stream: Dispatcher.ResponseData['body'],
    url: URL,
    headers: Readonly<Record<string, string>>,
    request: HttpRequest,
    onBytes: (received: number) => void,
  ): Promise<Buffer> {
    const length = headers['content-length'];
    return readBody(stream, {
      url: shown(url),
      maxBytes: request.maxBytes,
      announced: length !== undefined && /^\d+$/.test(length) ? Number(length) : undefined,
      minRate: MIN_RATE,
      window: timeouts.idle,
      now,
      onProgress: (received, total) => {
        onBytes(received);
        request.onProgress?.(received, total);
      },
    });
  }

  return {
    fetch,
    close() {
      closed = true;
      return dispatchers.close();
    },
  };
}

/** The body of an answer that is not used: read away where it is short, else cut off, so that the connection is free. */
async function discard(body: Dispatcher.ResponseData['body']): Promise<void> {
  await body.dump({ limit: 64 * 1024 });
}

/** Only http and https; a redirect may not leave https. */
function checkedUrl(text: string, from: URL | undefined): URL {
  const url = parseUrl(text, from?.href);
  const start = from ? `${shown(from)}: redirects to ` : '';
  if (!url) throw new HttpError('bad-url', withoutPassword(text), `${start}${withoutPassword(text)}: not a URL`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new HttpError('bad-url', shown(url), `${start}${shown(url)}: only http and https can be fetched`);
  }
  if (from?.protocol === 'https:' && url.protocol === 'http:') {
    throw new HttpError('bad-url', shown(url), `${start}${shown(url)}: refused, it would leave https`);
  }
  return url;
}

const shown = (url: URL): string => withoutPassword(url.href);

function statusError(response: HttpResponse, reason: string, retryAfter: number | undefined): HttpError {
  const url = withoutPassword(response.url);
  const said = `${url}: ${response.status} ${reason || (STATUS_CODES[response.status] ?? '')}`.trim();
  const wish = retryAfter === undefined ? '' : `, to be asked again in ${seconds(retryAfter)}`;
  return new HttpError('status', url, said + wish, response.status, { retryAfter });
}

function lostQuestion({ response, reason }: Answer, location: string): HttpError {
  const url = withoutPassword(response.url);
  const answered = `${response.status} ${reason || (STATUS_CODES[response.status] ?? '')}`.trim();
  const target = withoutPassword(parseUrl(location, response.url)?.href ?? location);
  return new HttpError(
    'status',
    url,
    `${url}: ${answered}, a redirect to ${target} that a POST cannot follow`,
    response.status,
  );
}

/** `https://user:password@host/` as a header: URLs of requests carry none. */
function authorization(url: URL): Record<string, string> {
  if (url.username === '') return {};
  const pair = `${percentDecoded(url.username)}:${percentDecoded(url.password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

function flatten(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}
