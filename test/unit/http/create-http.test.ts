import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttp, type Http, type HttpOptions } from '../../../server/http/create-http';
import { HttpError, type HttpLogEntry } from '../../../server/http/http';
import { startProxy, startSocks } from '../../stand-ins/proxies';
import { type RepositoryServer, startRepositoryServer } from '../../stand-ins/repository-server';
import { startTls } from '../../stand-ins/tls-server';

let server: RepositoryServer;
let http: Http;
let slept: number[];
let log: HttpLogEntry[];

function create(options: Partial<HttpOptions> = {}): Http {
  slept = [];
  log = [];
  http = createHttp({
    version: '1.2.3',
    random: () => 1,
    sleep: async milliseconds => {
      slept.push(milliseconds);
    },
    log: entry => log.push(entry),
    ...options,
  });
  return http;
}

async function failure(promise: Promise<unknown>): Promise<HttpError> {
  const error: unknown = await promise.then(
    () => new Error('did not fail'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof HttpError)) throw error;
  return error;
}

const get = (path: string, more: { maxBytes?: number; signal?: AbortSignal } = {}) =>
  http.fetch({ url: server.url + path, maxBytes: 1_000_000, ...more });

beforeEach(async () => {
  server = await startRepositoryServer();
  server.serve(
    '',
    new Map([
      ['a.xml', Buffer.from('<a/>')],
      ['big', Buffer.alloc(500_000, 7)],
    ]),
  );
  create();
});

afterEach(async () => {
  await http.close();
  await server.close();
});

