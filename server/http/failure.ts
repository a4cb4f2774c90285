/** Turns what Node and undici throw into an HttpError that says in words what went wrong. */
import { HttpError, type HttpErrorKind } from './http';
import { parseUrl, withoutPassword } from './url';

/** Milliseconds. */
export interface HttpTimeouts {
  /** Until a connection stands. */
  readonly connect: number;
  /** From the request to the answer's headers. */
  readonly headers: number;
  /** Between two pieces of the body. */
  readonly idle: number;
}

export const DEFAULT_TIMEOUTS: HttpTimeouts = { connect: 10_000, headers: 30_000, idle: 30_000 };

interface Cause {
  readonly kind: HttpErrorKind;
  readonly words: string;
}

const CONNECT: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed',
  ENOTFOUND: 'host not found',
  EAI_AGAIN: 'host name lookup failed for now',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ETIMEDOUT: 'the connection timed out',
  UND_ERR_SOCKET: 'the connection was closed before the answer was complete',
  UND_ERR_HEADERS_OVERFLOW: 'the headers of the answer are too long',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer is shorter or longer than announced',
};

const TLS_CODES =
  /^(?:CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|PATH_LENGTH|CRL_|EPROTO$|UND_ERR_PRX_TLS)/;

/** The HttpError of a failed exchange. An HttpError comes back as it is. */
export function toHttpError(error: unknown, url: string, timeouts: HttpTimeouts, signal?: AbortSignal): HttpError {
  if (error instanceof HttpError) return error;
  const shown = withoutPassword(url);
  if (signal?.aborted) return new HttpError('aborted', shown, `${shown}: cancelled`, undefined, { cause: error });
  const { kind, words } = causeOf(error, url, timeouts);
  return new HttpError(kind, shown, `${shown}: ${words}`, undefined, { cause: error });
}

function causeOf(error: unknown, url: string, timeouts: HttpTimeouts): Cause {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  switch (code) {
    case 'UND_ERR_CONNECT_TIMEOUT':
      return { kind: 'timeout', words: `no connection within ${seconds(timeouts.connect)}` };
    case 'UND_ERR_HEADERS_TIMEOUT':
      return { kind: 'timeout', words: `no answer within ${seconds(timeouts.headers)}` };
    case 'UND_ERR_BODY_TIMEOUT':
      return { kind: 'timeout', words: `nothing more came for ${seconds(timeouts.idle)}` };
  }
  const tunnel = /^Proxy response \((\d+)\)/.exec(message);
  if (tunnel && tunnel[1] !== '407') return { kind: 'proxy', words: `the proxy answered ${tunnel[1]}` };
  if (tunnel || message.startsWith('Proxy Authentication Required')) {
    return { kind: 'proxy', words: 'the proxy asks for a user name and password (407)' };
  }
  if (code === 'PROXY_CLOSED') return { kind: 'proxy', words: message };
  if (code.startsWith('UND_ERR_SOCKS5')) return { kind: 'proxy', words: `SOCKS proxy: ${message}` };
  if (TLS_CODES.test(code)) return { kind: 'tls', words: `TLS: ${tlsWords(error, message)}` };
  if (error instanceof Error && error.name === 'HTTPParserError')
    return { kind: 'connect', words: `not an HTTP answer (${message})` };
  const words = CONNECT[code] ?? (message || code || 'failed');
  const proxy = otherPeer(error, url);
  return proxy === undefined ? { kind: 'connect', words } : { kind: 'proxy', words: `${words} (proxy ${proxy})` };
}

/** OpenSSL's errors carry their reason apart from the thread, the source file and the line. */
function tlsWords(error: unknown, message: string): string {
  const { reason = undefined } = error instanceof Error && 'reason' in error ? error : {};
  if (typeof reason !== 'string') return message.split('\n')[0] ?? '';
  return HINTS[reason] ?? reason;
}

/** Reasons that say little by themselves. */
const HINTS: Readonly<Record<string, string>> = {
  'wrong version number': 'the other side does not speak TLS (wrong version number)',
  'packet length too long': 'the other side does not speak TLS (packet length too long)',
  'tlsv1 alert no application protocol': 'the server does not offer HTTP/1.1 (no application protocol)',
};

/** The peer that failed, where it is not the URL's own host and port: then it is the proxy. */
function otherPeer(error: unknown, url: string): string | undefined {
  const target = parseUrl(url);
  const failed = error instanceof AggregateError ? error.errors[0] : error;
  if (!target || typeof failed !== 'object' || failed === null) return undefined;
  if ('hostname' in failed && typeof failed.hostname === 'string') {
    return failed.hostname === target.hostname ? undefined : failed.hostname;
  }
  if (!('port' in failed) || typeof failed.port !== 'number') return undefined;
  const port = target.port === '' ? (target.protocol === 'https:' ? 443 : 80) : Number(target.port);
  return failed.port === port ? undefined : `${'address' in failed ? `${failed.address}:` : ''}${failed.port}`;
}

/** The error's own code, or that of the first attempt where several addresses were tried. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && codeProperty(error) === '') return codeOf(error.errors[0]);
  return codeProperty(error);
}

function codeProperty(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/** `30 s`, `0.5 s` */
export function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 100) / 10} s`;
}
