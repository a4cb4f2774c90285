/** A repository on loopback: serves files of memory, counts what is asked for, and misbehaves as told. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What to do instead of serving a file. */
export type Behaviour =
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** Never answers. */
  | { readonly kind: 'hang' }
  /** Ends the connection after that many bytes of the announced body. */
  | { readonly kind: 'truncate'; readonly bytes: number }
  /** Sends that many bytes of the announced body, then nothing more. */
  | { readonly kind: 'stall'; readonly bytes: number }
  /** Cuts the connection without an answer. */
  | { readonly kind: 'reset' }
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'body'; readonly body: Buffer | string; readonly headers?: Readonly<Record<string, string>> }
  /** Serves the file once the promise is fulfilled. */
  | { readonly kind: 'hold'; readonly until: Promise<void> };

export interface SeenRequest {
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  status: number;
  /** Body bytes handed to the connection. */
  bytes: number;
}

export interface RepositoryServer {
  /** `http://127.0.0.1:<port>/` */
  readonly url: string;
  readonly port: number;
  /** In the order of arrival. */
  readonly requests: SeenRequest[];
  /** Puts files below a prefix such as `fedora/x86_64/`; earlier ones of that prefix are gone. */
  serve(prefix: string, files: ReadonlyMap<string, Buffer>): void;
  /** Misbehaves for a path (without leading slash), `times` times or always. */
  on(path: string, behaviour: Behaviour, times?: number): void;
  /** Everything told by `on` is forgotten. */
  behave(): void;
  /** Paths asked for since the last call, in order. */
  take(): string[];
  /** Fulfilled when a request for that path has arrived, at once if one has already. */
  arrived(path: string): Promise<void>;
  close(): Promise<void>;
}

export async function startRepositoryServer(): Promise<RepositoryServer> {
  const files = new Map<string, { readonly body: Buffer; readonly modified: string }>();
  const behaviours = new Map<string, { readonly behaviour: Behaviour; left: number }>();
  const requests: SeenRequest[] = [];
  const waiting = new Map<string, (() => void)[]>();
  let taken = 0;
  let generation = 0;

  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '/').slice(1));
    const seen: SeenRequest = { path, headers: request.headers, status: 0, bytes: 0 };
    requests.push(seen);
    for (const wake of waiting.get(path) ?? []) wake();
    waiting.delete(path);
    const entry = behaviours.get(path);
    if (entry && entry.left > 0) {
      entry.left--;
      misbehave(entry.behaviour, seen, request, response);
    } else {
      serveFile(seen, request, response);
    }
  });

  function send(seen: SeenRequest, response: ServerResponse, status: number, body: Buffer, headers = {}): void {
    seen.status = status;
    seen.bytes = body.length;
    response.writeHead(status, { 'content-length': body.length, ...headers });
    response.end(body);
  }

  function serveFile(seen: SeenRequest, request: IncomingMessage, response: ServerResponse): void {
    const file = files.get(seen.path);
    if (!file) {
      send(seen, response, 404, Buffer.from('<html>Not Found</html>'));
      return;
    }
    const etag = `"${createHash('sha256').update(file.body).digest('hex').slice(0, 16)}"`;
    const validators = { etag, 'last-modified': file.modified };
    const known = request.headers['if-none-match'];
    const since = request.headers['if-modified-since'];
    // RFC 9110: If-Modified-Since counts only where there is no If-None-Match
    const unchanged = known === undefined ? since === file.modified : known === etag;
    if (unchanged) {
      seen.status = 304;
      response.writeHead(304, validators).end();
    } else {
      send(seen, response, 200, file.body, validators);
    }
  }

  function misbehave(
    behaviour: Behaviour,
    seen: SeenRequest,
    request: IncomingMessage,
    response: ServerResponse,
  ): void {
    switch (behaviour.kind) {
      case 'hang':
        return;
      case 'reset':
        request.socket.destroy();
        return;
      case 'status':
        send(seen, response, behaviour.status, Buffer.from('no'), behaviour.headers);
        return;
      case 'redirect':
        send(seen, response, 302, Buffer.alloc(0), { location: behaviour.to });
        return;
      case 'body':
        send(seen, response, 200, Buffer.from(behaviour.body), behaviour.headers);
        return;
      case 'hold':
        void behaviour.until.then(() => serveFile(seen, request, response));
        return;
      case 'stall':
      case 'truncate': {
        const body = files.get(seen.path)?.body ?? Buffer.alloc(0);
        const part = body.subarray(0, behaviour.bytes);
        seen.status = 200;
        seen.bytes = part.length;
        response.writeHead(200, { 'content-length': body.length });
        response.write(part, () => {
          if (behaviour.kind === 'truncate') request.socket.destroy();
        });
      }
    }
  }

  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    port,
    requests,
    serve(prefix, added) {
      for (const path of [...files.keys()]) if (path.startsWith(prefix)) files.delete(path);
      // a minute later each time: Last-Modified has a resolution of a second
      const modified = new Date(Date.UTC(2024, 9, 21, 16, generation++)).toUTCString();
      for (const [path, body] of added) files.set(prefix + path, { body, modified });
    },
    on(path, behaviour, times = Number.POSITIVE_INFINITY) {
      behaviours.set(path, { behaviour, left: times });
    },
    behave: () => behaviours.clear(),
    take() {
      const paths = requests.slice(taken).map(request => request.path);
      taken = requests.length;
      return paths;
    },
    arrived(path) {
      if (requests.some(request => request.path === path)) return Promise.resolve();
      return new Promise(resolve => {
        waiting.set(path, [...(waiting.get(path) ?? []), resolve]);
      });
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