/** A port on which nothing listens. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>(resolve => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise(resolve => probe.close(resolve));
  return port;
}

describe('an answer', () => {
  it('has status, lower-case headers, body and URL, and names the tool to the server', async () => {
    const response = await get('a.xml');
    expect(response.status).toBe(200);
    expect(response.body.toString()).toBe('<a/>');
    expect(response.headers['last-modified']).toBe('Mon, 21 Oct 2024 16:00:00 GMT');
    expect(response.url).toBe(`${server.url}a.xml`);
    expect(server.requests[0]?.headers['user-agent']).toBe(
      'manifest-lock/1.2.3 (rpm-ostree lockfile editor and linter)',
    );
    expect(log).toMatchObject([{ method: 'GET', url: `${server.url}a.xml`, status: 200, bytes: 4 }]);
  });

  it('to a conditional request is 304 with an empty body', async () => {
    const etag = (await get('a.xml')).headers['etag'] ?? '';
    const response = await http.fetch({ url: `${server.url}a.xml`, headers: { 'if-none-match': etag }, maxBytes: 10 });
    expect(response.status).toBe(304);
    expect(response.body.length).toBe(0);
  });

  it('is not decoded, and no encoding is asked for', async () => {
    server.on('a.xml', { kind: 'body', body: Buffer.from([0x1f, 0x8b]), headers: { 'content-encoding': 'gzip' } });
    expect([...(await get('a.xml')).body]).toEqual([0x1f, 0x8b]);
    expect(server.requests[0]?.headers['accept-encoding']).toBe('identity');
  });

  it('reports progress up to the announced length', async () => {
    const seen: [number, number | undefined][] = [];
    await http.fetch({
      url: `${server.url}big`,
      maxBytes: 500_000,
      onProgress: (received, total) => seen.push([received, total]),
    });
    expect(seen.at(-1)).toEqual([500_000, 500_000]);
  });
});

describe('sizes', () => {
  it('refuses an announced body that is too large without reading it', async () => {
    const error = await failure(get('big', { maxBytes: 499_999 }));
    expect(error.kind).toBe('too-large');
    expect(error.message).toBe(`${server.url}big: 500000 bytes, more than the expected 499999 bytes at most`);
  });

  it('stops an unannounced body at the limit', async () => {
    const endless = createHttpServer((_, response) => {
      const more = (): void => {
        while (response.write(Buffer.alloc(10_000)));
      };
      response.on('drain', more);
      more();
    });
    await new Promise<void>(resolve => endless.listen(0, '127.0.0.1', resolve));
    const { port } = endless.address() as AddressInfo;
    const error = await failure(http.fetch({ url: `http://127.0.0.1:${port}/`, maxBytes: 25_000 }));
    expect(error.kind).toBe('too-large');
    endless.closeAllConnections();
    endless.close();
  });
});

describe('failures in words', () => {
  it('404, which is not tried again', async () => {
    const error = await failure(get('missing'));
    expect(error).toMatchObject({ kind: 'status', status: 404, message: `${server.url}missing: 404 Not Found` });
    expect(server.requests).toHaveLength(1);
  });

  it('connection refused, after three attempts', async () => {
    const port = await freePort();
    const error = await failure(http.fetch({ url: `http://127.0.0.1:${port}/x`, maxBytes: 10 }));
    expect(error).toMatchObject({ kind: 'connect', message: `http://127.0.0.1:${port}/x: connection refused` });
    expect(slept).toEqual([500, 1000]);
  });

  it('no answer within the bound, which is not tried again', async () => {
    await http.close();
    create({ timeouts: { headers: 60 } });
    server.on('a.xml', { kind: 'hang' });
    const error = await failure(get('a.xml'));
    expect(error).toMatchObject({ kind: 'timeout', message: `${server.url}a.xml: no answer within 0.1 s` });
    expect(server.requests).toHaveLength(1);
  });

  it('a body that stops', async () => {
    await http.close();
    create({ timeouts: { idle: 60 } });
    server.on('big', { kind: 'stall', bytes: 1000 });
    const error = await failure(get('big'));
    expect(error).toMatchObject({ kind: 'timeout', message: `${server.url}big: nothing more came for 0.1 s` });
  });

  it('a body that is cut off', async () => {
    server.on('big', { kind: 'truncate', bytes: 1000 });
    const error = await failure(get('big'));
    expect(error.kind).toBe('connect');
    expect(error.message).toBe(`${server.url}big: the connection was closed before the answer was complete`);
  });

  it('something that does not speak HTTP', async () => {
    const odd = createServer(socket => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
    await new Promise<void>(resolve => odd.listen(0, '127.0.0.1', resolve));
    const { port } = odd.address() as AddressInfo;
    const error = await failure(http.fetch({ url: `http://127.0.0.1:${port}/`, maxBytes: 10 }));
    expect(error.message).toContain('not an HTTP answer');
    odd.close();
  });

  it('TLS that is none', async () => {
    const error = await failure(http.fetch({ url: `https://127.0.0.1:${server.port}/`, maxBytes: 10 }));
    expect(error.kind).toBe('tls');
    expect(error.message).toMatch(new RegExp(`^https://127\\.0\\.0\\.1:${server.port}/: TLS: .`));
  });

  it.each(['file:///etc/passwd', 'ftp://example.org/x', 'no url'])('%s is not fetched', async url => {
    expect((await failure(http.fetch({ url, maxBytes: 10 }))).kind).toBe('bad-url');
  });

  it('a password in a URL is sent but not shown', async () => {
    const url = `http://user:s%40cret@127.0.0.1:${server.port}/missing`;
    const error = await failure(http.fetch({ url, maxBytes: 10 }));
    expect(error.message).toBe(`http://user:***@127.0.0.1:${server.port}/missing: 404 Not Found`);
    expect(error.url + JSON.stringify(log)).not.toContain('cret');
    expect(server.requests[0]?.headers.authorization).toBe('Basic dXNlcjpzQGNyZXQ=');
  });
});

describe('certificates', () => {
  it('that nobody vouches for are refused', async () => {
    const secure = await startTls();
    const error = await failure(http.fetch({ url: `https://127.0.0.1:${secure.port}/`, maxBytes: 100 }));
    expect(error).toMatchObject({
      kind: 'tls',
      message: `https://127.0.0.1:${secure.port}/: TLS: self-signed certificate`,
    });
    secure.close();
  });

  it('are taken where http.proxyStrictSSL is off; a redirect may not leave https', async () => {
    const secure = await startTls();
    await http.close();
    create({ proxy: () => ({ proxy: '', noProxy: [], strictSSL: false }) });
    const url = `https://127.0.0.1:${secure.port}`;
    expect((await http.fetch({ url: `${url}/`, maxBytes: 100 })).body.toString()).toBe('secure');
    const error = await failure(http.fetch({ url: `${url}/down`, maxBytes: 100 }));
    expect(error.message).toBe(`${url}/down: redirects to http://127.0.0.1/: refused, it would leave https`);
    secure.close();
  });
});

describe('retries', () => {
  it('503 and then the answer', async () => {
    server.on('a.xml', { kind: 'status', status: 503 }, 2);
    expect((await get('a.xml')).body.toString()).toBe('<a/>');
    expect(slept).toEqual([500, 1000]);
    expect(log.map(entry => entry.status)).toEqual([503, 503, 200]);
  });

  it('waits as long as the server asks', async () => {
    server.on('a.xml', { kind: 'status', status: 429, headers: { 'retry-after': '7' } }, 1);
    await get('a.xml');
    expect(slept).toEqual([7000]);
  });

  it('gives up where the server asks for too much patience', async () => {
    server.on('a.xml', { kind: 'status', status: 503, headers: { 'retry-after': '3600' } });
    expect((await failure(get('a.xml'))).message).toBe(
      `${server.url}a.xml: 503 Service Unavailable, to be asked again in 3600 s`,
    );
    expect(server.requests).toHaveLength(1);
  });

  it('a reset connection', async () => {
    server.on('a.xml', { kind: 'reset' }, 1);
    expect((await get('a.xml')).status).toBe(200);
  });
});

describe('redirects', () => {
  it('are followed and the last URL is told', async () => {
    server.on('old', { kind: 'redirect', to: '/a.xml' });
    expect((await get('old')).url).toBe(`${server.url}a.xml`);
  });

  it('in a circle end', async () => {
    server.on('old', { kind: 'redirect', to: '/old' });
    expect((await failure(get('old'))).message).toBe(`${server.url}old: too many redirects`);
    expect(server.requests).toHaveLength(6);
  });

  it('never lead to a file', async () => {
    server.on('old', { kind: 'redirect', to: 'file:///etc/passwd' });
    const error = await failure(get('old'));
    expect(error.kind).toBe('bad-url');
    expect(error.message).toBe(`${server.url}old: redirects to file:///etc/passwd: only http and https can be fetched`);
  });
});

describe('the gate', () => {
  it.each(['network-off', 'untrusted'] as const)('%s: not one request', async mode => {
    await http.close();
    let closed: typeof mode | undefined = mode;
    create({ gate: () => closed });
    expect((await failure(get('a.xml'))).kind).toBe(mode);
    expect(server.requests).toHaveLength(0);
    closed = undefined;
    expect((await get('a.xml')).status).toBe(200);
  });

  it('closes between two attempts', async () => {
    await http.close();
    create({ gate: () => (server.requests.length > 0 ? 'network-off' : undefined) });
    server.on('a.xml', { kind: 'status', status: 503 });
    expect((await failure(get('a.xml'))).kind).toBe('network-off');
    expect(server.requests).toHaveLength(1);
  });
});

describe('cancellation', () => {
  it('before the request', async () => {
    expect((await failure(get('a.xml', { signal: AbortSignal.abort() }))).kind).toBe('aborted');
    expect(server.requests).toHaveLength(0);
  });

  it('while waiting for the answer', async () => {
    server.on('a.xml', { kind: 'hang' });
    const controller = new AbortController();
    const answer = failure(get('a.xml', { signal: controller.signal }));
    await server.arrived('a.xml');
    controller.abort();
    expect((await answer).message).toBe(`${server.url}a.xml: cancelled`);
  });
});

it('close() cuts off what is in progress, and nothing is sent afterwards', async () => {
  server.on('a.xml', { kind: 'hang' });
  const answer = failure(get('a.xml'));
  await server.arrived('a.xml');
  await http.close();
  expect((await answer).message).toBe(`${server.url}a.xml: cancelled, the program is closing`);
  expect((await failure(get('big'))).kind).toBe('aborted');
  expect(server.requests).toHaveLength(1);
});

it('asks one host for a few things at a time only', async () => {
  await http.close();
  create({ perHost: 2 });
  let release = (): void => undefined;
  const until = new Promise<void>(resolve => {
    release = resolve;
  });
  server.on('a.xml', { kind: 'hold', until }, 2);
  const all = ['a.xml', 'a.xml', 'big'].map(path => get(path));
  await server.arrived('a.xml');
  expect(server.requests.map(request => request.path)).not.toContain('big');
  release();
  expect((await Promise.all(all)).map(response => response.status)).toEqual([200, 200, 200]);
});

describe('proxies', () => {
  it('of the environment', async () => {
    const proxy = await startProxy();
    await http.close();
    create({ environment: { HTTP_PROXY: `127.0.0.1:${proxy.port}` } });
    expect((await http.fetch({ url: 'http://repo.test/x?y=1', maxBytes: 100 })).body.toString()).toBe('from the proxy');
    expect(proxy.seen).toEqual(['GET http://repo.test/x?y=1']);
    proxy.close();
  });

  it('of the settings, which change while running, but for the hosts that are left out', async () => {
    const proxy = await startProxy();
    await http.close();
    let noProxy: string[] = [];
    create({ proxy: () => ({ proxy: `http://127.0.0.1:${proxy.port}`, noProxy, strictSSL: true }) });
    expect((await get('a.xml')).body.toString()).toBe('from the proxy');
    noProxy = ['127.0.0.1'];
    expect((await get('a.xml')).body.toString()).toBe('<a/>');
    expect(proxy.seen).toHaveLength(1);
    proxy.close();
  });

  it('are asked for a tunnel to https', async () => {
    const proxy = await startProxy();
    const secure = await startTls();
    await http.close();
    create({ proxy: () => ({ proxy: `http://127.0.0.1:${proxy.port}`, noProxy: [], strictSSL: false }) });
    const response = await http.fetch({ url: `https://127.0.0.1:${secure.port}/`, maxBytes: 100 });
    expect(response.body.toString()).toBe('secure');
    expect(proxy.seen).toEqual([`CONNECT 127.0.0.1:${secure.port}`]);
    proxy.close();
    secure.close();
  });

  it('that are not there are named', async () => {
    const port = await freePort();
    await http.close();
    create({ environment: { http_proxy: `http://127.0.0.1:${port}` } });
    const error = await failure(get('a.xml'));
    expect(error.kind).toBe('proxy');
    expect(error.message).toBe(`${server.url}a.xml: connection refused (proxy 127.0.0.1:${port})`);
  });

  it.each(['http', 'https'])('of the SOCKS kind are spoken to in plain, for %s', async scheme => {
    const socks = await startSocks();
    const secure = await startTls();
    await http.close();
    create({ proxy: () => ({ proxy: `socks5://127.0.0.1:${socks.port}`, noProxy: [], strictSSL: false }) });
    const url = scheme === 'http' ? `${server.url}a.xml` : `https://127.0.0.1:${secure.port}/`;
    const response = await http.fetch({ url, maxBytes: 100 });
    expect(response.body.toString()).toBe(scheme === 'http' ? '<a/>' : 'secure');
    expect(socks.seen).toEqual([scheme === 'http' ? server.port : secure.port]);
    socks.close();
    secure.close();
  });

  it('that want a password say so, also for a tunnel', async () => {
    const proxy = createServer(socket => {
      socket.once('data', () =>
        socket.end('HTTP/1.1 407 Who\r\nproxy-authenticate: Basic\r\ncontent-length: 0\r\n\r\n'),
      );
    });
    await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as AddressInfo;
    await http.close();
    create({ proxy: () => ({ proxy: `http://127.0.0.1:${port}`, noProxy: [], strictSSL: true }) });
    for (const url of ['http://repo.test/x', 'https://repo.test/x']) {
      const error = await failure(http.fetch({ url, maxBytes: 100 }));
      expect(error.kind).toBe('proxy');
      expect(error.message).toBe(`${url}: the proxy asks for a user name and password (407)`);
    }
    proxy.close();
  });
});
