/** Which proxy to use: VS Code's settings where they name one, else the environment's variables. */
import { HttpError } from './http';
import { parseUrl, withoutPassword } from './url';

/** VS Code's `http.proxy`, `http.noProxy` and `http.proxyStrictSSL`. */
export interface ProxyOptions {
  /** Empty: the environment's. */
  readonly proxy: string;
  /** Empty: the environment's. */
  readonly noProxy: readonly string[];
  /** False accepts any certificate, of the proxy and through it of the server (an intercepting proxy signs its own). */
  readonly strictSSL: boolean;
}

export const DIRECT: ProxyOptions = { proxy: '', noProxy: [], strictSSL: true };

export type Environment = Readonly<Record<string, string | undefined>>;

/** Proxies as URLs; empty: none. A missing proxy for https is that for http, as VS Code does it. */
export interface ResolvedProxy {
  readonly http: string;
  readonly https: string;
  /** Hosts, comma separated; `*` for all. */
  readonly noProxy: string;
  readonly strictSSL: boolean;
}

/** Lower-case variables win over upper-case ones, `all_proxy` is the last resort. Throws HttpError `proxy`. */
export function resolveProxy(options: ProxyOptions, environment: Environment): ResolvedProxy {
  const variable = (name: string): string => environment[name] || environment[name.toUpperCase()] || '';
  const all = variable('all_proxy');
  return {
    http: normalise(options.proxy || variable('http_proxy') || all),
    https: normalise(options.proxy || variable('https_proxy') || all),
    noProxy: exceptions(options.noProxy.length > 0 ? options.noProxy.join(',') : variable('no_proxy')),
    strictSSL: options.strictSSL,
  };
}

/** undici takes `*` for all only where it stands alone. */
function exceptions(list: string): string {
  return list.split(/[,\s]+/).includes('*') ? '*' : list;
}

const SUPPORTED = new Set(['http:', 'https:', 'socks5:', 'socks:']);

function normalise(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') return '';
  // `proxy.example:3128` is how many write it
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`;
  const url = parseUrl(withScheme);
  if (!url || !SUPPORTED.has(url.protocol) || url.hostname === '' || url.pathname.length > 1) {
    throw new HttpError(
      'proxy',
      withoutPassword(withScheme),
      `${withoutPassword(withScheme)} is not a usable proxy URL`,
    );
  }
  return withScheme;
}
