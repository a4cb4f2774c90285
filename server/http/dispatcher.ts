/** undici's dispatcher for the proxy settings of the moment. */

import type { HttpTimeouts } from './failure';
import { type Environment, type ProxyOptions, type ResolvedProxy, resolveProxy } from './proxy';
import { ProxyPool } from './proxy-pool';
import { type Dispatcher, EnvHttpProxyAgent } from './undici';

/** Connections kept open and unused this long are closed. Milliseconds. */
const KEEP_ALIVE = 4_000;

/** Holds one dispatcher and replaces it when the proxy settings have changed. */
export class DispatcherHolder {
  #current: { readonly key: string; readonly dispatcher: Dispatcher } | undefined;

  constructor(
    private readonly timeouts: HttpTimeouts,
    private readonly environment: Environment,
  ) {}

  /** Throws HttpError `proxy` where the settings name no usable proxy. */
  get(options: ProxyOptions): Dispatcher {
    const proxy = resolveProxy(options, this.environment);
    const key = JSON.stringify(proxy);
    if (this.#current?.key === key) return this.#current.dispatcher;
    const replaced = this.#current?.dispatcher;
    const dispatcher = createDispatcher(proxy, this.timeouts);
    this.#current = { key, dispatcher };
    // resolves when its last request has ended
    void replaced?.close();
    return dispatcher;
  }

  async close(): Promise<void> {
    const dispatcher = this.#current?.dispatcher;
    this.#current = undefined;
    await dispatcher?.destroy();
  }
}

const usesSocks = ({ http, https }: ResolvedProxy): boolean => [http, https].some(url => /^socks/i.test(url));

function createDispatcher(proxy: ResolvedProxy, timeouts: HttpTimeouts): Dispatcher {
  const connect = { timeout: timeouts.connect, rejectUnauthorized: proxy.strictSSL };
  return new EnvHttpProxyAgent({
    httpProxy: proxy.http,
    httpsProxy: proxy.https,
    noProxy: proxy.noProxy,
    // proxies commonly refuse CONNECT to port 80: plain http goes through them as a request
    proxyTunnel: false,
    clientFactory: (origin, options) => new ProxyPool(origin, options),
    connect,
    requestTls: connect,
    // undici would speak TLS to a SOCKS proxy, too
    ...(usesSocks(proxy) ? {} : { proxyTls: connect }),
    keepAliveTimeout: KEEP_ALIVE,
    headersTimeout: timeouts.headers,
    bodyTimeout: timeouts.idle,
  });
}
